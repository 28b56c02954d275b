import { expect, it } from 'vitest';
import { runJob } from '../../src/engine/job.ts';
import { packageFile } from '../../src/run/package.ts';
import { defaultScenarioOptions, makeJob, prepare } from '../../src/run/prepare.ts';
import { listStubs } from '../guest-asm/run-stubs.ts';
import { describeWith } from '../support/needs.ts';

/** Every run of a stub that did something otherwise on the interpreter than on libunicorn. */
function differing(file: string): object[] {
  const { spec, image, models, plans } = prepare(packageFile(file), { ...defaultScenarioOptions, engine: 'lockstep' });
  return plans.flatMap((plan, n) => {
    const { lockstep, stop } = runJob(makeJob(image, models[n]!, plan, spec.limits, 'lockstep'));
    if (stop.kind === 'boot-failed' || lockstep?.differences.length === 0) return [];
    return [{ file, model: plan.model.text, stop, lockstep }];
  });
}

describeWith('libunicorn', 'a stub of guest-asm in lockstep', () => {
  it.each(listStubs())(
    '%s leaves the same registers, memory and EL2 after every instruction, on all its models',
    (file) => {
      expect(differing(file)).toEqual([]);
    },
  );
});
