import type { SourcePosition } from '../source.ts';
import { Complaint } from './complaint.ts';
import type { Expression } from './expression.ts';
import { type Place, positionOf, type Statement } from './frames.ts';
import type { Section } from './section.ts';
import type { Value } from './value.ts';

/** When and where an expression is written: which definitions it sees, and what `.` is. */
export interface Moment {
  /** Counts definitions and uses in program order. */
  time: number;
  location: Value;
}

export interface Definition {
  time: number;
  kind: 'label' | 'set' | 'fixed' | 'always';
  /** Known at once, or undefined where the expression has to wait. */
  value: Value | undefined;
  /** For `set`, `fixed` (.equiv) and `always` (.eqv, evaluated again at every use). */
  expression: Expression | undefined;
  moment: Moment;
  statement: Statement | undefined;
  /** Position in `statement`, or undefined for predefined symbols. */
  position: SourcePosition | undefined;
  /** Set while its value is being computed, to notice circles. */
  busy: boolean;
}

interface NumericLabel {
  time: number;
  section: Section;
  offset: number;
}

/** The symbols of a program, each with its definitions in program order: `.set` may give new values. */
export class SymbolTable {
  readonly #definitions = new Map<string, Definition[]>();
  readonly #numeric = new Map<number, NumericLabel[]>();
  readonly weak = new Set<string>();
  #time = 0;

  /** The next point in program order. */
  tick(): number {
    this.#time += 1;
    return this.#time;
  }

  names(): IterableIterator<string> {
    return this.#definitions.keys();
  }

  isDefined(name: string): boolean {
    return this.#definitions.has(name);
  }

  definitionsOf(name: string): readonly Definition[] {
    return this.#definitions.get(name) ?? [];
  }

  /** The definition that holds at `time`: the latest one before, else the first one after. */
  lookUp(name: string, time: number): Definition | undefined {
    const definitions = this.#definitions.get(name);
    if (definitions === undefined) return undefined;
    return definitions[lastBefore(definitions, time)] ?? definitions[0];
  }

  predefine(name: string, value: Value): void {
    const moment = { time: this.tick(), location: value };
    const known = { value, expression: undefined, moment, statement: undefined, position: undefined, busy: false };
    this.#definitions.set(name, [{ time: moment.time, kind: 'set', ...known }]);
  }

  defineLabel(name: string, section: Section, place: Place): void {
    this.#refuseSecond(name, place);
    const value = { section, number: BigInt(section.size), negated: false };
    this.#add(name, 'label', { value, expression: undefined, location: value }, place);
  }

  /** `.set` and its kin. A `fixed` symbol may not be defined twice, nor may a label be set. */
  assign(name: string, kind: 'set' | 'fixed' | 'always', as: Assignment, place: Place): void {
    const latest = this.#definitions.get(name)?.at(-1);
    if (kind !== 'set' || (latest !== undefined && latest.kind !== 'set')) this.#refuseSecond(name, place);
    this.#add(name, kind, as, place);
  }

  defineNumeric(label: number, section: Section): void {
    const labels = this.#numeric.get(label) ?? [];
    labels.push({ time: this.tick(), section, offset: section.size });
    this.#numeric.set(label, labels);
  }

  /** `1b` is the latest `1:` before `time`, `1f` the first one after. */
  numeric(label: number, forward: boolean, time: number): Value | undefined {
    const labels = this.#numeric.get(label) ?? [];
    const found = labels[lastBefore(labels, time) + (forward ? 1 : 0)];
    return found && { section: found.section, number: BigInt(found.offset), negated: false };
  }

  #add(name: string, kind: Definition['kind'], as: Assignment, place: Place): void {
    const time = this.tick();
    const definition: Definition = {
      time,
      kind,
      value: as.value,
      expression: as.expression,
      moment: { time, location: as.location },
      statement: place.statement,
      position: positionOf(place),
      busy: false,
    };
    const definitions = this.#definitions.get(name);
    if (definitions === undefined) this.#definitions.set(name, [definition]);
    else definitions.push(definition);
  }

  #refuseSecond(name: string, place: Place): void {
    const first = this.#definitions.get(name)?.[0];
    if (first === undefined) return;
    const notes = first.position === undefined ? [] : [{ position: first.position, message: 'first defined here' }];
    const where = first.position === undefined ? ' by the caller of the assembler' : '';
    throw new Complaint(`symbol ${name} is defined already${where}`, place.offset, { notes });
  }
}

export interface Assignment {
  value: Value | undefined;
  expression: Expression | undefined;
  location: Value;
}

/** Index of the last entry whose time is before `time`, or -1. */
export function lastBefore(entries: readonly { time: number }[], time: number): number {
  let low = -1;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (entries[middle]!.time < time) low = middle;
    else high = middle - 1;
  }
  return low;
}
