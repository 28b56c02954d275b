import { describe, expect, it } from 'vitest';
import * as state from '../../assembly/ffa/runtime.ts';
import { errorOf, Platform, V1_2 } from './fixture.ts';

/** What becomes of a call: an error, or the state in which it leaves the partition; `goes on` where it returns at once. */
type Outcome = 'DENIED' | 'NOT_SUPPORTED' | 'waiting' | 'blocked' | 'aborted' | 'goes on';

const models = ['RTM_FFA_RUN', 'RTM_DIR_REQ', 'RTM_SEC_INTERRUPT', 'RTM_SP_INIT'] as const;

/** Calls of a partition that runs, by why it runs (DEN0077A 1.2, 8.2 to 8.5, as Hafnium reads them). */
const matrix: [string, Outcome, Outcome, Outcome, Outcome][] = [
  ['REQ32 0x8003', 'blocked', 'blocked', 'blocked', 'blocked'],
  ['REQ64 0x8003', 'blocked', 'blocked', 'blocked', 'blocked'],
  ['REQ2 0x8003', 'blocked', 'blocked', 'blocked', 'blocked'],
  ['run 0x8003', 'DENIED', 'DENIED', 'DENIED', 'DENIED'],
  ['run 0x8004', 'blocked', 'blocked', 'DENIED', 'DENIED'],
  ['run 0x8005', 'blocked', 'blocked', 'blocked', 'DENIED'],
  ['RESP32', 'DENIED', 'waiting', 'DENIED', 'DENIED'],
  ['RESP64', 'DENIED', 'waiting', 'DENIED', 'DENIED'],
  ['RESP2', 'DENIED', 'DENIED', 'DENIED', 'DENIED'],
  ['wait', 'waiting', 'DENIED', 'waiting', 'waiting'],
  ['yield', 'blocked', 'blocked', 'goes on', 'DENIED'],
  ['error -8', 'NOT_SUPPORTED', 'NOT_SUPPORTED', 'NOT_SUPPORTED', 'aborted'],
  ['abort', 'NOT_SUPPORTED', 'NOT_SUPPORTED', 'NOT_SUPPORTED', 'NOT_SUPPORTED'],
];

const RUN = 0x8400_006dn;
const REQUEST = 0x8400_006fn;

/** Partitions to call: 0x8003 waits, 0x8004 has yielded and 0x8005 is preempted. */
const others = ['0x8003', '0x8004: on REQ yield', '0x8005: on REQ interrupt'];

/** Brings 0x8001 to a model, where it makes the call, and returns the platform afterwards. */
function play(model: (typeof models)[number], call: string, version = '1.2', firmware = {}): Platform {
  const event = { RTM_FFA_RUN: 'RUN', RTM_DIR_REQ: 'REQ', RTM_SEC_INTERRUPT: 'INTERRUPT', RTM_SP_INIT: 'INIT' }[model];
  // In RTM_SP_INIT only partitions before it have initialised.
  const lines = [...others, `0x8001 version=${version}: on ${event} ${call}`, '0x8002: on REQ interrupt 0x8001'];
  const platform = new Platform('tfa-spmd+hafnium', { partitions: lines, firmware });
  platform.version(V1_2);
  if (model === 'RTM_SP_INIT') return platform;
  platform.call(REQUEST, 0x8004n);
  platform.call(REQUEST, 0x8005n);
  if (model === 'RTM_FFA_RUN') platform.call(RUN, 0x8001_0000n);
  else platform.call(REQUEST, model === 'RTM_DIR_REQ' ? 0x8001n : 0x8002n);
  return platform;
}

/** Brings 0x8001 to handle a framework message, where it makes the call. */
function playPower(call: string, number: bigint): Platform {
  const lines = [...others, `0x8001: on REQ ${call}`];
  const platform = new Platform('tfa-spmd+hafnium', { partitions: lines, firmware: { framework: 'passed' } });
  platform.version(V1_2);
  platform.call(REQUEST, 0x8004n);
  platform.call(REQUEST, 0x8005n);
  platform.call(REQUEST, 0x8001n, 0x8000_0000n | number);
  return platform;
}

/** The first call that 0x8001 made for the event. */
function scriptedCall(platform: Platform) {
  return platform.calls.find(({ partition, step }) => partition === 0x8001 && step !== undefined)!;
}

function outcomeOf(platform: Platform): Outcome {
  const { after, state: left, before } = scriptedCall(platform);
  const error = after && errorOf(after);
  if (error === -6) return 'DENIED';
  if (error === -1) return 'NOT_SUPPORTED';
  if (before[0] === 0x8400_006cn && after?.[0] === 0x8400_0061n) return 'goes on';
  if (after !== undefined) return 'blocked';
  return left === state.PARTITION_ABORTED ? 'aborted' : left === state.PARTITION_WAITING ? 'waiting' : 'blocked';
}

const cells = matrix.flatMap(([call, ...outcomes]) =>
  outcomes.map((outcome, n) => [models[n]!, call, outcome] as const),
);

describe('a partition that runs', () => {
  it.each(cells)('%s: %s is %s', (model, call, outcome) => {
    // 0x8004 and 0x8005 are only blocked and preempted once the normal world has called them.
    expect(outcomeOf(play(model, call))).toBe(outcome);
  });

  it.each(models)('%s: FFA_ABORT of a partition of 1.3 ends it', (model) => {
    const platform = play(model, 'abort', '1.3');
    expect(outcomeOf(platform)).toBe('aborted');
    expect(platform.state('partition_8001')).toBe(BigInt(state.PARTITION_ABORTED));
    expect(errorOf(platform.call(REQUEST, 0x8001n))).toBe(-8);
  });

  it.each([
    ['REQ32 0x8003', 'DENIED'],
    ['REQ64 0x8003', 'DENIED'],
    ['REQ2 0x8003', 'DENIED'],
    ['run 0x8004', 'DENIED'],
    ['run 0x8005', 'DENIED'],
    ['yield', 'DENIED'],
    ['wait', 'DENIED'],
    ['RESP32 x2=0x80000002', 'waiting'],
    ['RESP32', 'DENIED'],
  ])('RTM_DIR_REQ, a request about power: %s is %s', (call, outcome) => {
    for (const number of [0n, 1n]) expect(outcomeOf(playPower(call, number))).toBe(outcome);
  });

  it('RTM_DIR_REQ: a framework request about anything else leaves it as free as any request', () => {
    expect(outcomeOf(playPower('yield', 4n))).toBe('blocked');
    expect(outcomeOf(playPower('REQ32 0x8003', 4n))).toBe('blocked');
  });

  it.each([
    ['RTM_FFA_RUN', state.PARTITION_PREEMPTED],
    ['RTM_DIR_REQ', state.PARTITION_PREEMPTED],
    ['RTM_SEC_INTERRUPT', state.PARTITION_WAITING],
    ['RTM_SP_INIT', state.PARTITION_WAITING],
  ] as const)(
    '%s: a non-secure interrupt leaves it in state %i, and masked it comes to its next call',
    (model, left) => {
      const platform = play(model, 'interrupt, then wait');
      expect(platform.state('partition_8001')).toBe(BigInt(left));
    },
  );

  it.each([
    ['RTM_FFA_RUN', true],
    ['RTM_DIR_REQ', true],
    ['RTM_SEC_INTERRUPT', false],
    ['RTM_SP_INIT', true],
  ] as const)('%s: a secure interrupt for a partition that waits is handled in between: %s', (model, handled) => {
    const platform = play(model, 'interrupt 0x8003, then yield');
    expect(platform.results(0x8003).includes(0x8400_0062n)).toBe(handled);
    // The handler waits, and who was interrupted goes on with its script.
    expect(scriptedCall(platform).before[0]).toBe(0x8400_006cn);
  });

  it('RTM_SP_INIT: from 1.3 on FFA_ERROR no longer ends the initialisation', () => {
    expect(outcomeOf(play('RTM_SP_INIT', 'error -8', '1.3'))).toBe('NOT_SUPPORTED');
  });

  it('RTM_SP_INIT: a request to a partition that has not initialised is denied', () => {
    const lines = ['0x8001: on INIT REQ32 0x8002', '0x8002'];
    expect(outcomeOf(new Platform('tfa-spmd+hafnium', { partitions: lines }))).toBe('DENIED');
  });

  it('RTM_DIR_REQ: FFA_MSG_WAIT passes where the SPMC lets it', () => {
    expect(outcomeOf(play('RTM_DIR_REQ', 'wait', '1.2', { wait_in_request: 'on' }))).toBe('waiting');
  });
});

const states: Record<string, number> = {
  waiting: state.PARTITION_WAITING,
  blocked: state.PARTITION_BLOCKED,
  preempted: state.PARTITION_PREEMPTED,
  aborted: state.PARTITION_ABORTED,
};

/** Where a partition is when the normal world has control, and what a request and FFA_RUN then get. */
const entries: [string, string, (platform: Platform) => void, bigint | number, bigint | number][] = [
  ['waiting', '0x8001', () => {}, 0x8400_0070n, 0x8400_006bn],
  ['blocked', '0x8001: on REQ yield', (p) => void p.call(REQUEST, 0x8001n), -4, 0x8400_0070n],
  ['preempted', '0x8001: on REQ interrupt', (p) => void p.call(REQUEST, 0x8001n), -4, 0x8400_0070n],
  ['aborted', '0x8001: on INIT error -8', () => {}, -8, -8],
];

describe('a partition that does not run', () => {
  it.each(entries)('%s: what a request and FFA_RUN get', (name, line, prepare, request, run) => {
    const answers = [
      [REQUEST, 0x8001n],
      [RUN, 0x8001_0000n],
    ].map((call) => {
      const platform = new Platform('tfa-spmd+hafnium', { partitions: [line] });
      platform.version(V1_2);
      prepare(platform);
      expect(platform.state('partition_8001')).toBe(BigInt(states[name]!));
      const x = platform.call(...call);
      return errorOf(x) ?? x[0];
    });
    expect(answers).toEqual([request, run]);
  });

  it('starting: BUSY till the normal world has asked for a version, where partitions wait for that', () => {
    const platform = new Platform('tfa-spmd+hafnium', { firmware: { partition_start: 'negotiated' } });
    expect(errorOf(platform.call(REQUEST, 0x8001n))).toBe(-4);
    platform.version(V1_2);
    expect(platform.call(REQUEST, 0x8001n)[0]).toBe(0x8400_0070n);
  });
});

describe('what a partition finds when it goes on', () => {
  const run = (...lines: string[]) => {
    const platform = new Platform('tfa-spmd+hafnium', { partitions: lines });
    platform.version(V1_2);
    return platform;
  };

  it('after FFA_YIELD: FFA_SUCCESS and zeros', () => {
    const platform = run('0x8001: on REQ2 yield w2=5 w3=6');
    expect(platform.call(0xc400_008dn, 0x8001n).slice(0, 5)).toEqual([0x8400_006cn, 0x8001_0000n, 5n, 6n, 0n]);
    platform.call(RUN, 0x8001_0000n);
    expect(platform.lastReturned(0x8001).after!.slice(0, 8)).toEqual([0x8400_0061n, ...Array(7).fill(0n)]);
  });

  it('after an interrupt: what it had', () => {
    const platform = run('0x8001: on REQ2 interrupt, then RESP2 x4..x17=keep');
    const payload = Array.from({ length: 14 }, (_, n) => 0xabc0n + BigInt(n));
    const sent = [0xc400_008dn, 0x8001n, 0n, 0n, ...payload];
    expect(platform.call(...sent).slice(0, 3)).toEqual([0x8400_0062n, 0x8001_0000n, 0n]);
    expect(platform.call(RUN, 0x8001_0000n).slice(4)).toEqual(payload);
  });

  it('after FFA_MSG_WAIT: the request, in x4 to x17 as well where it is FFA_MSG_SEND_DIRECT_REQ2', () => {
    const platform = run('0x8001');
    const payload = Array.from({ length: 14 }, (_, n) => 0xabc0n + BigInt(n));
    platform.call(0xc400_008dn, 0x8001n, 0n, 0n, ...payload);
    const { before, after } = platform.lastReturned(0x8001);
    expect(before[0]).toBe(0x8400_006bn);
    expect(after).toEqual([0xc400_008dn, 0x8001n, 0n, 0n, ...payload]);
  });

  it('after FFA_MSG_WAIT: FFA_RUN, or FFA_INTERRUPT', () => {
    const platform = run('0x8001', '0x8002: on REQ interrupt 0x8001');
    platform.call(RUN, 0x8001_0000n);
    expect(platform.lastReturned(0x8001).after!.slice(0, 8)).toEqual([RUN, ...Array(7).fill(0n)]);
    platform.call(REQUEST, 0x8002n);
    expect(platform.lastReturned(0x8001).after!.slice(0, 3)).toEqual([0x8400_0062n, 0n, 0x8001n]);
  });
});

describe('a call chain', () => {
  const chain = (...lines: string[]) => {
    const platform = new Platform('tfa-spmd+hafnium', { partitions: lines });
    platform.version(V1_2);
    return platform;
  };

  it('goes through three partitions and back', () => {
    const platform = chain('0x8001: on REQ REQ32 0x8002 w3=1', '0x8002: on REQ REQ64 0x8003 x3=2', '0x8003');
    expect(platform.call(REQUEST, 0x8001n, 0n, 7n).slice(0, 4)).toEqual([0x8400_0070n, 0x8001_0000n, 0n, 7n]);
    expect(platform.results(0x8001).slice(0, 3)).toEqual([REQUEST, 0x8400_0070n, undefined]);
    expect(platform.results(0x8002).slice(0, 3)).toEqual([REQUEST, 0xc400_0070n, undefined]);
  });

  it.each([
    ['REQ32', -6],
    ['REQ64', -6],
    ['REQ2', -6],
    ['run', -6],
  ])('may not come back to one that is blocked in it: %s', (call, error) => {
    const platform = chain(
      '0x8001: on REQ REQ32 0x8002',
      `0x8002: on REQ REQ32 0x8003`,
      `0x8003: on REQ ${call} 0x8001`,
    );
    expect(platform.call(REQUEST, 0x8001n)[0]).toBe(0x8400_0070n);
    expect(
      errorOf(platform.calls.find(({ partition, step }) => partition === 0x8003 && step !== undefined)!.after!),
    ).toBe(error);
  });

  it('a partition that yields gives cycles to the one that asked, which runs it again', () => {
    const platform = chain('0x8001: on REQ REQ32 0x8002, then run 0x8002', '0x8002: on REQ yield');
    expect(platform.call(REQUEST, 0x8001n)[0]).toBe(0x8400_0070n);
    expect(platform.results(0x8001)).toEqual([REQUEST, 0x8400_006cn, 0x8400_0070n, undefined]);
  });

  it('a non-secure interrupt unwinds it by one: the one that asked sees FFA_INTERRUPT', () => {
    const platform = chain('0x8001: on REQ REQ2 0x8002, then run 0x8002', '0x8002: on REQ2 interrupt');
    expect(platform.call(REQUEST, 0x8001n)[0]).toBe(0x8400_0070n);
    expect(platform.results(0x8001)).toEqual([REQUEST, 0x8400_0062n, 0xc400_008en, undefined]);
  });

  it('a partition that waits for an answer is BUSY, and FFA_RUN lets it go on without one', () => {
    const platform = chain('0x8001: on REQ REQ32 0x8002, then interrupt', '0x8002: on REQ interrupt');
    expect(platform.call(REQUEST, 0x8001n)[0]).toBe(0x8400_0062n);
    expect(platform.state('partition_8001')).toBe(BigInt(state.PARTITION_PREEMPTED));
    expect(errorOf(platform.call(REQUEST, 0x8001n))).toBe(-4);
    expect(errorOf(platform.call(REQUEST, 0x8002n))).toBe(-4);
  });

  it('a secure interrupt preempts a partition, which goes on when the handler waits', () => {
    const platform = chain(
      '0x8001: on REQ interrupt 0x8002, then RESP w3=9',
      '0x8002: on INTERRUPT REQ32 0x8003',
      '0x8003',
    );
    expect(platform.call(REQUEST, 0x8001n, 0n, 1n).slice(0, 4)).toEqual([0x8400_0070n, 0x8001_0000n, 0n, 9n]);
    expect(platform.results(0x8002)).toEqual([0x8400_0062n, 0x8400_0070n, undefined]);
  });

  it('a partition that aborts leaves an error to whoever waits for it', () => {
    const platform = chain('0x8001: on REQ REQ32 0x8002', '0x8002 version=1.3: on REQ abort');
    expect(platform.call(REQUEST, 0x8001n)[0]).toBe(0x8400_0070n);
    expect(errorOf(platform.calls.filter(({ partition }) => partition === 0x8001)[1]!.after!)).toBe(-8);
    expect(errorOf(platform.call(REQUEST, 0x8002n))).toBe(-8);
  });

  it('ends, however often partitions call each other', () => {
    const calls = (id: number) => Array.from({ length: 30 }, () => `REQ32 0x800${id}`).join(', ');
    const lines = [...[1, 2, 3, 4, 5].map((n) => `0x800${n}: on REQ ${calls(n + 1)}`), '0x8006'];
    const platform = chain(...lines);
    expect(errorOf(platform.call(REQUEST, 0x8001n))).toBe(-8);
    expect(errorOf(platform.call(REQUEST, 0x8001n))).toBe(-8);
  });
});
