/** What a stub in lockstep did otherwise on one of the engines. */

import { hex } from '../engine/hex.ts';
import type { StepDifference } from '../engine/record.ts';
import { disassemble } from '../guest/encode/index.ts';
import { divergenceNamed } from '../lockstep/divergences.ts';
import { agrees, type LockstepRun } from '../lockstep/file-run.ts';
import { count, createPaint, type Paint, pad, wrap } from './format.ts';
import { placeOf, sourceOf } from './report.ts';

export interface LockstepOptions {
  color: boolean;
  width: number;
}

/** The instruction, as the program writes it or as the word says. */
function instructionText(pc: bigint, word: number): string {
  return disassemble(word, pc) ?? `${hex(BigInt(word), 8)}, unallocated`;
}

/** `what`, then a column a side. */
function columns({ items }: StepDifference, paint: Paint): string[] {
  const rows = [{ what: '', core: 'core', unicorn: 'libunicorn' }, ...items];
  const width = (key: 'what' | 'core' | 'unicorn') => Math.max(...rows.map((row) => row[key].length));
  const [first, ...rest] = rows.map(({ what, core, unicorn }) =>
    `  ${pad(what, width('what'))}  ${pad(core, width('core'))}  ${unicorn}`.trimEnd(),
  );
  return [paint.dim(first!), ...rest];
}

/** What is known about it, and whose values the run goes on with. */
function explanation(name: string | undefined, times: number, { width }: LockstepOptions, paint: Paint): string[] {
  const known = name === undefined ? undefined : divergenceNamed(name);
  if (known === undefined) return [paint.red('  nothing explains it; both go on as libunicorn says')];
  const often = times > 1 ? `, ${times} times` : '';
  const reasons = [known.clause, known.explanation].flatMap((text) => wrap(text, width - 4));
  return [
    `  known${often}: ${known.name}; both go on as core says`,
    ...reasons.map((line) => paint.dim(`    ${line}`)),
  ];
}

function differenceLines(run: LockstepRun, difference: StepDifference, options: LockstepOptions): string[] {
  const paint = createPaint(options.color);
  const { pc, word, instruction, divergence } = difference;
  const mark = divergence === undefined ? paint.red('! ') : '';
  const times = divergence === undefined ? 1 : (run.run.lockstep?.explained[divergence] ?? 1);
  return [
    `${mark}${paint.bold(`${placeOf(run.image, pc)}:`)}  ${instructionText(pc, word)}   instruction ${instruction}`,
    ...columns(difference, paint),
    ...explanation(divergence, times, options, paint),
  ];
}

function explainedCount({ run }: LockstepRun): number {
  return Object.values(run.lockstep?.explained ?? {}).reduce((sum, times) => sum + times, 0);
}

/** How far both came, and how they ended. */
function summaryLine(result: LockstepRun, paint: Paint): string {
  const { run, model, seed, image } = result;
  const { lockstep } = run;
  const head = paint.bold(`${model}, seed ${hex(seed)}:`);
  const stop = lockstep?.stop ?? run.stop;
  const end = `${stop.detail} at ${placeOf(image, stop.pc)}`;
  if (lockstep === undefined) return agrees(result) ? `${head} ${stop.detail}` : `${head} ${paint.red(end)}`;
  const left = lockstep.unexplained - lockstep.differences.filter(({ divergence }) => divergence === undefined).length;
  return [
    `${head} ${count(lockstep.instructions, 'instruction')} and ${count(run.traps.length, 'trap')} compared: `,
    `${count(lockstep.unexplained, 'unexplained difference')}${left > 0 ? ` (${left} not shown)` : ''}, `,
    `${explainedCount(result)} explained; ${end}`,
  ].join('');
}

/** Every model's differences in two columns, and a line that counts. Ends with a newline. */
export function renderLockstep(runs: readonly LockstepRun[], options: LockstepOptions): string {
  const paint = createPaint(options.color);
  const lines = runs.flatMap((result) => [
    ...(result.run.lockstep?.differences ?? []).flatMap((one) => differenceLines(result, one, options)),
    summaryLine(result, paint),
  ]);
  return `${lines.join('\n')}\n`;
}

/** A difference with its place and, where it is known, its divergence. */
function differenceJson(run: LockstepRun, { pc, word, instruction, items, divergence }: StepDifference): object {
  const line = sourceOf(run.image, pc);
  const known = divergence === undefined ? undefined : divergenceNamed(divergence);
  return {
    instruction,
    address: `0x${hex(pc)}`,
    file: line?.file ?? null,
    line: line?.line ?? null,
    word: `0x${hex(BigInt(word), 8)}`,
    text: disassemble(word, pc) ?? null,
    items,
    divergence: known === undefined ? null : { name: known.name, clause: known.clause, explanation: known.explanation },
  };
}

/** The same for programs. Ends with a newline. */
export function renderLockstepJson(runs: readonly LockstepRun[], file: string): string {
  const results = runs.map((result) => {
    const { run, model, seed, image } = result;
    const stop = run.lockstep?.stop ?? run.stop;
    return {
      model,
      seed: `0x${hex(seed)}`,
      agrees: agrees(result),
      instructions: run.instructions,
      traps: run.traps.length,
      unexplained: run.lockstep?.unexplained ?? null,
      explained: run.lockstep?.explained ?? {},
      differences: (run.lockstep?.differences ?? []).map((one) => differenceJson(result, one)),
      stop: { kind: stop.kind, address: `0x${hex(stop.pc)}`, place: placeOf(image, stop.pc), detail: stop.detail },
    };
  });
  return `${JSON.stringify({ file, runs: results }, undefined, 2)}\n`;
}
