/** A call with its registers and what each is. */
import { inputText, outputText, type RegisterRole, registerRoles } from '../../abi/roles.ts';
import type { CallRow, Form, Version } from '../../abi/row.ts';
import { hex } from '../../engine/hex.ts';
import { createPaint, pad, wrap } from '../format.ts';
import { type ExplainOptions, named } from './lines.ts';

/** Fields of every version are shown, each with the version that brought it. */
const VERSION: Version = '1.3';

const instances: Record<string, string> = {
  NV: 'a VM to its hypervisor',
  NP: 'EL1 or EL2 to EL3',
  SV: 'a partition to its SPMC',
  SP: 'the SPMC to EL3',
};

interface FormRow {
  form: Form;
  id: number;
  since: Version;
}

function formsOf({ id32, id64, since, since64 }: CallRow): FormRow[] {
  return [
    ...(id32 === undefined ? [] : [{ form: 32 as const, id: id32, since }]),
    ...(id64 === undefined ? [] : [{ form: 64 as const, id: id64, since: since64 ?? since }]),
  ];
}

/** Consecutive registers with the same words together. */
function registerRuns(roles: readonly RegisterRole[]): { name: string; before: string; after: string }[] {
  const runs: { first: number; last: number; before: string; after: string }[] = [];
  for (const role of roles) {
    const [before, after] = [inputText(role), outputText(role)];
    const open = runs.at(-1);
    if (open && open.before === before && open.after === after) open.last = role.n;
    else runs.push({ first: role.n, last: role.n, before, after });
  }
  return runs.map(({ first, last, before, after }) => ({
    name: first === last ? `x${first}` : `x${first}–x${last}`,
    before,
    after,
  }));
}

function registerTable(row: CallRow, form: Form, { width, color }: ExplainOptions): string[] {
  const runs = registerRuns(registerRoles(row, form, VERSION));
  const names = Math.max(...runs.map(({ name }) => name.length));
  const room = Math.floor((width - names - 6) / 2);
  const cells = (text: string) => wrap(text, room);
  const line = (name: string, before: string, after: string) =>
    `  ${pad(name, names)}  ${pad(before, room)}  ${after}`.trimEnd();
  return [
    createPaint(color).dim(line('', 'before', 'after')),
    ...runs.flatMap(({ name, before, after }) => {
      const [left, right] = [cells(before), cells(after)];
      const height = Math.max(left.length, right.length);
      return Array.from({ length: height }, (_, n) => line(n === 0 ? name : '', left[n] ?? '', right[n] ?? ''));
    }),
  ];
}

/** One table for both forms where they say the same. */
function tables(row: CallRow, forms: FormRow[], options: ExplainOptions): string[] {
  const drawn = forms.map(({ form }) => registerTable(row, form, options));
  if (drawn.length === 2 && drawn[0]!.join('\n') === drawn[1]!.join('\n')) return ['', ...drawn[0]!];
  return forms.flatMap(({ form }, index) => [
    '',
    ...(forms.length > 1 ? [`SMC${form}, HVC${form}`] : []),
    ...drawn[index]!,
  ]);
}

/** What the table knows of a call. */
export function callLines(row: CallRow, options: ExplainOptions): string[] {
  const forms = formsOf(row);
  const ids = forms.map(({ form, id, since }) => `SMC${form} 0x${hex(BigInt(id), 8)} since ${since}`);
  const who = row.instances.map((instance) => `${instance} (${instances[instance] ?? instance})`);
  return [
    `call  ${createPaint(options.color).bold(row.name)}`,
    ...named('in', `${row.specification}, ${row.clause}${row.until ? `, not in ${row.until} and later` : ''}`, options),
    ...named('ids', ids.join(', '), options),
    ...(who.length > 0 ? named('who calls', who.join(', '), options) : []),
    ...(row.replies.length > 0 ? named('ends with', row.replies.join(', '), options) : []),
    ...(row.errors.length > 0 ? named('codes', `${row.errors.join(', ')} (known; there may be others)`, options) : []),
    ...tables(row, forms, options),
  ];
}
