import { describe, expect, it } from 'vitest';
import { exploreText, litmus, states } from './fixture.ts';

const storeBuffering = litmus(
  '0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x;',
  [
    ['MOV W0,#1', 'STR W0,[X1]', 'LDR W2,[X3]'],
    ['MOV W0,#1', 'STR W0,[X1]', 'LDR W2,[X3]'],
  ],
  'exists (0:X2=1 /\\ 1:X2=1)',
);

/** Threads that each take a spin lock, add to x without any other protection, and release. */
function spinLock(threads: number): string {
  const lines = (index: number): string[] => [
    'MOV W5,#1',
    `L${index}:`,
    'SWPA W5,W6,[X2]',
    `CBNZ W6,L${index}`,
    'LDR W3,[X1]',
    'ADD W3,W3,#1',
    'STR W3,[X1]',
    'STLR WZR,[X2]',
  ];
  const columns = Array.from({ length: threads }, (_, index) => lines(index));
  const initial = columns.map((_, index) => `${index}:X1=x; ${index}:X2=lock;`).join(' ');
  return litmus(initial, columns, `forall (x=${threads})`);
}

/** Threads whose increments all conflict: many states. */
function increments(threads: number, times: number): string {
  const lines = (index: number): string[] => [
    `MOV W9,#${times}`,
    `L${index}: LDR W3,[X1]`,
    'ADD W3,W3,#1',
    'STR W3,[X1]',
    'SUB W9,W9,#1',
    `CBNZ W9,L${index}`,
  ];
  const columns = Array.from({ length: threads }, (_, index) => lines(index));
  return litmus(columns.map((_, index) => `${index}:X1=x;`).join(' '), columns, 'exists (x=2)');
}

describe('sequential exploration', () => {
  it('follows loops until nothing is new, however often a thread may spin', () => {
    const exploration = exploreText(spinLock(3), { model: 'sc' });
    expect(exploration.verdict).toMatchObject({ ok: true, observation: 'Always' });
    expect(exploration.incomplete).toEqual([]);
  });

  it('finds every value that lost increments can leave', () => {
    const exploration = exploreText(increments(2, 3), { model: 'sc' });
    expect(states(exploration)).toEqual([2, 3, 4, 5, 6].map((value) => `[x]=${value};`));
  });

  it('visits fewer states with reduction where threads do not meet, and none is lost', () => {
    const apart = litmus(
      '0:X1=x; 1:X1=y; 2:X1=z;',
      ['x', 'y', 'z'].map(() => ['MOV W0,#1', 'STR W0,[X1]', 'LDR W2,[X1]', 'STR W2,[X1,#4]']),
      'locations [x; y; z;]',
    );
    const [reduced, full] = [true, false].map((reduction) => exploreText(apart, { model: 'sc', reduction }));
    expect(states(reduced!)).toEqual(states(full!));
    const count = (exploration: typeof reduced): number => exploration!.statistics[0]![1];
    expect(count(reduced)).toBe(10);
    expect(count(full)).toBe(64);
  });

  it('says where a bound on preemptions left something out, and where it did not', () => {
    const bounded = (preemptions: number) => exploreText(storeBuffering, { model: 'sc', preemptions });
    expect(bounded(0).verdict.observation).toBe('Never');
    expect(bounded(0).incomplete).toEqual(['threads were interrupted at most 0 times']);
    expect(states(bounded(0))).toEqual(['0:X2=0; 1:X2=1;', '0:X2=1; 1:X2=0;']);
    expect(bounded(1).verdict.observation).toBe('Sometimes');
    expect(bounded(4).incomplete).toEqual([]);
    expect(states(bounded(4))).toEqual(states(exploreText(storeBuffering, { model: 'sc' })));
  });

  it('says that it is not exhaustive where states or time run out', () => {
    const text = increments(3, 4);
    expect(exploreText(text, { model: 'sc', limit: 500 }).incomplete).toEqual(['the bound of 500 states was reached']);
    expect(exploreText(text, { model: 'sc', milliseconds: 0 }).incomplete).toEqual(['time ran out after 0 ms']);
    expect(exploreText(text, { model: 'sc' }).incomplete).toEqual([]);
  });

  it('lets a store exclusive fail once another thread has written, and for no reason at all', () => {
    const text = litmus(
      '0:X1=x; 1:X1=x;',
      [
        ['LDXR W0,[X1]', 'MOV W2,#2', 'STXR W3,W2,[X1]'],
        ['MOV W0,#1', 'STR W0,[X1]'],
      ],
      'locations [0:X0; 0:X3; x;]',
    );
    expect(states(exploreText(text, { model: 'sc' }))).toEqual([
      '0:X0=0; 0:X3=0; [x]=1;',
      '0:X0=0; 0:X3=1; [x]=1;',
      '0:X0=1; 0:X3=0; [x]=2;',
      '0:X0=1; 0:X3=1; [x]=1;',
    ]);
  });
});
