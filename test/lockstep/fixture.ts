import type { Job } from '../../src/engine/engine.ts';
import { Machine } from '../../src/engine/machine.ts';
import { assembleText } from '../../src/guest/assemble.ts';
import { type CoreSide, type PairOutcome, runPair } from '../../src/lockstep/pair.ts';
import { type Guest, START } from '../engine/guest.ts';
import { job } from '../engine/jobs.ts';

/** A job for a program in text. */
export function textJob(text: string, guest: Guest = {}, model = 'pkvm/v6.18'): Job {
  const base = job([], guest, model);
  const { segments } = assembleText(text, 'test.S', { base: START });
  return { ...base, engine: 'lockstep', program: { ...base.program, segments } };
}

/** Runs it in lockstep; `disturb` may stand between the interpreter and who compares, `other` is its model of EL2. */
export function runText(
  text: string,
  disturb: (core: Machine, program: Job['program']) => CoreSide | undefined = () => undefined,
  other = 'pkvm/v6.18',
): PairOutcome {
  const { program, machine } = textJob(text);
  const [core, unicorn] = [textJob(text, {}, other).machine, machine].map((options) => new Machine(options));
  for (const one of [core!, unicorn!]) one.boot();
  const side = disturb(core!, program);
  return runPair(core!, unicorn!, program, side && { side });
}
