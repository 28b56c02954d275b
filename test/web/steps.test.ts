import { describe, expect, it } from 'vitest';
import type { PartitionCall } from '../../src/engine/record.ts';
import { Meanings, runView } from '../../src/report/html/build.ts';
import { bitsOf, digits } from '../../src/web/bits.ts';
import { lanesOf, returnStep, type Step, stepsOf } from '../../src/web/steps.ts';
import { registers, smc, trap } from '../support/records.ts';
import { featuresTrap, report, runTrap } from '../support/reports.ts';

const view = (traps: Parameters<typeof report>[0]) =>
  runView(report(traps), { status: 'pass', own: true, meanings: new Meanings(), sections: () => [] });
const shape = ({ kind, from, to, trap: index }: Step) => `${kind} ${from}→${to} ${index ?? 'boot'}`;

describe('the steps of a run', () => {
  it('are the boot’s SMCs, then for each trap the call, what EL2 asks EL3, and the return', () => {
    expect(stepsOf(view([featuresTrap(), runTrap(18)])).map(shape)).toEqual([
      'boot-smc el2→el3 boot',
      'boot-reply el3→el2 boot',
      'call guest→el2 0',
      'return el2→guest 0',
      'call guest→el2 1',
      'smc el2→el3 1',
      'smc-reply el3→el2 1',
      'return el2→guest 1',
    ]);
  });

  it('go from guest to EL3 at once where there is no EL2 in between', () => {
    const past = trap(0x84000063, 3n, { disposition: 'untrapped', smcs: [smc(registers(1), registers(2))] });
    expect(
      stepsOf(view([past]))
        .slice(2)
        .map(shape),
    ).toEqual(['call guest→el3 0', 'return el3→guest 0']);
  });

  it('say of every register who wrote it: the trap’s own record where it returns', () => {
    const steps = stepsOf(view([featuresTrap(), runTrap(18)]));
    expect(steps[3]!.writers).toBe(`${'e'.repeat(18)}${'c'.repeat(13)}`);
    expect(steps[7]!.writers).toBe(`${'f'.repeat(18)}${'c'.repeat(13)}`);
  });

  it('say of a call what the guest has written since the last return, and of the first all', () => {
    const steps = stepsOf(view([featuresTrap(), runTrap(18)]));
    expect(steps[2]!.writers).toBe('g'.repeat(31));
    expect(steps[2]!.before.every((value) => value === undefined)).toBe(true);
    // Between the two traps the guest set x0 to x17 again; x18 to x30 are as they were.
    expect(steps[4]!.writers).toBe(`${'g'.repeat(18)}${'c'.repeat(13)}`);
  });

  it('tell of an SMC what EL2 changed of what the caller passed, and of its reply what EL3 did', () => {
    const record = featuresTrap();
    const asked = [...record.before.x.slice(0, 8), ...Array<bigint>(10).fill(0n)];
    asked[1] = 0x1234n;
    const told = [0x84000061n, ...asked.slice(1)];
    record.smcs = [smc(asked, told, { registers: 8, undefinedInput: 0b100, undefinedOutput: 0b1000 })];
    const [, , , ask, answer] = stepsOf(view([record]));
    expect(ask!.after).toHaveLength(8);
    expect(ask!.writers).toBe('ceuccccc');
    expect(answer!.writers).toBe(`fccu${'c'.repeat(14)}`);
  });

  it('show partitions between the SMC and its reply, what returned to one before what it asks next', () => {
    const call = (index: number, partition: number, made: number, returned: number | undefined): PartitionCall => ({
      index,
      partition,
      before: registers(0x84000000 + index),
      after: returned === undefined ? undefined : registers(0x84000100 + index),
      step: undefined,
      state: 0,
      made,
      returned,
    });
    const record = runTrap(18);
    // 8001 waited since the boot, is woken, asks 8002, which waited as well and answers; then 8001 answers and waits.
    record.partitionCalls = [
      call(0, 0x8001, -1, 0),
      call(1, 0x8002, -1, 0),
      call(2, 0x8001, 0, 0),
      call(3, 0x8002, 0, undefined),
      call(4, 0x8001, 0, undefined),
    ];
    const steps = stepsOf(view([record])).slice(2);
    expect(steps.map(({ kind, from, to, after }) => `${kind} ${from}→${to} ${after[0]}`)).toEqual([
      `call guest→el2 ${record.before.x[0]!.toString(16)}`,
      `smc el2→el3 ${record.smcs[0]!.input[0]!.toString(16)}`,
      'partition-return el3→partition 8001 84000100',
      'partition-call partition 8001→el3 84000002',
      'partition-return el3→partition 8002 84000101',
      'partition-call partition 8002→el3 84000003',
      'partition-return el3→partition 8001 84000102',
      'partition-call partition 8001→el3 84000004',
      `smc-reply el3→el2 ${record.smcs[0]!.output[0]!.toString(16)}`,
      `return el2→guest ${record.after.x[0]!.toString(16)}`,
    ]);
    expect(lanesOf(steps)).toEqual(['guest', 'el2', 'el3', 'partition 8001', 'partition 8002']);
  });

  it('have the return of a trap at a step that links can name', () => {
    const steps = stepsOf(view([featuresTrap(), runTrap(18)]));
    expect([returnStep(steps, 0), returnStep(steps, 1), returnStep(steps, 2)]).toEqual([3, 7, -1]);
  });
});

describe('the bits of a register', () => {
  it('are 64, bit 63 first, each with whether it is set and whether it changed', () => {
    const bits = bitsOf('8000000000000001', 'c000000000000000');
    expect(bits).toHaveLength(64);
    expect(bits.slice(0, 2)).toEqual([
      { number: 63, set: true, changed: false },
      { number: 62, set: true, changed: true },
    ]);
    expect(bits.at(-1)).toEqual({ number: 0, set: false, changed: true });
    expect(bits.filter(({ changed }) => changed)).toHaveLength(2);
  });

  it('have not changed where nobody knows what they were', () => {
    expect(bitsOf(undefined, 'ffffffffffffffff').some(({ changed }) => changed)).toBe(false);
  });

  it('are 16 digits when written', () => {
    expect([digits('0'), digits('c000000000000000')]).toEqual(['0000000000000000', 'c000000000000000']);
  });
});
