import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import { CoreEngine } from '../../src/engine/core.ts';
import type { Job } from '../../src/engine/engine.ts';
import { runJob } from '../../src/engine/job.ts';
import { Machine } from '../../src/engine/machine.ts';
import { planRun } from '../../src/guest/stub/plan.ts';
import { cellsOf, targetText } from '../../src/run/batch/cells.ts';
import { chooseModels } from '../../src/run/choose.ts';
import { defaultScenarioOptions, loadImage, makeJob, readSpec } from '../../src/run/prepare.ts';

/** Stubs that leave much behind: shared pages, buffers, partitions that wait, VMs. */
const stubs = [
  'guest-asm/share/fragments.S',
  'guest-asm/firmware/stale-registers.S',
  'guest-asm/preserve/answer-kinds.S',
  'guest-asm/xen/interrupted-request2.S',
];

/** Every stub on models and firmware of all kinds, in an order that mixes them. */
function jobs(): Job[] {
  const all = stubs.flatMap((file) => {
    const spec = readSpec(file);
    const image = loadImage(file, spec, defaultScenarioOptions);
    const cells = cellsOf(spec, { models: ['all'], firmware: ['all'], profiles: [] });
    return cells.map((cell, index) => {
      const chosen = chooseModels(spec, [targetText(cell)], [])[0]!;
      const job = makeJob(image, chosen, planRun(spec, image, chosen.choice, 1n), spec.limits, 'core');
      return { job, index };
    });
  });
  return all
    .filter(({ index }) => index % 5 === 0)
    .sort((a, b) => a.index - b.index)
    .map(({ job }) => job);
}

/** The same on a machine that nobody had before. */
function onNewMachine(job: Job) {
  const machine = new Machine(job.machine);
  const boot = machine.boot();
  return boot.result === 0 ? { boot, ...new CoreEngine().run(machine, job.program) } : { boot };
}

describe('a machine that had other jobs before', () => {
  it('does every job as a new one does: registers, SMCs, state, stops', () => {
    const list = jobs();
    expect(list.length).toBeGreaterThan(100);
    for (const job of list) expect(runJob(job)).toMatchObject(onNewMachine(job));
  });

  it.each([
    ['the machine knows what was written', true],
    ['anybody may have written', false],
  ])('has RAM that is all zero again where %s', (_, tracked) => {
    const [job] = jobs();
    const machine = new Machine(job!.machine);
    machine.renew(job!.machine, false);
    machine.boot();
    new CoreEngine().run(machine, job!.program);
    expect(machine.bytes[layout.RAM_START]).not.toBe(0);
    machine.beforeTrap = () => ({});
    machine.renew(job!.machine, tracked);
    const ram = machine.bytes.subarray(layout.RAM_START, layout.RAM_START + layout.RAM_SIZE);
    expect(ram.every((byte) => byte === 0)).toBe(true);
    expect(machine.beforeTrap).toBeUndefined();
  });
});
