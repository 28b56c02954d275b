import { describe, expect, it } from 'vitest';
import type { StubSystem } from '../../../src/explore/stubs/load.ts';
import { replayLabels, replayVcpus, type StubReplay } from '../../../src/explore/stubs/replay.ts';
import { scheduleOf } from '../../../src/explore/stubs/report.ts';
import { InputError } from '../../../src/guest/source.ts';
import { explored, limits, systemOf, values } from './fixture.ts';

const version = (minor: number): string => `
//! models pkvm/mainline-2026b
//! firmware tfa-spmd+optee
.include "host.inc"
_start:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_${minor}
  smc #0
asked:
  brk #0
`;

/** Both vCPUs store to one word and load the other one. */
const storeBuffering = `
//! models none
_start:
  ldr x1, =first
  ldr x2, =second
  mov w0, #1
  str w0, [x1]
  ldr w3, [x2]
  brk #0
vcpu1:
  ldr x1, =first
  ldr x2, =second
  mov w0, #1
  str w0, [x2]
  ldr w3, [x1]
  brk #0
  .data
  .balign 8
first:
  .word 0
second:
  .word 0
`;

/** Every vCPU adds one to a word and reads it. */
const increments = (body: string): string => `
//! models none
//! expect read: w4 != 0
_start:
  ldr x1, =counter
${body}
  ldr w4, [x1]
read:
  brk #0
  .data
  .balign 64
counter:
  .word 0
`;
const plain = increments('  ldr w2, [x1]\n  add w2, w2, #1\n  str w2, [x1]');
const exclusive = increments('again:\n  ldaxr w2, [x1]\n  add w2, w2, #1\n  stlxr w3, w2, [x1]\n  cbnz w3, again');

const endOf = ({ runs }: StubReplay): string => runs.map(({ final }) => final.x.slice(0, 5).join()).join(' ');

/** Where every interleaving of two vCPUs ends. */
function endsOneByOne(system: StubSystem, order: number[] = []): string[] {
  const next = [0, 1].filter((vcpu) => {
    try {
      replayVcpus(system, limits.granularity, [...order, vcpu]);
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return false;
    }
  });
  if (next.length === 0) return [endOf(replayVcpus(system, limits.granularity, order))];
  return next.flatMap((vcpu) => endsOneByOne(system, [...order, vcpu]));
}

describe('stubs on several vCPUs', () => {
  it('make their calls in every order: two versions, two outcomes', () => {
    const { outcomes, incomplete, finalStates } = explored(systemOf([version(1), version(2)]));
    expect(incomplete).toEqual([]);
    expect(finalStates).toBe(2);
    const told = outcomes.map(({ replay }) => replay.runs.map(({ final }) => final.x[0]));
    expect(told).toEqual([
      [0x1_0001n, 0x1_0001n],
      [2n ** 64n - 1n, 0x1_0002n],
    ]);
    expect(outcomes[0]!.differs.map(([name]) => name)).toEqual(
      expect.arrayContaining(['hyp_ffa_version', 'P0:x0', 'P1:x0']),
    );
  });

  it('access memory one after another: store buffering never ends in two zeros, and has its three other ends', () => {
    const found = explored(systemOf([storeBuffering]));
    const ends = found.outcomes.map(({ replay }) => replay.runs.map(({ final }) => Number(final.x[3])).join());
    expect(ends.sort()).toEqual(['0,1', '1,0', '1,1']);
  });

  it('change at traps only where that is asked for', () => {
    expect(explored(systemOf([storeBuffering]), { granularity: 'traps' }).states).toBe(1);
  });

  it('lose an update that nobody guards, and none where exclusives guard it', () => {
    expect(values(explored(systemOf([plain])), 1, 4)).toEqual([1, 2]);
    const guarded = explored(systemOf([exclusive], 3));
    expect(guarded.incomplete).toEqual([]);
    expect(guarded.failures).toEqual([]);
    const last = guarded.outcomes.map(({ replay }) => Math.max(...replay.runs.map(({ final }) => Number(final.x[4]))));
    expect(new Set(last)).toEqual(new Set([3]));
  });

  it('come to their end although one waits for the other', () => {
    const waiting = `
//! models none
_start:
  ldr x1, =flag
  mov w0, #1
  str w0, [x1]
  brk #0
vcpu1:
  ldr x1, =flag
wait:
  ldr w0, [x1]
  cbz w0, wait
  brk #1
  .data
flag:
  .word 0
`;
    const { outcomes, incomplete, failures } = explored(systemOf([waiting]));
    expect([outcomes.length, incomplete, failures]).toEqual([1, [], []]);
  });

  it('find the same ends as every interleaving, one by one', () => {
    for (const text of [plain, storeBuffering]) {
      const system = systemOf([text]);
      const found = explored(system).outcomes.map(({ replay }) => endOf(replay));
      expect(new Set(found)).toEqual(new Set(endsOneByOne(system)));
    }
  });
});

describe('an expectation of a stub', () => {
  const expecting = `//! expect asked: x0 == 0x10001${version(1)}`;

  it('fails with the order that breaks it, which runs again', () => {
    const system = systemOf([expecting, version(2)]);
    const { failures } = explored(system);
    expect(failures).toHaveLength(1);
    const [{ vcpu, results, replay }] = failures as [(typeof failures)[0]];
    expect([vcpu, results.map(({ text }) => text)]).toEqual([0, ['expect asked: x0 == 0x10001']]);
    const again = replayLabels(system, 'accesses', scheduleOf(replay));
    expect(again.complete).toBe(true);
    expect(again.runs.map(({ final }) => final.x)).toEqual(replay.runs.map(({ final }) => final.x));
  });

  it('need be met by one of the vCPUs only, where it is about a label that not all of them come to', () => {
    const halves = `
//! models none
//! expect first: x0 == 1
//! expect second: x0 == 2
_start:
  mov x0, #1
first:
  brk #0
vcpu1:
  mov x0, #2
second:
  brk #1
`;
    expect(explored(systemOf([halves])).failures).toEqual([]);
    const missing = halves.replace('vcpu1:', 'nobody:');
    expect(explored(systemOf([missing])).failures.map(({ results }) => results.map(({ status }) => status))).toEqual([
      ['not-reached'],
    ]);
  });
});

describe('a schedule', () => {
  const system = systemOf([storeBuffering]);

  it('is refused where it is none, names somebody else or goes another way', () => {
    for (const [text, message] of [
      ['P0', 'no label'],
      ['P7:8', 'there are 2 vCPUs'],
      ['P0:99', 'P0 goes on with P0:7, the schedule says P0:99'],
      ['P0:7 P0:8 P0:9', 'P0 has stopped before step 3'],
    ] as const)
      expect(() => replayLabels(system, 'accesses', text)).toThrow(message);
  });

  it('may end early', () => {
    const { complete, events } = replayLabels(system, 'accesses', 'P0:7 P1:14');
    expect([complete, events.map(({ text }) => text)]).toEqual([false, ['str w0, [x1]', 'str w0, [x2]']]);
  });
});

describe('bounds', () => {
  it('on preemptions leave orders out, and say so', () => {
    const system = systemOf([plain]);
    const bounded = explored(system, { preemptions: 0 });
    expect(bounded.incomplete).toEqual(['vCPUs were interrupted at most 0 times']);
    expect(values(bounded, 1, 4)).toEqual([1, 2]);
    expect(bounded.outcomes.length).toBeLessThan(explored(system).outcomes.length);
    expect(explored(system, { preemptions: 9 }).incomplete).toEqual([]);
  });

  it('on states and time end the search, and say so', () => {
    const system = systemOf([exclusive], 3);
    expect(explored(system, { states: 10 }).incomplete).toEqual(['the bound of 10 states was reached']);
    expect(explored(system, { milliseconds: 0 }).incomplete).toEqual(['time ran out after 0 ms']);
  });

  it('hold a vCPU that never comes to an end by itself', () => {
    const endless = '//! models none\n_start:\n  b _start\nvcpu1:\n  brk #0\n';
    const { outcomes, failures } = explored(systemOf([endless]));
    expect(outcomes).toHaveLength(1);
    expect(failures.length).toBeGreaterThan(0);
  });
});

describe('EL2', () => {
  it('takes every vCPU with it where it crashes', () => {
    const crash = `
//! models xen/negotiation-merged
//! firmware tfa-spmd+optee
//! expect stop: el2-fault
.include "host.inc"
_start:
  negotiate FFA_VERSION_1_1
  ffa_begin FFA_MSG_SEND2
  smc #0
  brk #0
`;
    const call = version(1).replace('pkvm/mainline-2026b', 'xen/negotiation-merged');
    const { outcomes } = explored(systemOf([crash, call]));
    const stops = outcomes.map(({ replay }) => replay.runs.map(({ stop }) => stop.kind));
    expect(stops).toContainEqual(['el2-fault', 'brk']);
    expect(stops).toContainEqual(['el2-fault', 'time-limit']);
  });

  it('is Xen as well: whoever comes first lists the VM', () => {
    const call = version(1)
      .replace('pkvm/mainline-2026b', 'xen/v1.2')
      .replace('asked:', '  ffa_begin FFA_ID_GET\n  smc #0');
    const { incomplete, failures, outcomes } = explored(systemOf([call]));
    expect([incomplete, failures, outcomes.length]).toEqual([[], [], 1]);
  });
});
