import { describe, expect, it } from 'vitest';
import type { RunRecord, Writer } from '../../src/engine/record.ts';
import type { RunPlan } from '../../src/guest/stub/plan.ts';
import {
  AFTER,
  allAsExpected,
  arrival,
  CALL,
  check,
  DONE,
  differencesOf,
  run,
  smc,
  statusesOf,
  trap,
  withX,
} from './expect-fixture.ts';

const ALL = 0xffffffffffffffffn;

/** One trap that writes `changes` to x, then an arrival at `after` with the same registers. */
function oneTrap(changes: Record<number, bigint>, more: Parameters<typeof trap>[1] = {}) {
  return (planned: RunPlan): RunRecord => {
    const after = withX(planned.initial, changes);
    return run(after, {
      traps: [trap(planned.initial, { after, ...more })],
      arrivals: [arrival(after, { state: more.state ?? {} })],
    });
  };
}

describe('expectations at a label', () => {
  it('passes where every register of the range is as it was before the trap', () => {
    const results = check(
      ['expect after: x8..x30 == before, sp == before, nzcv == before, v0..v31 == before'],
      oneTrap({ 0: 1n }),
    );
    expect(results.map(({ status, checked }) => [status, checked])).toEqual([
      ['pass', 1],
      ['pass', 1],
    ]);
    expect(allAsExpected(results)).toBe(true);
  });

  it('names each register of a range that differs, with expected and found value and the changed bits', () => {
    const [result] = check(['expect after: x8..x17 == before, x0 == 0'], (planned) => {
      const flipped = { 0: 0n, 9: planned.initial.x[9]! ^ 1n, 17: planned.initial.x[17]! ^ (1n << 63n) };
      return oneTrap(flipped)(planned);
    });
    expect(result!.status).toBe('fail');
    expect(result!.position).toEqual({ file: 'test.S', line: 1, column: 12 });
    expect(result!.text).toBe('expect after: x8..x17 == before, x0 == 0');
    expect(result!.differences).toHaveLength(2);
    expect(result!.differences[0]).toMatchObject({
      condition: 'x8..x17 == before',
      position: { file: 'test.S', line: 1, column: 19 },
      where: 'arrival 1',
      what: 'x9',
      comparison: '==',
      changed: 1n,
      width: 64,
    });
    expect(result!.differences[1]).toMatchObject({ what: 'x17', changed: 1n << 63n });
    const { expected, found } = result!.differences[0]!;
    expect((expected as bigint) ^ (found as bigint)).toBe(1n);
  });

  it('w registers compare the low 32 bits, x registers all 64', () => {
    const stub = ['expect after: w2 == -1', 'expect after: x2 == -1', 'expect after: x2 == 0xffffffff'];
    expect(statusesOf(check(stub, oneTrap({ 2: ALL })))).toEqual(['pass', 'pass', 'fail']);
    expect(statusesOf(check(stub, oneTrap({ 2: 0xffffffffn })))).toEqual(['pass', 'fail', 'pass']);
    expect(statusesOf(check(stub, oneTrap({ 2: 0xdead_ffffffffn })))).toEqual(['pass', 'fail', 'fail']);
  });

  it('status codes and function ids go by their names', () => {
    const stub = ['expect after: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS, x2 == FFA_INVALID_PARAMETERS'];
    expect(differencesOf(check(stub, oneTrap({ 0: 0x84000060n, 2: 0xfffffffen })))).toEqual([
      'arrival 1 x2 == 0xfffffffffffffffe: 0xfffffffe',
    ]);
  });

  it('a mask leaves the other bits out of comparison and report', () => {
    const stub = ['expect after: x5 & 0xff == 3', 'expect after: x5 & 0xf00 != 0', 'expect after: x5 & 0xff == 4'];
    const results = check(stub, oneTrap({ 5: 0x7003n }));
    expect(statusesOf(results)).toEqual(['pass', 'fail', 'fail']);
    expect(results[2]!.differences[0]).toMatchObject({ expected: 4n, found: 3n, changed: 7n });
  });

  it('!= wants every register of a range to differ', () => {
    const results = check(['expect after: x4..x6 != before'], (planned) => oneTrap({ 4: 0n, 6: 0n })(planned));
    expect(results[0]!.differences.map(({ what, comparison, changed }) => [what, comparison, changed])).toEqual([
      ['x5', '!=', 0n],
    ]);
  });

  it('initial means the first instruction, before the last trap', () => {
    const results = check(['expect after: x19 == initial', 'expect after: x19 == before'], (planned) => {
      const moved = withX(planned.initial, { 19: 5n });
      return run(moved, { traps: [trap(moved)], arrivals: [arrival(moved)] });
    });
    expect(statusesOf(results)).toEqual(['fail', 'pass']);
  });

  it('registers compare with other registers of the same moment or of another, one by one or all with one', () => {
    const stub = [
      'expect after: x4..x5 == x6..x7',
      'expect after: x4..x5 == x6',
      'expect after: x4 == before.x1',
      'expect after: w6 == x6',
      'expect after: x6 == w6',
    ];
    const results = check(stub, (planned) => {
      const high = 1n << 40n;
      return oneTrap({ 4: planned.initial.x[1]!, 5: 2n, 6: high | 2n, 7: 2n })(planned);
    });
    expect(statusesOf(results)).toEqual(['fail', 'fail', 'pass', 'pass', 'fail']);
  });

  it('the stack pointer, the flags, PC and vectors are read from where they live', () => {
    const stub = [
      'expect after: sp == 0x800f0000, pc == after, nzcv == 0b0110, v3 == 7, sp_el0 != 0, pstate & 0xf == 5, fpcr == 1',
    ];
    const results = check(stub, (planned) => {
      const v = planned.initial.v.map((value, number) => (number === 3 ? 7n : value));
      const registers = { ...planned.initial, pc: AFTER, pstate: 0x600003c5n, v, fpcr: 1n };
      return run(registers, { arrivals: [arrival(registers, { traps: 0 })] });
    });
    expect(differencesOf(results)).toEqual([]);
    const wrong = check(['el 0', 'expect after: sp == sp_el0, sp != sp_el1, v3 == 7'], (planned) =>
      run(planned.initial, { arrivals: [arrival(planned.initial)] }),
    );
    expect(wrong[0]!.differences).toMatchObject([{ what: 'v3', width: 128 }]);
  });

  it('without a trap before the label, what depends on one fails and says so', () => {
    const stub = [
      'expect after: x1 == before',
      'expect after: x1 == reply',
      'expect after: x1 undefined',
      'expect after: x1 == initial',
    ];
    const results = check(stub, (planned) =>
      run(planned.initial, { arrivals: [arrival(planned.initial, { traps: 0 })] }),
    );
    expect(statusesOf(results)).toEqual(['fail', 'fail', 'fail', 'pass']);
    for (const difference of differencesOf(results)) expect(difference).toContain('no trap was taken before');
  });

  it('every arrival is checked, and the report says which one differs', () => {
    const results = check(['expect after: x1 == 1', 'expect after#2: x1 == 1', 'expect after#3: x1 == 1'], (planned) =>
      run(planned.initial, {
        arrivals: [1n, 2n].map((x1) => arrival(withX(planned.initial, { 1: x1 }), { traps: 0 })),
      }),
    );
    expect(statusesOf(results)).toEqual(['fail', 'fail', 'not-reached']);
    expect(results[0]).toMatchObject({ checked: 2, differences: [{ where: 'arrival 2' }] });
    expect(results[1]!.differences).toMatchObject([{ where: 'arrival 2' }]);
    expect(results[2]!.detail).toBe('the program did not come to after more than 2 times');
    expect(allAsExpected([results[2]!])).toBe(false);
  });

  it('a label in a long loop gives up after enough differences and says so', () => {
    const results = check(['expect after: x1..x9 == 1'], (planned) =>
      run(planned.initial, { arrivals: Array.from({ length: 500 }, () => arrival(planned.initial, { traps: 0 })) }),
    );
    expect(results[0]).toMatchObject({
      status: 'fail',
      checked: 112,
      detail: '112 of 500 were checked, then there were 1008 differences',
    });
  });

  it('a label that the program never comes to is not reached', () => {
    const results = check(['expect after: x1 == 1', 'expect state done: a == 1'], (planned) => run(planned.initial));
    expect(results.slice(0, 2)).toMatchObject([
      { status: 'not-reached', checked: 0, detail: 'the program did not come to after' },
      { status: 'not-reached', detail: 'the program did not come to done' },
    ]);
  });

  it('an expectation for other models is skipped, whatever the run did', () => {
    const results = check(['expect after [none]: x1 == 1', 'expect stop [none]: wfi'], (planned) =>
      run(planned.initial),
    );
    expect(results.map(({ status, position }) => [status, position?.line])).toEqual([
      ['skipped', 1],
      ['skipped', 2],
      ['pass', undefined],
    ]);
  });
});

describe('expectations about replies', () => {
  const canaries = Array.from({ length: 18 }, (_, number) => 0xc0de000000000000n + BigInt(number));

  it('reply is the last scripted answer of the last trap, whatever the firmware said after it', () => {
    const stub = ['reply -> 1', 'expect after: x8..x17 == reply, x5 == reply.x4', 'expect after: x1 != reply'];
    const smcs = [smc([1n], canaries, 0), smc([2n], [0n])];
    const results = check(stub, oneTrap(Object.fromEntries([...canaries.entries(), [5, canaries[4]!]]), { smcs }));
    expect(statusesOf(results)).toEqual(['pass', 'fail']);
  });

  it('reply is the last answer of the firmware where none is scripted', () => {
    const smcs = [smc([1n], canaries), smc([2n], [9n])];
    expect(statusesOf(check(['expect after: x0 == reply'], oneTrap({ 0: 9n }, { smcs })))).toEqual(['pass']);
  });

  it('a trap without an SMC has no reply', () => {
    expect(differencesOf(check(['expect after: x0 == reply'], oneTrap({})))).toEqual([
      'arrival 1 x0 == a value to compare: the trap issued no SMC, so there is no reply',
    ]);
  });

  it('a named reply is found by its name, also in an earlier trap and during boot', () => {
    const stub = ['reply a: -> 1', 'reply b: -> 2', 'expect after: x0 == a, w1 == b.x0', 'expect after: x0 == b.w0'];
    const results = check(stub, (planned) => {
      const registers = withX(planned.initial, { 0: 7n, 1: 8n });
      const traps = [trap(registers, { smcs: [smc([1n], [7n], 0)] }), trap(registers, { index: 1 })];
      const boot = { result: 0, smcs: [smc([1n], [0xdead00000008n], 1)], state: {} };
      return run(registers, { boot, traps, arrivals: [arrival(registers, { traps: 2 })] });
    });
    expect(statusesOf(results)).toEqual(['pass', 'fail']);
    expect(differencesOf(results)).toEqual(['arrival 1 x0 == 0x8: 0x7']);
  });

  it('a named reply that came only after the arrival, or never, or on other models fails', () => {
    const stub = ['reply a: -> 1', 'reply b: [none] -> 2', 'expect after: x0 == a', 'expect after: x0 == b'];
    const results = check(stub, (planned) =>
      run(planned.initial, {
        traps: [trap(planned.initial), trap(planned.initial, { index: 1, smcs: [smc([1n], [7n], 0)] })],
        arrivals: [arrival(planned.initial)],
      }),
    );
    expect(differencesOf(results)).toEqual([
      'arrival 1 x0 == a value to compare: reply a was not used',
      'arrival 1 x0 == a value to compare: reply b is not scripted for pkvm/v6.18',
    ]);
  });

  it('undefined wants the trap to have left what the stack of EL2 held', () => {
    const writers = Array.from(
      { length: 31 },
      (_, number): Writer => (number < 3 ? 'undefined' : number === 3 ? 'el3' : 'caller'),
    );
    const stub = ['expect after: x0..x2 undefined', 'expect after: x2..x4 undefined'];
    expect(differencesOf(check(stub, oneTrap({}, { writers })))).toEqual([
      'arrival 1 x3 == undefined: written by el3',
      'arrival 1 x4 == undefined: written by nobody but the caller',
    ]);
    const moved = check(['expect after: x0 undefined'], (planned) =>
      run(planned.initial, {
        traps: [trap(planned.initial, { writers })],
        arrivals: [arrival(withX(planned.initial, { 0: 0n }))],
      }),
    );
    expect(differencesOf(moved)).toEqual(['arrival 1 x0 == undefined: written by the program since the trap']);
  });
});

describe('expectations about traps', () => {
  it('compares disposition, numbers of the exception record and the registers after the trap', () => {
    const stub = [
      'expect trap call: handled, smcs == 1, warnings == 0, immediate == 0, instruction == 0xd4000003, source_el == 1',
      'expect trap call: target_el == 2, esr == 0x5e000000, elr == call, spsr & 0xf == 5, vector == 0x400',
      'expect trap call: entry_pstate == 0x3c9, return_address == after, x0 == 5, x1 == before, x8 == reply',
    ];
    const smcs = [smc([1n], [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 8n])];
    const results = check(stub, oneTrap({ 0: 5n, 8: 8n }, { smcs }));
    expect(differencesOf(results)).toEqual([]);
    expect(statusesOf(results)).toEqual(['pass', 'pass', 'pass']);
  });

  it('says what it found instead', () => {
    const stub = ['expect trap call: forwarded, smcs == 2, esr != 0x5e000000'];
    expect(differencesOf(check(stub, oneTrap({})))).toEqual([
      'trap 0 EL2 == forwarded: handled',
      'trap 0 smcs == 0x2: 0x0',
      'trap 0 esr != 0x5e000000: 0x5e000000',
    ]);
  });

  it('only traps at the label count, each of them or the one that is meant', () => {
    const stub = [
      'expect trap call: smcs == 0',
      'expect trap call#2: smcs == 1',
      'expect trap hyper: handled',
      'expect trap call#3: handled',
    ];
    const results = check(stub, (planned) => {
      const other = trap(planned.initial, { index: 1, address: DONE, smcCount: 9 });
      return run(planned.initial, {
        traps: [trap(planned.initial), other, trap(planned.initial, { index: 2, smcCount: 1 })],
      });
    });
    expect(results.slice(0, 4)).toMatchObject([
      { status: 'fail', checked: 2, differences: [{ where: 'trap 2' }] },
      { status: 'pass', checked: 1 },
      { status: 'not-reached', detail: 'no trap was taken at hyper' },
      { status: 'not-reached', detail: 'no trap was taken at call more than 2 times' },
    ]);
    expect(CALL).toBe(AFTER - 4n);
  });
});

describe('expectations about the model and the stop', () => {
  const state = { hyp_ffa_version: 0x10002n, negotiated: 0n };

  it('variables are those at the arrival', () => {
    const stub = [
      'expect state after: hyp_ffa_version == 0x10002, negotiated == 1',
      'expect state after: host_tx == 0',
    ];
    expect(differencesOf(check(stub, oneTrap({}, { state })))).toEqual([
      'arrival 1 negotiated == 0x1: 0x0',
      'arrival 1 host_tx == a variable of the model: no such variable; there are: hyp_ffa_version, negotiated',
    ]);
  });

  it('boot has its own variables and a result that may be a negative errno', () => {
    const boot = { result: -95, smcs: [], state };
    const stub = ['expect boot: result == -95, hyp_ffa_version & 0xffff == 2', 'expect boot: result == 0'];
    const results = check(stub, (planned) => run(planned.initial, { boot }));
    expect(statusesOf(results)).toEqual(['pass', 'fail']);
    expect(results[1]!.differences).toMatchObject([{ where: 'boot', what: 'result', found: 0xffffffffffffffa1n }]);
  });

  it('a run stops at brk #0 unless the stub says otherwise', () => {
    const stopped = (kind: 'brk' | 'wfi' | 'el2-fault', immediate?: number) => (planned: RunPlan) => {
      const stop = { kind, pc: DONE, detail: 'what happened' };
      return run(planned.initial, { stop: immediate === undefined ? stop : { ...stop, immediate } });
    };
    expect(check([], stopped('brk', 0))).toMatchObject([
      { status: 'pass', text: 'expect stop: brk #0', position: undefined },
    ]);
    expect(differencesOf(check([], stopped('brk', 1)))).toEqual(['run stop == brk #0: brk #1: what happened']);
    expect(differencesOf(check([], stopped('wfi')))).toEqual(['run stop == brk #0: wfi: what happened']);
    expect(statusesOf(check(['expect stop: el2-fault'], stopped('el2-fault')))).toEqual(['pass']);
    expect(statusesOf(check(['expect stop: brk'], stopped('brk', 7)))).toEqual(['pass']);
    expect(statusesOf(check(['expect stop: brk #7 at done'], stopped('brk', 7)))).toEqual(['pass']);
    expect(differencesOf(check(['expect stop: brk at after'], stopped('brk', 7)))).toEqual([
      'run pc == 0x80000008: 0x80000010',
    ]);
    expect(check(['expect stop: wfi'], stopped('wfi'))).toHaveLength(1);
  });
});
