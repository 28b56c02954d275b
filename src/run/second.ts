/** Every run is made twice, with different register patterns, so that nothing counts as preserved by luck. */
import type { RunRecord, StopKind } from '../engine/record.ts';
import type { Image } from '../guest/image.ts';
import { planRun, type RunPlan } from '../guest/stub/plan.ts';
import { RandomStream } from '../guest/stub/random.ts';
import type { StubSpec } from '../guest/stub.ts';

/** The second run's plan and record. */
export interface Repetition {
  plan: RunPlan;
  run: RunRecord;
}

/** The plan with other patterns: the seed of the second is drawn from the first, so that a report can name one alone. */
export function secondPlan(spec: StubSpec, image: Image, first: RunPlan): RunPlan {
  const plan = planRun(spec, image, first.model, new RandomStream(~first.seed).next());
  return { ...plan, watch: [] };
}

/** Stops that say nothing about registers, or that took long to come to. */
const pointless: readonly StopKind[] = ['boot-failed', 'engine-failure', 'time-limit', 'instruction-limit'];

/** Whether a second run would tell anything: traps were taken, and the first came to an end. */
export function isWorthRepeating({ traps, stop }: RunRecord): boolean {
  return traps.length > 0 && !pointless.includes(stop.kind);
}
