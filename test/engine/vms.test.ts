import { describe, expect, it } from 'vitest';
import type { EngineChoice } from '../../src/engine/engine.ts';
import { runJob } from '../../src/engine/job.ts';
import type { RunRecord } from '../../src/engine/record.ts';
import { unicornAvailable } from '../../src/engine/unicorn.ts';
import { packageFile } from '../../src/run/package.ts';
import { defaultScenarioOptions, makeJob, prepare } from '../../src/run/prepare.ts';

function run(stub: string, engine: EngineChoice, model: string, probe = false): RunRecord {
  const options = { ...defaultScenarioOptions, models: [model], seed: 3n };
  const { image, models, plans, spec } = prepare(packageFile(`guest-asm/xen/${stub}.S`), options);
  return runJob({ ...makeJob(image, models[0]!, plans[0]!, spec.limits, engine), probe });
}

const callers = (record: RunRecord) => record.traps.map(({ vm }) => vm);
const engines = (unicornAvailable() ? ['core', 'unicorn', 'lockstep'] : ['core']) as EngineChoice[];

describe('several VMs behind Xen', () => {
  it.each(engines)('make the calls that the stub gives them, on %s', (engine) => {
    const record = run('version-of-each', engine, 'xen/v1.2');
    expect(record.stop.kind).toBe('brk');
    expect(callers(record)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('each have the state of their own VM in the record', () => {
    const { traps } = run('version-of-each', 'core', 'xen/v1.2');
    expect(traps.map(({ state }) => state.guest_vers_tmp)).toEqual(
      [1, 2, 1, 2, 1, 2].map((vm) => (vm === 1 ? 0x10000n : 0x10002n)),
    );
  });

  it('come out the same when every call is tried with other upper halves first', () => {
    const [probed, plain] = [true, false].map((probe) => run('destroyed', 'core', 'xen/v1.2+vm_to_vm=on', probe));
    expect(callers(probed!)).toEqual(callers(plain!));
    expect(probed!.traps.map(({ state }) => state)).toEqual(plain!.traps.map(({ state }) => state));
    expect(probed!.traps.map(({ after }) => after.x)).toEqual(plain!.traps.map(({ after }) => after.x));
  });

  it('are one host behind pKVM', () => {
    expect(callers(run('version-of-each', 'core', 'pkvm/v6.18'))).toEqual(Array(6).fill(undefined));
  });
});
