/** What `npm start` prints: one argument of a mail thread, run for real. */
import { describeReply } from '../abi/describe.ts';
import { type ComparedTrap, compareRuns } from './compare.ts';
import { renderComparison } from './compare-text.ts';
import { createPaint, pad, wrap } from './format.ts';
import type { RunReport } from './report.ts';
import { ranges } from './words.ts';

export interface StoryOptions {
  color: boolean;
  width?: number;
}

const introduction = [
  'FF-A 1.2 lets a partition be interrupted while it works on a direct request of 14 payload registers. The caller then ' +
    'resumes it with FFA_RUN, an SMC32 call, which by DEN0028 preserves x8-x17; but the answer that FFA_RUN brings has ' +
    'its payload in x4-x17. A series for Linux was posted with one rule (v7: the id of the answer decides what is written ' +
    'back) and then the other (v8: the id of the request does).',
  'Below, the same AArch64 program makes the same real SMCs on each of them. Every SMC was trapped into a model of the ' +
    "hypervisor at EL2; firmware's answers are scripted, with a pattern in every register.",
];

/** What became of the last answer's payload on one model, in words that its registers give. */
function verdict(compared: ComparedTrap, model: number): string {
  const trap = compared.traps[model];
  if (!trap) return 'never made this call';
  const lost = compared.registers.filter(({ cells }) => cells[model]?.fate === 'withheld');
  const got = compared.registers.filter(({ cells }) => cells[model]?.fate === 'reply');
  const names = (rows: typeof lost) => ranges(rows.map(({ register }) => register));
  const reply = describeReply(trap.after.x, trap.before.x);
  if (lost.length > 0) return `${trap.disposition}: ${reply}, but ${names(lost)} of the answer never arrive`;
  return `${trap.disposition}: ${reply}, ${names(got)} arrive`;
}

function conclusion(reports: RunReport[], options: Required<StoryOptions>): string[] {
  const last = compareRuns(reports).at(-1);
  if (!last) return [];
  const nameWidth = Math.max(...reports.map(({ model }) => model.length));
  return [
    createPaint(options.color).bold('What FFA_RUN brought back'),
    ...reports.map(({ model }, n) => `  ${pad(model, nameWidth)}  ${verdict(last, n)}`),
    ...(reports[0]?.notes ?? []).flatMap((note) => wrap(note, options.width, 2)),
  ];
}

function next(stub: string, options: Required<StoryOptions>): string[] {
  const tries: [string, string][] = [
    [`npx trapline run ${stub}`, 'every register of every trap, with rule and clause'],
    [`npx trapline run ${stub} --model pkvm/v6.18 --full`, 'one model, all 31 registers'],
    [`npx trapline run ${stub} --set run_path=handled`, 'change one switch of every model'],
    ['npx trapline run guest-asm/version/refusal-32-bit.S', 'a refusal that EL2 takes for consent'],
    ['npx trapline models pkvm/series-v7 pkvm/series-v8', 'the switches in which two models differ'],
  ];
  const width = Math.max(...tries.map(([command]) => command.length));
  return [
    createPaint(options.color).bold('What to try next'),
    ...tries.map(([command, what]) => `  ${pad(command, width)}  ${what}`),
  ];
}

/** The story with its comparison, its outcome and commands to go on with. Ends with a newline. */
export function renderStory(reports: RunReport[], stub: string, options: StoryOptions): string {
  const chosen = { width: 120, ...options };
  const lines = [
    ...introduction.flatMap((paragraph) => [...wrap(paragraph, chosen.width), '']),
    renderComparison(reports, chosen),
    ...conclusion(reports, chosen),
    '',
    ...next(stub, chosen),
  ];
  return `${lines.join('\n')}\n`;
}
