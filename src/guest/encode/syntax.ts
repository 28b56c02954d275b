import { arrangements, fieldWidths, scalars } from '../../../assembly/a64/encodings-schema.ts';
import type { Operand } from './attempt.ts';
import { compileExpression } from './condition.ts';
import { addressOperand, labelOperand, relativeOperand, zeroOffsetOperand } from './operands/address.ts';
import { addImmediateOperand, logicalOperand, moveOperand, wideOperand } from './operands/arithmetic.ts';
import { generalOperand, optionalRegister, pairOperand, type Width } from './operands/general.ts';
import {
  extractOperand,
  insertOperand,
  type NumberForm,
  numberOperand,
  parseNumberForm,
  shiftLeftOperand,
} from './operands/immediate.ts';
import { extendedOperand, indexOperand, shiftOperand } from './operands/modifier.ts';
import {
  barrierOperand,
  conditionOperand,
  controlOperand,
  keywordOperand,
  nxsOperand,
  prefetchOperand,
  systemOperand,
  systemRegisterOperand,
} from './operands/system.ts';
import {
  type Arrangement,
  elementOperand,
  type IndexForm,
  listOperand,
  scalarOperand,
  sizedScalarOperand,
  vectorOperand,
} from './operands/vector.ts';
import {
  byteOperand,
  byteShiftOperand,
  bytesOperand,
  exactOperand,
  floatOperand,
  floatZeroOperand,
  noShiftOperand,
  vectorShiftOperand,
} from './operands/vector-immediate.ts';
import { splitPieces } from './pieces.ts';
import type { RegisterClass } from './registers.ts';

/** Operand forms that the table writes with a dollar sign, by name, given their argument. */
const forms: Record<string, (argument: string, scope: SyntaxScope) => Operand> = {
  aimm: (sign) => addImmediateOperand(sign === '-'),
  byte: byteOperand,
  bytes: bytesOperand,
  barrier: () => barrierOperand(false),
  cond: (sign) => conditionOperand(sign === '!'),
  CRm: () => controlOperand('CRm'),
  CRn: () => controlOperand('CRn'),
  extended: (fields) => extendedOperand(fields.split(',')),
  extract: extractOperand,
  fp8: (fields, scope) => floatOperand(fieldsForm(fields, scope), false),
  fp8d: (fields, scope) => floatOperand(fieldsForm(fields, scope), true),
  index: (size) => indexOperand(size === 'R' ? 'R' : Number(size)),
  insert: insertOperand,
  isb: () => barrierOperand(true),
  limm: (sign) => logicalOperand(sign === '~'),
  left: (amount) => (amount === '0' ? noShiftOperand() : vectorShiftOperand(false)),
  lsl8: (field, scope) => byteShiftOperand('lsl', field, scope.widthOf(field)),
  move: (sign) => moveOperand(sign === '~'),
  msl8: (field, scope) => byteShiftOperand('msl', field, scope.widthOf(field)),
  nxs: nxsOperand,
  prefetch: prefetchOperand,
  right: () => vectorShiftOperand(true),
  shift: (operators) => shiftOperand(operators === 'ror'),
  shiftLeft: shiftLeftOperand,
  sysreg: (access) => systemRegisterOperand(access === 'r' ? 'r' : 'w'),
  system: systemOperand,
  wide: wideOperand,
};

const generalPattern = /^([WXR])([a-z]\d?)(\|sp)?(?:(\+1)|\?=(\d+))?$/;

function generalForm(token: string): Operand | undefined {
  const match = generalPattern.exec(token);
  if (!match) return undefined;
  const [, letter, name, sp, pair, absent] = match;
  const width = letter as Width;
  if (pair) return pairOperand(`R${name}`, width);
  if (absent) return optionalRegister(`R${name}`, width, Number(absent));
  return generalOperand(`R${name}`, width, sp !== undefined);
}

function scalarForm(token: string): Operand | undefined {
  const match = /^([A-Z])([a-z]\d?)$/.exec(token);
  if (!match) return undefined;
  const [, letter, name] = match;
  const sized = scalars[letter!];
  if (sized && letter !== 'S') return sizedScalarOperand(`R${name}`, sized);
  return /[BHSDQ]/.test(letter!) ? scalarOperand(`R${name}`, letter!.toLowerCase() as RegisterClass) : undefined;
}

/** The arrangement that a name stands for: a choice of the table, or the arrangement itself. */
function arrangementOf(name: string): Arrangement {
  return arrangements[name] ?? name.toLowerCase();
}

function elementIndex(text: string, scope: SyntaxScope): IndexForm {
  return /^\d+$/.test(text) ? Number(text) : fieldsForm(text, scope);
}

/** Fields that together hold one number, `Q:S:size`. */
function fieldsForm(text: string, scope: SyntaxScope): NumberForm {
  const form = parseNumberForm(`#${text}`, scope.widthOf);
  if (!form) throw new Error(`bad fields in the table: ${text}`);
  return form;
}

function vectorForm(token: string, scope: SyntaxScope): Operand | undefined {
  const match = /^V([a-z]\d?)\.(\w+)(?:\[([\w:]+)\])?$/.exec(token);
  if (!match) return undefined;
  const [, name, arrangement, index] = match;
  const field = `R${name}`;
  if (index === undefined) return vectorOperand(field, arrangementOf(arrangement!));
  return elementOperand(field, arrangement!.toLowerCase(), elementIndex(index, scope), scope.widthOf(field));
}

function listForm(token: string, scope: SyntaxScope): Operand | undefined {
  const match = /^\{V([a-z])\.(\w+)\*(\d)\}(?:\[([\w:]+)\])?$/.exec(token);
  if (!match) return undefined;
  const [, name, arrangement, count, index] = match;
  const form = { field: `R${name}`, count: Number(count), splitPieces };
  if (index === undefined) return listOperand({ ...form, arrangement: arrangementOf(arrangement!), index: undefined });
  return listOperand({ ...form, arrangement: arrangement!.toLowerCase(), index: fieldsForm(index, scope) });
}

/** What compiling one row's syntax needs to know. */
interface SyntaxScope {
  /** Width of a field in bits. */
  widthOf: (field: string) => number;
}

function addressForm(token: string, scope: SyntaxScope): Operand | undefined {
  const match = /^\[Xn\|sp(?:, (.+))?\](!?)$/.exec(token);
  if (!match) return undefined;
  const offset = match[1] === undefined ? undefined : compileOperand(match[1], scope);
  return addressOperand({ offset, writeback: match[2] === '!' });
}

function namedForm(token: string, scope: SyntaxScope): Operand | undefined {
  const match = /^\$(\w+)(?:\((.*)\))?$/.exec(token);
  return match ? forms[match[1]!]?.(match[2] ?? '', scope) : undefined;
}

/** `#0.0`, `#0?` and `#=16<<Q`: numbers that must be one value. */
function constantForm(token: string): Operand | undefined {
  if (token === '#0.0') return floatZeroOperand();
  if (token === '#0?') return zeroOffsetOperand();
  return token.startsWith('#=') ? exactOperand(compileExpression(token.slice(2))) : undefined;
}

function labelForm(token: string, scope: SyntaxScope): Operand | undefined {
  if (token === '@adr' || token === '@adrp') return relativeOperand(token === '@adrp');
  return token.startsWith('@') ? labelOperand(token.slice(1), scope.widthOf(token.slice(1))) : undefined;
}

function compileOperand(token: string, scope: SyntaxScope): Operand {
  const number = parseNumberForm(token, scope.widthOf);
  const operand =
    (number && numberOperand(number)) ??
    constantForm(token) ??
    namedForm(token, scope) ??
    labelForm(token, scope) ??
    addressForm(token, scope) ??
    vectorForm(token, scope) ??
    listForm(token, scope) ??
    generalForm(token) ??
    scalarForm(token) ??
    (/^[a-z]+$/.test(token) ? keywordOperand(token) : undefined);
  if (!operand) throw new Error(`unknown operand form in the table: ${token}`);
  return operand;
}

/** The operands of a row's syntax, in order. */
export function compileSyntax(syntax: string, widths: ReadonlyMap<string, number>): Operand[] {
  const widthOf = (field: string) => widths.get(field) ?? fieldWidths[field] ?? 0;
  const tokens = splitPieces(syntax, 1).map((piece) => piece.text);
  return tokens.map((token) => compileOperand(token, { widthOf }));
}
