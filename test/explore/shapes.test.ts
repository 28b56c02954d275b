import { describe, expect, it } from 'vitest';
import { exploreText, litmus } from './fixture.ts';

/** What a thread does first and second: read or write. */
type Pair = 'RR' | 'RW' | 'WR' | 'WW';

/** A way to order two accesses of one thread. */
interface Mechanism {
  name: string;
  /** Pairs that can be written so. */
  of: Pair[];
  /** Those of them that the architecture keeps in order (DDI 0487, B2.3). */
  keeps: Pair[];
}

const all: Pair[] = ['RR', 'RW', 'WR', 'WW'];
const mechanisms: Mechanism[] = [
  { name: 'po', of: all, keeps: [] },
  { name: 'isb', of: all, keeps: [] },
  { name: 'dmb.sy', of: all, keeps: all },
  { name: 'dsb.sy', of: all, keeps: all },
  { name: 'dmb.ld', of: all, keeps: ['RR', 'RW'] },
  { name: 'dmb.st', of: all, keeps: ['WW'] },
  { name: 'addr', of: ['RR', 'RW'], keeps: ['RR', 'RW'] },
  { name: 'data', of: ['RW'], keeps: ['RW'] },
  { name: 'ctrl', of: ['RR', 'RW'], keeps: ['RW'] },
  { name: 'ctrlisb', of: ['RR', 'RW'], keeps: ['RR', 'RW'] },
  { name: 'acquire-first', of: ['RR', 'RW'], keeps: ['RR', 'RW'] },
  { name: 'acquirepc-first', of: ['RR', 'RW'], keeps: ['RR', 'RW'] },
  { name: 'acquire-second', of: ['RR', 'WR'], keeps: [] },
  { name: 'release-second', of: ['RW', 'WW'], keeps: ['RW', 'WW'] },
  { name: 'release-first', of: ['WR', 'WW'], keeps: [] },
  { name: 'release-acquire', of: ['WR'], keeps: ['WR'] },
  { name: 'release-acquirepc', of: ['WR'], keeps: [] },
];

const mechanismsOf = (pair: Pair): Mechanism[] => mechanisms.filter(({ of }) => of.includes(pair));

function firstAccess(kind: string, name: string, value: number): string[] {
  if (kind === 'W') {
    const store = /^release-(first|acquire)/.test(name) ? 'STLR' : 'STR';
    return [`MOV W0,#${value}`, `${store} W0,[X1]`];
  }
  const load = name === 'acquire-first' ? 'LDAR' : name === 'acquirepc-first' ? 'LDAPR' : 'LDR';
  return [`${load} W0,[X1]`];
}

function between(name: string, label: string): string[] {
  if (/^d[ms]b/.test(name)) return [name.toUpperCase().replace('.', ' ')];
  if (name === 'isb') return ['ISB'];
  if (name === 'ctrl') return [`CBNZ W0,${label}`, `${label}:`];
  if (name === 'ctrlisb') return [`CBNZ W0,${label}`, `${label}: ISB`];
  return name === 'addr' || name === 'data' ? ['EOR W5,W0,W0'] : [];
}

function secondAccess(kind: string, name: string, value: number): string[] {
  const place = name === 'addr' ? '[X3,W5,SXTW]' : '[X3]';
  if (kind === 'W') {
    const store = name === 'release-second' ? 'STLR' : 'STR';
    const from = name === 'data' ? ['ADD', `W4,W5,#${value}`] : ['MOV', `W4,#${value}`];
    return [from.join(' '), `${store} W4,${place}`];
  }
  const load = /acquirepc$/.test(name) ? 'LDAPR' : /acquire(-second)?$/.test(name) ? 'LDAR' : 'LDR';
  return [`${load} W2,${place}`];
}

/** A thread of a shape: two accesses with the places and values that they write, or one write. */
interface Part {
  pair: Pair | 'W';
  places: [string, string?];
  values?: [number, number];
}

interface Shape {
  name: string;
  parts: Part[];
  exists: string;
}

const part = (pair: Pair, first: string, second: string, values: [number, number] = [1, 1]): Part => {
  return { pair, places: [first, second], values };
};
const write = (place: string): Part => ({ pair: 'W', places: [place], values: [1, 1] });

const shapes: Shape[] = [
  { name: 'MP', parts: [part('WW', 'x', 'y'), part('RR', 'y', 'x')], exists: '1:X0=1 /\\ 1:X2=0' },
  { name: 'SB', parts: [part('WR', 'x', 'y'), part('WR', 'y', 'x')], exists: '0:X2=0 /\\ 1:X2=0' },
  { name: 'LB', parts: [part('RW', 'x', 'y'), part('RW', 'y', 'x')], exists: '0:X0=1 /\\ 1:X0=1' },
  { name: 'S', parts: [part('WW', 'x', 'y', [2, 1]), part('RW', 'y', 'x')], exists: '1:X0=1 /\\ x=2' },
  { name: 'R', parts: [part('WW', 'x', 'y'), part('WR', 'y', 'x', [2, 0])], exists: 'y=2 /\\ 1:X2=0' },
  { name: '2+2W', parts: [part('WW', 'x', 'y', [2, 1]), part('WW', 'y', 'x', [2, 1])], exists: 'x=2 /\\ y=2' },
  {
    name: 'WRC',
    parts: [write('x'), part('RW', 'x', 'y'), part('RR', 'y', 'x')],
    exists: '1:X0=1 /\\ 2:X0=1 /\\ 2:X2=0',
  },
  {
    name: 'ISA2',
    parts: [part('WW', 'x', 'y'), part('RW', 'y', 'z'), part('RR', 'z', 'x')],
    exists: '1:X0=1 /\\ 2:X0=1 /\\ 2:X2=0',
  },
  {
    name: 'IRIW',
    parts: [write('x'), write('y'), part('RR', 'x', 'y'), part('RR', 'y', 'x')],
    exists: '2:X0=1 /\\ 2:X2=0 /\\ 3:X0=1 /\\ 3:X2=0',
  },
];

/** Every choice of a mechanism for each part. */
function choices(parts: readonly Part[]): (Mechanism | undefined)[][] {
  return parts.reduce<(Mechanism | undefined)[][]>(
    (chosen, { pair }) => {
      const own = pair === 'W' ? [undefined] : mechanismsOf(pair);
      return chosen.flatMap((before) => own.map((mechanism) => [...before, mechanism]));
    },
    [[]],
  );
}

function threadOf({ pair, values }: Part, mechanism: Mechanism | undefined, index: number): string[] {
  const [first, second] = values!;
  if (pair === 'W' || !mechanism) return firstAccess('W', '', first);
  return [
    ...firstAccess(pair[0]!, mechanism.name, first),
    ...between(mechanism.name, `L${index}`),
    ...secondAccess(pair[1]!, mechanism.name, second),
  ];
}

function textOf({ parts, exists }: Shape, chosen: readonly (Mechanism | undefined)[]): string {
  const initial = parts.map(
    ({ places: [first, second] }, n) => `${n}:X1=${first};${second === undefined ? '' : ` ${n}:X3=${second};`}`,
  );
  const threads = parts.map((own, index) => threadOf(own, chosen[index], index));
  return litmus(initial.join(' '), threads, `exists (${exists})`);
}

describe('a shape with every barrier, dependency, acquire and release on each of its threads', () => {
  it.each(shapes)('$name is forbidden where each thread keeps its order, and allowed where one does not', (shape) => {
    const combinations = choices(shape.parts);
    expect(combinations.length).toBeGreaterThanOrEqual(36);
    for (const chosen of combinations) {
      const kept = shape.parts.every(({ pair }, index) => pair === 'W' || chosen[index]!.keeps.includes(pair));
      const name = `${shape.name} ${chosen.map((mechanism) => mechanism?.name ?? 'w').join(' + ')}`;
      const exploration = exploreText(textOf(shape, chosen));
      expect(exploration.incomplete, name).toEqual([]);
      expect(exploration.verdict.observation, name).toBe(kept ? 'Never' : 'Sometimes');
    }
  });

  it.each(shapes)('$name is never seen under sequential consistency', (shape) => {
    for (const chosen of choices(shape.parts).filter((_, index) => index % 7 === 0)) {
      expect(exploreText(textOf(shape, chosen), { model: 'sc' }).verdict.observation).toBe('Never');
    }
  });
});

describe('coherence', () => {
  const coherent: [string, string, string[][], string][] = [
    [
      'CoRR',
      '0:X1=x; 1:X1=x;',
      [
        ['MOV W0,#1', 'STR W0,[X1]'],
        ['LDR W0,[X1]', 'LDR W2,[X1]'],
      ],
      '1:X0=1 /\\ 1:X2=0',
    ],
    ['CoWW', '0:X1=x;', [['MOV W0,#1', 'STR W0,[X1]', 'MOV W0,#2', 'STR W0,[X1]']], 'x=1'],
    ['CoRW1', '0:X1=x;', [['LDR W0,[X1]', 'MOV W2,#1', 'STR W2,[X1]']], '0:X0=1'],
    [
      'CoRW2',
      '0:X1=x; 1:X1=x;',
      [
        ['MOV W0,#2', 'STR W0,[X1]'],
        ['LDR W0,[X1]', 'MOV W2,#1', 'STR W2,[X1]'],
      ],
      '1:X0=2 /\\ x=2',
    ],
    [
      'CoWR',
      '0:X1=x; 1:X1=x;',
      [
        ['MOV W0,#1', 'STR W0,[X1]', 'LDR W2,[X1]'],
        ['MOV W0,#2', 'STR W0,[X1]'],
      ],
      '0:X2=2 /\\ x=1',
    ],
    ['CoWR0', '0:X1=x;', [['MOV W0,#1', 'STR W0,[X1]', 'LDR W2,[X1]']], '0:X2=0'],
  ];

  it.each(coherent)('%s is forbidden under every model', (_, initial, threads, exists) => {
    const text = litmus(initial, threads, `exists (${exists})`);
    for (const model of ['sc', 'tso', 'armv8'] as const) {
      expect(exploreText(text, { model }).verdict.observation).toBe('Never');
    }
  });
});
