/** The assembler's macros for calls: one a call and form, which loads the function id and the arguments that it is given. */
import { type BitPart, type CallRow, type Field, type Form, fieldWidth, partMask } from './row.ts';
import { callTable } from './table.ts';

/** Parameters of a macro, the lines that load what they feed, and words for the comment above. */
interface Loader {
  parameters: string[];
  lines: string[];
  summary: string;
}

/** `start index, tag` → `start_index_tag`; `page count less one` → `page_count_less_one`. */
function parameterName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

function registerName(n: number, field: Field, form: Form): string {
  return `${fieldWidth(field, form) === 64 ? 'x' : 'w'}${n}`;
}

/** An address is a label as a rule, which no immediate can hold. */
function helperFor(field: Field, form: Form): string {
  return field.format === 'address' || fieldWidth(field, form) === 64 ? 'given64' : 'given32';
}

function plainLoader(field: Field, form: Form, n: number, parameter: string): Loader {
  const register = registerName(n, field, form);
  return {
    parameters: [parameter],
    lines: [`${helperFor(field, form)} ${register}, "\\${parameter}"`],
    summary: register === parameter ? register : `${register} ${parameter}`,
  };
}

/** The low half and the high half of one value. */
function pairLoader(field: Field): Loader {
  const name = parameterName(field.name);
  return {
    parameters: [name],
    lines: [
      `.ifnb \\${name}`,
      `load32 w${field.first}, (\\${name}) & 0xffffffff`,
      `load32 w${field.last}, (\\${name}) >> 32`,
      '.endif',
    ],
    summary: `w${field.first}, w${field.last} ${name}`,
  };
}

const partBits = ({ high, low }: BitPart): string => (high === low ? `${high}` : `${high}:${low}`);

/** Several values in one register; those not given are 0 where any is. */
function partsLoader(field: Field, form: Form): Loader {
  const parts = field.parts.map((part) => ({ part, name: parameterName(part.name) }));
  const register = registerName(field.first, field, form);
  const value = parts
    .map(({ part, name }) => {
      const shifted = part.low === 0 ? `(\\${name}+0)` : `((\\${name}+0) << ${part.low})`;
      return `(${shifted} & 0x${partMask(part).toString(16)})`;
    })
    .join(' | ');
  const load = helperFor(field, form) === 'given64' ? `ldr ${register}, =${value}` : `load32 ${register}, ${value}`;
  return {
    parameters: parts.map(({ name }) => name),
    lines: [`.ifnb ${parts.map(({ name }) => `\\${name}`).join('')}`, load, '.endif'],
    summary: parts.map(({ part, name }) => `${register}[${partBits(part)}] ${name}`).join(', '),
  };
}

function loaders(field: Field, form: Form): Loader[] {
  if (field.format === 'handle' || field.format === 'pair') return [pairLoader(field)];
  const [part] = field.parts;
  // One part at bit 0 is the value itself: a stub may want to set the bits beyond.
  const whole = part === undefined || (field.parts.length === 1 && part.low === 0);
  if (!whole) return [partsLoader(field, form)];
  if (field.first === field.last) {
    return [plainLoader(field, form, field.first, parameterName(part?.name ?? field.name))];
  }
  return Array.from({ length: field.last - field.first + 1 }, (_, index) => {
    const n = field.first + index;
    return plainLoader(field, form, n, registerName(n, field, form));
  });
}

/** Comment lines no wider than the rest of the sources. */
function comment(text: string): string[] {
  const lines: string[] = [];
  for (const word of `${text} */`.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= 110) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, n) => (n === 0 ? `/* ${line}` : `   ${line}`));
}

function macro(row: CallRow, form: Form): string[] {
  const twoForms = row.id32 !== undefined && row.id64 !== undefined;
  const name = `${row.name}${twoForms && form === 64 ? '_64' : ''}`;
  const fields = row.arguments.filter((field) => field.form === undefined || field.form === form);
  const all = fields.flatMap((field) => loaders(field, form));
  const parameters = all.flatMap((loader) => loader.parameters);
  const summary = all.map((loader) => loader.summary).join(', ');
  return [
    ...comment(summary ? `${name}: ${summary}` : `${name}, no argument`),
    [`.macro ${name.toLowerCase()}`, parameters.join(', ')].filter(Boolean).join(' '),
    `  load32 w0, ${name}`,
    ...all.flatMap(({ lines }) => lines.map((line) => `  ${line}`)),
    '.endm',
    '',
  ];
}

function macros(rows: CallRow[]): string {
  const lines = rows.flatMap((row) =>
    ([32, 64] as const).flatMap((form) => ((form === 32 ? row.id32 : row.id64) === undefined ? [] : macro(row, form))),
  );
  return lines.join('\n').trimEnd();
}

/** The call that every stub begins with; the others cost the assembler time that few stubs need to spend. */
const FIRST = 'FFA_VERSION';

/** The macro of FFA_VERSION, as the text of an include file without its heading. */
export function renderFirstMacro(): string {
  return macros(callTable.filter(({ name }) => name === FIRST));
}

/** The macros of all other calls, in the order of the table. */
export function renderMacros(): string {
  return macros(callTable.filter(({ name }) => name !== FIRST));
}
