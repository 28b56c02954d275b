import type { Random } from '../machine/random.ts';
import { litmus } from './fixture.ts';

const places = ['X10', 'X11', 'X12'];

/** How the accesses of a random program are ordered. */
export type Ordering =
  /** As they come: plain, acquire, release, barriers, dependencies. */
  | 'mixed'
  /** A full barrier between all of them. */
  | 'barriers'
  /** Every load acquires, every store releases. */
  | 'acquire-release'
  /** No order at all. */
  | 'none';

interface Access {
  lines: string[];
  /** Register that it loads. */
  result: string | undefined;
}

function access(random: Random, ordering: Ordering, number: number, loaded: readonly string[]): Access {
  const place = random.pick(places);
  const result = `W${number}`;
  const ordered = ordering === 'acquire-release' || (ordering === 'mixed' && random.once(4));
  const kind = random.below(ordering === 'mixed' ? 12 : 10);
  if (kind < 4) return { lines: [`${ordered ? 'LDAR' : 'LDR'} ${result},[${place}]`], result };
  if (kind < 8) {
    const dependent = ordering === 'mixed' && loaded.length > 0 && random.once(3);
    const source = dependent ? random.pick(loaded) : undefined;
    const value = source ? [`EOR W20,${source},${source}`, `ADD W20,W20,#${number + 1}`] : [`MOV W20,#${number + 1}`];
    return { lines: [...value, `${ordered ? 'STLR' : 'STR'} W20,[${place}]`], result: undefined };
  }
  const suffix = ordering === 'acquire-release' ? 'AL' : random.pick(['', 'A', 'L', 'AL']);
  if (kind < 10) return { lines: [`MOV W20,#${number + 1}`, `SWP${suffix} W20,${result},[${place}]`], result };
  if (kind === 10) return { lines: [`MOV W20,#1`, `LDADD${suffix} W20,${result},[${place}]`], result };
  return { lines: [`LDXR ${result},[${place}]`, `MOV W20,#9`, `STXR W21,W20,[${place}]`], result };
}

function between(random: Random, ordering: Ordering, loaded: readonly string[], label: string): string[] {
  if (ordering === 'barriers') return ['DMB SY'];
  if (ordering !== 'mixed') return [];
  if (random.once(4)) return [random.pick(['DMB SY', 'DMB LD', 'DMB ST', 'ISB', 'DSB SY'])];
  return loaded.length > 0 && random.once(4) ? [`CBNZ ${random.pick(loaded)},${label}`] : [];
}

function thread(random: Random, ordering: Ordering, index: number, length: number): string[] {
  const lines: string[] = [];
  const loaded: string[] = [];
  for (let number = 0; number < length; number += 1) {
    const { lines: own, result } = access(random, ordering, number, loaded);
    lines.push(...own);
    if (result) loaded.push(result);
    if (number + 1 < length) lines.push(...between(random, ordering, loaded, `End${index}`));
  }
  return [...lines, `End${index}:`];
}

/** A litmus test of a few random accesses; its final state is every register that it loads, and memory. */
export function randomLitmus(random: Random, ordering: Ordering): string {
  const count = 2 + random.below(2);
  const length = count === 2 ? 2 + random.below(2) : 2;
  const threads = Array.from({ length: count }, (_, index) => thread(random, ordering, index, length));
  const initial = threads.map((_, index) => `${index}:X10=x; ${index}:X11=y; ${index}:X12=z;`).join(' ');
  const registers = threads.flatMap((_, index) => Array.from({ length }, (_, number) => `${index}:X${number};`));
  return litmus(initial, threads, `locations [${registers.join(' ')} x; y; z;]`);
}
