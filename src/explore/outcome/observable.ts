import type { LitmusSource } from '../litmus/source.ts';
import type { LitmusFile, Location, Proposition, ValueType } from '../litmus/test.ts';
import { defaultType, longType } from '../litmus/value-types.ts';
import { accessesMemory, ZERO } from '../program/micro.ts';
import type { Program, Region } from '../program/program.ts';
import { registerByName } from '../program/registers.ts';
import type { Word } from '../word.ts';

/** A final state, as an explorer knows it. */
export interface Snapshot {
  register(thread: number, slot: number): Word;
  /** `size` bytes of memory, zero extended. */
  memory(region: number, offset: number, size: number): Word;
}

/** Something of a final state that is printed. */
export type Observable =
  | { kind: 'register'; name: string; thread: number; slot: number; type: ValueType }
  | { kind: 'memory'; name: string; region: number; offset: number; type: ValueType; length: number | undefined };

/** Whether some instruction accesses eight bytes at once. */
function usesLongAccesses(program: Program): boolean {
  return program.threads.some(({ instructions }) =>
    instructions.some(({ steps }) => steps.some((step) => accessesMemory(step) && step.size === 8)),
  );
}

/** Turns locations of conditions into observables of a program. */
export class ObservableReader {
  private readonly source: LitmusSource;
  private readonly test: LitmusFile;
  private readonly program: Program;
  /** Of locations for which no type is given. */
  private readonly untyped: ValueType;
  /** Every observable that was asked for. */
  readonly known: Observable[] = [];

  constructor(source: LitmusSource, test: LitmusFile, program: Program) {
    this.source = source;
    this.test = test;
    this.program = program;
    this.untyped = usesLongAccesses(program) ? longType : defaultType;
  }

  /** Throws InputError for a location that the test does not have. */
  read(location: Location): Observable {
    const observable = location.kind === 'register' ? this.register(location) : this.memory(location);
    this.known.push(observable);
    return observable;
  }

  private register({ thread, register, offset }: Location & { kind: 'register' }): Observable {
    const found = this.program.threads[thread] ?? this.source.fail(offset, `there is no thread P${thread}`);
    const { slot } = registerByName(this.source, found, register, offset);
    const declared = this.test.registers.find(
      (other) =>
        other.thread === thread &&
        other.type &&
        registerByName(this.source, found, other.register, offset).slot === slot,
    );
    const type = declared?.type ?? defaultType;
    const name = `${thread}:${register.replace(/^W(?=\d)/, 'X')}`;
    return { kind: 'register', name, thread, slot, type };
  }

  private memory({ name, index, offset }: Location & { kind: 'memory' }): Observable {
    const region = this.program.regions.findIndex((other) => other.name === name);
    const found: Region = this.program.regions[region] ?? this.source.fail(offset, `unknown location '${name}'`);
    const type = found.type ?? this.untyped;
    if (index === undefined) {
      const plain = found.length === undefined ? `[${name}]` : name;
      return { kind: 'memory', name: plain, region, offset: 0, type, length: found.length };
    }
    const start = index * type.size;
    return { kind: 'memory', name: `${name}[${index}]`, region, offset: start, type, length: undefined };
  }
}

/** What an observable holds in a state: one word, or one for each element of an array. */
export function observe(observable: Observable, snapshot: Snapshot): Word[] {
  if (observable.kind === 'register') return [snapshot.register(observable.thread, observable.slot)];
  const { region, offset, type, length } = observable;
  return Array.from({ length: length ?? 1 }, (_, index) =>
    snapshot.memory(region, offset + index * type.size, type.size),
  );
}

function locationsOf(proposition: Proposition): Location[] {
  switch (proposition.kind) {
    case 'constant':
      return [];
    case 'not':
      return locationsOf(proposition.inner);
    case 'compare': {
      const { left, right } = proposition;
      return right.kind === 'register' || right.kind === 'memory' ? [left, right] : [left];
    }
    default:
      return [...locationsOf(proposition.left), ...locationsOf(proposition.right)];
  }
}

function rank(observable: Observable): [number, number, number, string] {
  if (observable.kind === 'register')
    return [0, observable.thread, observable.slot === ZERO ? -1 : observable.slot, ''];
  return [1, 0, 0, observable.name.replace(/[[\]]/g, ' ').trim()];
}

function compareRanks(a: Observable, b: Observable): number {
  const [first, second] = [rank(a), rank(b)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (first[index] as number) - (second[index] as number);
    if (difference !== 0) return difference;
  }
  return first[3] < second[3] ? -1 : first[3] > second[3] ? 1 : 0;
}

/** What a test's states are printed as: the locations of its condition and those that it lists, registers first. */
export function observablesOf(reader: ObservableReader, test: LitmusFile): Observable[] {
  const found = new Map<string, Observable>();
  for (const location of [...locationsOf(test.condition), ...test.observed]) {
    const observable = reader.read(location);
    if (!found.has(observable.name)) found.set(observable.name, observable);
  }
  return [...found.values()].sort(compareRanks);
}
