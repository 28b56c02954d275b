/** The reference page of the table: every call, its registers before and after, its replies and codes, in Markdown. */
import { conventionTable } from './convention.ts';
import { inputText, outputText, type RegisterRole, registerRoles } from './roles.ts';
import type { CallRow, Form, Specification, Version } from './row.ts';
import { type StatusCode, statusCodes } from './status.ts';
import { callTable } from './table.ts';

/** Fields of every version are shown, each with the version that brought it. */
const VERSION: Version = '1.3';

const specifications: [Specification, string][] = [
  ['FF-A', 'FF-A (DEN0077A) 1.0 to 1.3'],
  ['PSCI', 'PSCI (DEN0022)'],
  ['RMI', 'Realm Management Interface (DEN0137)'],
  ['SMCCC', 'Arm architecture calls (DEN0028)'],
];

const introduction = `# Calls and their registers

Generated from \`src/abi/\` by \`scripts/generate.mjs\`; do not edit.

Function ids, arguments, results, replies and status codes of every call that Trapline knows by name. What checks, reports
and the macros of \`guest-asm/include/calls.inc\` know, they know from the same table. \`must be zero\` is checked by the
callee; \`should be zero\` is a reserved parameter, which the caller writes as zero and the callee ignores. Instances: NV
non-secure virtual (VM to hypervisor), NP non-secure physical (EL2 or EL1 to EL3), SV secure virtual (partition to SPMC), SP
secure physical (SPMC to SPMD). FFA_SUCCESS carries, from x2 on, the results of the call that it ends. Codes are those that implementations are known to answer with; calls without a list are not
free of errors, only unobserved.`;

function conventionSection(): string[] {
  return [
    '## The calling convention',
    '',
    'Registers of a call from AArch64 (DEN0028). Stack pointers, V0–V31, FPSR and FPCR are preserved in every version; from',
    '1.3 on, SVE state beyond them may be lost where the caller says so in bit 16 of the function id.',
    '',
    '| version | form | registers | before | after | clause |',
    '| --- | --- | --- | --- | --- | --- |',
    ...conventionTable.map(({ version, forms, first, last, input, output, clause }) => {
      const form = forms.map((each) => `SMC${each}`).join(', ');
      const named = version === '1.2' ? '1.2 to 1.6' : version;
      return `| ${named} | ${form} | ${span(first, last)} | ${input} | ${output} | ${clause} |`;
    }),
  ];
}

const span = (first: number, last: number): string => (first === last ? `x${first}` : `x${first}–x${last}`);
const hex = (id: number): string => `0x${id.toString(16).toUpperCase()}`;

/** Consecutive registers with the same words in one line. */
function registerTable(roles: RegisterRole[]): string[] {
  const lines: { first: number; last: number; text: string }[] = [];
  for (const role of roles.slice(1)) {
    const text = `${inputText(role)} | ${outputText(role)}`;
    const open = lines.at(-1);
    if (open?.text === text) open.last = role.n;
    else lines.push({ first: role.n, last: role.n, text });
  }
  return [
    '| register | before | after |',
    '| --- | --- | --- |',
    ...lines.map(({ first, last, text }) => `| ${span(first, last)} | ${text} |`),
  ];
}

function formsOf(row: CallRow): { form: Form; id: number; since: Version }[] {
  return [
    { form: 32 as const, id: row.id32, since: row.since },
    { form: 64 as const, id: row.id64, since: row.since64 ?? row.since },
  ].filter((each): each is { form: Form; id: number; since: Version } => each.id !== undefined);
}

/** Ids that end calls and begin none: what they carry is all there is to say. */
const replyNames = new Set(callTable.filter(({ replies }) => replies.length === 0).map(({ name }) => name));
const onlyReplies = new Set(callTable.flatMap(({ replies }) => replies).filter((name) => replyNames.has(name)));

function replyTable(roles: RegisterRole[]): string[] {
  const carried = roles.filter(({ argument }) => argument !== undefined);
  return ['| register | carries |', '| --- | --- |', ...carried.map((role) => `| x${role.n} | ${inputText(role)} |`)];
}

/** A table for each form, or one where they say the same. */
function registerTables(row: CallRow, forms: { form: Form }[]): string[] {
  const render = onlyReplies.has(row.name) ? replyTable : registerTable;
  const tables = forms.map(({ form }) => ({ form, lines: render(registerRoles(row, form, VERSION)) }));
  const [first, second] = tables.map(({ lines }) => lines.join('\n'));
  const shown = first === second ? tables.slice(0, 1) : tables;
  return shown.flatMap(({ form, lines }) => ['', ...(shown.length > 1 ? [`SMC${form}:`, ''] : []), ...lines]);
}

function callSection(row: CallRow): string[] {
  const forms = formsOf(row);
  const ids = forms.map(({ form, id, since }) => `SMC${form} \`${hex(id)}\`, since ${since}`).join('; ');
  const until = row.until ? `; not in ${row.until} and later` : '';
  const instances = row.instances.length > 0 ? `; ${row.instances.join(' ')}` : '';
  const replies = row.replies.length > 0 ? [`Ends with ${row.replies.join(', ')}.`] : [];
  const errors = row.errors.length > 0 ? [`Known codes: ${row.errors.join(', ')}.`] : [];
  const ending = [...replies, ...errors].join(' ');
  return [
    `### ${row.name}`,
    '',
    `${ids}${until}${instances}; ${row.clause}.`,
    ...registerTables(row, forms),
    ...(ending ? ['', ending] : []),
    '',
  ];
}

const order = ['FF-A', 'PSCI', 'RMI', 'SMCCC'];
const byCode = (a: StatusCode, b: StatusCode): number =>
  order.indexOf(a.specification) - order.indexOf(b.specification) || b.code - a.code;

function statusSection(): string[] {
  return [
    '## Status codes',
    '',
    '| specification | code | name | since |',
    '| --- | --- | --- | --- |',
    ...statusCodes
      .toSorted(byCode)
      .map(({ specification, code, name, since }) => `| ${specification} | ${code} | ${name} | ${since} |`),
  ];
}

/** The whole page, with a newline at its end. */
export function renderReference(): string {
  const calls = specifications.flatMap(([specification, title]) => [
    `## ${title}`,
    '',
    ...callTable.filter((row) => row.specification === specification).flatMap(callSection),
  ]);
  const lines = [introduction, '', ...conventionSection(), '', ...statusSection(), '', ...calls];
  return `${lines.join('\n').trimEnd()}\n`;
}
