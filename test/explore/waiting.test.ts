import { describe, expect, it } from 'vitest';
import { exploreAxiomatic } from '../../src/explore/axiomatic/explore.ts';
import { memoryModels } from '../../src/explore/axiomatic/models.ts';
import { loadLitmus } from '../../src/explore/load-test.ts';
import { printState } from '../../src/explore/outcome/print.ts';
import { Random } from '../machine/random.ts';
import { exploreText, litmus, states } from './fixture.ts';
import { randomLitmus } from './random-programs.ts';

/** Message passing whose reader waits for the flag. */
const waiting = (store: string, load: string): string =>
  litmus(
    '0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y;',
    [
      ['MOV W0,#1', 'STR W0,[X1]', `${store} W0,[X3]`],
      [`L0: ${load} W4,[X3]`, 'CBZ W4,L0', 'LDR W2,[X1]'],
    ],
    'exists (1:X2=0)',
  );

/** Two threads that add one to a word under a lock: taken with exclusives, or with compare-and-swap. */
function lockedIncrements(acquire: string[]): string {
  const thread = (label: string): string[] => [
    ...acquire.map((line) => line.replaceAll('L0', label)),
    'LDR W6,[X1]',
    'ADD W6,W6,#1',
    'STR W6,[X1]',
    'STLR WZR,[X0]',
  ];
  return litmus('0:X0=l; 0:X1=x; 1:X0=l; 1:X1=x;', [thread('LA'), thread('LB')], 'forall (x=2)');
}

const exclusiveLock = ['MOV W5,#1', 'L0: LDAXR W3,[X0]', 'CBNZ W3,L0', 'STXR W4,W5,[X0]', 'CBNZ W4,L0'];

/** A random program, one thread of which begins by waiting until another one has written a word of its own. */
function withWait(seed: number): string {
  const lines = randomLitmus(new Random(seed), 'mixed').split('\n');
  const begin = lines.findIndex((line) => /^P0 /.test(line));
  const threads = lines[begin]!.split('|').length;
  const row = (cells: string[]): string => `${cells.concat(new Array(threads - cells.length).fill('')).join(' | ')} ;`;
  const wait = [row(['MOV W22,#1', 'Wait: LDR W23,[X14]']), row(['STR W22,[X14]', 'CBZ W23,Wait'])];
  lines.splice(begin + 1, 0, ...wait);
  return lines.join('\n').replace(/^\{ /m, '{ 0:X14=w; 1:X14=w; ');
}

describe('a loop that only waits', () => {
  it('is not cut: a reader that waits for a flag has a verdict, with and without an order', () => {
    const ordered = exploreText(waiting('STLR', 'LDAR'));
    expect(ordered.incomplete).toEqual([]);
    expect(ordered.verdict.observation).toBe('Never');
    for (const text of [waiting('STR', 'LDAR'), waiting('STLR', 'LDR')]) {
      expect(exploreText(text).incomplete).toEqual([]);
      expect(exploreText(text).verdict.observation).toBe('Sometimes');
    }
  });

  it('has the same states however often it is followed', () => {
    for (const text of [waiting('STLR', 'LDAR'), waiting('STR', 'LDR')]) {
      expect(states(exploreText(text, { unroll: 6 }))).toEqual(states(exploreText(text)));
    }
  });

  it('may wait for a lock, and try again to take it', () => {
    const exploration = exploreText(lockedIncrements(exclusiveLock));
    expect(exploration.incomplete).toEqual([]);
    expect(exploration.verdict).toMatchObject({ ok: true, negative: 0 });
  });

  it('shows what a lock lets pass that is taken without acquire', () => {
    const plain = exclusiveLock.map((line) => line.replace('LDAXR', 'LDXR'));
    const exploration = exploreText(lockedIncrements(plain));
    expect(exploration.incomplete).toEqual([]);
    expect(exploration.verdict.ok).toBe(false);
  });

  it('agrees with interleavings about random programs that wait', () => {
    const limits = { unroll: 2, paths: 10_000, steps: 1e7, milliseconds: 1e5 };
    for (let seed = 1; seed <= 60; seed += 1) {
      const text = withWait(seed);
      const { program, question } = loadLitmus(text, 'test.litmus');
      const found = exploreAxiomatic(program, memoryModels.sc, question, limits);
      expect(found.incomplete, text).toEqual([]);
      const expected = found.outcomes.map(({ values }) => printState(question.observables, values, program));
      expect(states(exploreText(text, { model: 'sc' })).sort(), text).toEqual([...new Set(expected)].sort());
    }
  });
});

describe('a loop that does more than wait', () => {
  const cut = ['loops were followed at most 2 times'];
  const until = (body: string[], ending: string): string[] =>
    exploreText(litmus('0:X1=x; 0:X3=y; 1:X1=x;', [body, ['MOV W0,#1', 'STR W0,[X1]']], `locations [${ending}]`))
      .incomplete;

  it('is cut where it counts', () => {
    expect(until(['L0: ADD W5,W5,#1', 'LDR W0,[X1]', 'CBZ W0,L0'], '0:X5;')).toEqual(cut);
  });

  it('is cut where it stores', () => {
    expect(until(['MOV W6,#1', 'L0: STR W6,[X3]', 'LDR W0,[X1]', 'CBZ W0,L0'], 'x;')).toEqual(cut);
  });

  it('is cut where a store exclusive behind it pairs with its last load, not where nothing does', () => {
    const last = (store: string): string[] => [
      'MOV W6,#2',
      'L0: LDR W0,[X1]',
      'CBNZ W0,L2',
      'LDXR W9,[X3]',
      'B L0',
      `L2: ${store}`,
    ];
    expect(until(last('STXR W7,W6,[X3]'), '0:X7;')).toEqual(cut);
    expect(until(last('STR W6,[X3]'), 'y;')).toEqual([]);
  });
});
