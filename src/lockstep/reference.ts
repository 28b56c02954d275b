/** What random lockstep has shown, and the known divergences, as a page in Markdown. */
import { divergences } from './divergences.ts';
import { executableGroups } from './stream.ts';

/** One campaign, as docs/lockstep.json keeps it. */
export interface RecordedRun {
  seed: number;
  instructions: number;
  seconds: number;
  unexplained: number;
  memoryEqual: boolean;
  explained: Record<string, number>;
  coverage: Record<string, number>;
}

/** What one call of scripts/lockstep.mjs adds. */
export interface CampaignRecord {
  command: string;
  /** Of the sources, and SHA-256 of build/trapline.wasm, which was made of them. */
  commit: string;
  module: string;
  libunicorn: string;
  runs: RecordedRun[];
}

const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, times) => total + times, 0);
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) => [
  row(head),
  row(head.map((_, index) => (index === 0 ? '---' : '---:'))),
  ...rows.map(row),
];

const introduction = `# Lockstep

Written by \`scripts/generate.mjs\` from \`src/lockstep/divergences.ts\` and \`docs/lockstep.json\`; do not edit.

The interpreter and libunicorn execute the same instructions side by side. After each of them x0 to x30, SP_EL0, SP_EL1, PC,
PSTATE, V0 to V31, FPSR and FPCR are compared, and all memory that either side has written; after an SMC or HVC also what
the EL2 model on each side did. After a known divergence both go on as the interpreter says, after any other difference as
libunicorn says, registers and memory made equal everywhere.

- \`trapline lockstep FILE\` runs a stub so, on each of its models: differences in two columns, exit code 1 where nothing
  explains one. Every stub under guest-asm is the same on both sides on all its models (\`test/lockstep/stubs.test.ts\`).
- \`trapline lockstep --random N --seed S\` makes at least N instructions from the table of encodings: every encoding with
  the extremes of each of its fields, exclusive pairs, any words and instructions with a bit flipped, blocks of instructions
  with random registers, and programs of exceptions, calls and system instructions with vectors of their own.`;

function runsTable({ runs }: CampaignRecord): string[] {
  return table(
    ['seed', 'instructions executed', 'unexplained differences', 'known divergences', 'memory in the end', 's'],
    runs.map(({ seed, instructions, unexplained, explained, memoryEqual, seconds }) => [
      String(seed),
      grouped(instructions),
      String(unexplained),
      grouped(sum(explained)),
      memoryEqual ? 'the same' : 'differs',
      String(seconds),
    ]),
  );
}

function coverageTable({ runs }: CampaignRecord): string[] {
  const groups = [...new Set(runs.flatMap(({ coverage }) => Object.keys(coverage)))].toSorted();
  return table(
    ['encoding group', ...runs.map(({ seed }) => `seed ${seed}`)],
    groups.map((name) => [name, ...runs.map(({ coverage }) => grouped(coverage[name] ?? 0))]),
  );
}

/** All divergences, with how often each was met in all campaigns together. */
function divergenceSections(records: readonly CampaignRecord[]): string[] {
  const runs = records.flatMap((record) => record.runs);
  return divergences.flatMap(({ name, explanation, clause }) => {
    const times = runs.reduce((total, { explained }) => total + (explained[name] ?? 0), 0);
    return ['', `### ${name}`, '', explanation, '', `- Clause: ${clause}`, `- Met: ${grouped(times)} times`];
  });
}

function campaignSection(record: CampaignRecord): string[] {
  const groups = new Set(record.runs.flatMap(({ coverage }) => Object.keys(coverage)));
  const total = record.runs.reduce((all, { instructions }) => all + instructions, 0);
  const missing = executableGroups().filter((name) => !groups.has(name));
  groups.delete('any word');
  return [
    '',
    `### ${grouped(total)} instructions at commit ${record.commit}`,
    '',
    `Made by \`${record.command}\` with libunicorn ${record.libunicorn}; SHA-256 of build/trapline.wasm`,
    `${record.module}.`,
    '',
    ...runsTable(record),
    '',
    `${groups.size} encoding groups${missing.length === 0 ? ', all of which the interpreter executes anything' : `, without ${missing.join(', ')}`}.`,
    'Instructions begun, by group; “any word” are words that are no instruction of the table, or one with a bit flipped:',
    '',
    ...coverageTable(record),
  ];
}

/** The page. Ends with a newline. */
export function renderLockstepReference(records: readonly CampaignRecord[]): string {
  return [
    introduction,
    '',
    '## Campaigns',
    ...records.flatMap(campaignSection),
    '',
    '## Known divergences',
    '',
    'Where libunicorn 2.0.1 is known to differ from the architecture, or from the processor that the interpreter is.',
    ...divergenceSections(records),
    '',
  ].join('\n');
}
