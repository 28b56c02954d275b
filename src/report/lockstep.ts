/** What a lockstep campaign found, for people. */
import { unicornVersion } from '../engine/unicorn/library.ts';
import { disassemble } from '../guest/encode/index.ts';
import type { CampaignResult } from '../lockstep/campaign.ts';
import { count } from './format.ts';

/** Differences past this many say nothing new. */
const MOST_SHOWN = 20;

function differenceLines({ unexplained }: CampaignResult): string[] {
  const lines = unexplained
    .slice(0, MOST_SHOWN)
    .flatMap(({ pc, word, what, core, unicorn }) => [
      `! ${word.toString(16).padStart(8, '0')}  ${disassemble(word, BigInt(pc)) ?? 'unallocated'}   ${what}`,
      `    core       ${core}`,
      `    libunicorn ${unicorn}`,
    ]);
  const rest = unexplained.length - MOST_SHOWN;
  return rest > 0 ? [...lines, `  … and ${rest} more`] : lines;
}

function explainedLines({ explained }: CampaignResult): string[] {
  if (explained.size === 0) return [];
  return [
    'known divergences of libunicorn',
    ...[...explained].flatMap(([{ name, explanation, clause }, times]) => [
      `  ${String(times).padStart(7)}  ${name}   ${clause}`,
      `           ${explanation}`,
    ]),
  ];
}

/** Groups in the order of the alphabet, with how many instructions of each were executed. */
function coverageLines({ coverage }: CampaignResult): string[] {
  const groups = [...coverage].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    'instructions by encoding group',
    ...groups.map(([name, times]) => `  ${String(times).padStart(9)}  ${name}`),
  ];
}

/** Coverage, known divergences, what nothing explains, and one line that counts. Ends with a newline. */
export function renderCampaign(result: CampaignResult, seed: number): string {
  const known = [...result.explained.values()].reduce((sum, times) => sum + times, 0);
  const lines = [
    ...coverageLines(result),
    '',
    ...explainedLines(result),
    ...differenceLines(result),
    '',
    ...(result.memoryEqual ? [] : ['! memory differs in the end where neither side is known to have written']),
    `${count(result.instructions, 'instruction')} in lockstep, seed ${seed}, ${count(result.coverage.size, 'group')}: ` +
      `${count(result.unexplained.length, 'unexplained difference')}, ${known} explained`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs. Ends with a newline. */
export function renderCampaignJson(result: CampaignResult, seed: number): string {
  const word = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
  const report = {
    seed,
    libunicorn: unicornVersion(),
    instructions: result.instructions,
    memory_equal: result.memoryEqual,
    unexplained: result.unexplained.map(({ pc, word: code, ...rest }) => ({
      ...rest,
      address: word(pc),
      word: word(code),
      text: disassemble(code, BigInt(pc)) ?? null,
    })),
    explained: Object.fromEntries([...result.explained].map(([{ name }, times]) => [name, times])),
    coverage: Object.fromEntries([...result.coverage].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
