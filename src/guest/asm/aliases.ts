import { Complaint } from './complaint.ts';
import { lastBefore } from './symbols.ts';

interface Alias {
  time: number;
  /** Undefined from `.unreq` on. */
  register: string | undefined;
}

const REGISTER = /^(?:[xw](?:[12]?\d|30)|[bhsdqv](?:[12]?\d|3[01])|w?sp|[xw]zr|lr|fp|ip[01])$/;

/** Whether `name`, in lower case, is a register's own name. */
export function isRegister(name: string): boolean {
  return REGISTER.test(name);
}

/** Names that `.req` gave to registers, in program order; case does not matter. */
export class AliasTable {
  readonly #aliases = new Map<string, Alias[]>();

  /** The register that `name` (in lower case) stands for at `time`. */
  lookUp(name: string, time: number): string | undefined {
    const entries = this.#aliases.get(name) ?? [];
    return entries[lastBefore(entries, time)]?.register;
  }

  define(name: string, target: string, time: number, offset: { name: number; target: number }): void {
    const key = name.toLowerCase();
    const wanted = target.toLowerCase();
    const register = isRegister(wanted) ? wanted : this.lookUp(wanted, time);
    if (register === undefined) throw new Complaint(`${target} is not a register`, offset.target);
    if (isRegister(key)) throw new Complaint(`${name} is a register and cannot stand for another`, offset.name);
    const present = this.lookUp(key, time);
    if (present !== undefined && present !== register) {
      throw new Complaint(`${name} stands for ${present} already; .unreq ${name} ends that`, offset.name);
    }
    this.#push(key, { time, register });
  }

  remove(name: string, time: number, offset: number): void {
    const key = name.toLowerCase();
    if (this.lookUp(key, time) === undefined) throw new Complaint(`${name} is not an alias of a register`, offset);
    this.#push(key, { time, register: undefined });
  }

  #push(key: string, alias: Alias): void {
    const entries = this.#aliases.get(key);
    if (entries === undefined) this.#aliases.set(key, [alias]);
    else entries.push(alias);
  }
}
