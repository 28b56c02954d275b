/** Two engines over the same job: the first thing on which they are not of one mind. */
import type { Arrival, RegisterFile, RunRecord, StopReason, TrapRecord } from './record.ts';

/** libunicorn's processor has FEAT_BTI and so PSTATE.BTYPE (bits 11:10); the interpreter's has not. */
const PSTATE_COMPARED = ~0xc00n;

const hex = (value: bigint) => value.toString(16).padStart(16, '0');

function differs(what: string, core: bigint, unicorn: bigint): string | undefined {
  return core === unicorn ? undefined : `${what}: core ${hex(core)}, libunicorn ${hex(unicorn)}`;
}

function compareRegisters(where: string, core: RegisterFile, unicorn: RegisterFile): string | undefined {
  const bank = (name: string, a: bigint[], b: bigint[]) =>
    a.map((value, n) => differs(`${where}, ${name}${n}`, value, b[n]!)).find((found) => found !== undefined);
  return (
    bank('x', core.x, unicorn.x) ??
    bank('v', core.v, unicorn.v) ??
    differs(`${where}, sp_el0`, core.spEl0, unicorn.spEl0) ??
    differs(`${where}, sp_el1`, core.spEl1, unicorn.spEl1) ??
    differs(`${where}, pc`, core.pc, unicorn.pc) ??
    differs(`${where}, pstate`, core.pstate & PSTATE_COMPARED, unicorn.pstate & PSTATE_COMPARED) ??
    differs(`${where}, fpsr`, core.fpsr, unicorn.fpsr) ??
    differs(`${where}, fpcr`, core.fpcr, unicorn.fpcr)
  );
}

function compareTraps(core: TrapRecord, unicorn: TrapRecord): string | undefined {
  const where = `trap ${core.index}`;
  return (
    differs(`${where}, address`, core.address, unicorn.address) ??
    compareRegisters(`${where} before`, core.before, unicorn.before) ??
    compareRegisters(`${where} after`, core.after, unicorn.after) ??
    differs(`${where}, ESR`, core.exception.esr, unicorn.exception.esr) ??
    differs(`${where}, ELR`, core.exception.elr, unicorn.exception.elr) ??
    differs(`${where}, SMCs`, BigInt(core.smcCount), BigInt(unicorn.smcCount))
  );
}

function compareArrivals(core: Arrival, unicorn: Arrival): string | undefined {
  const where = `arrival at ${hex(core.address)}`;
  return (
    differs(`${where}, address`, core.address, unicorn.address) ??
    compareRegisters(where, core.registers, unicorn.registers)
  );
}

function compareStops(core: StopReason, unicorn: StopReason): string | undefined {
  if (core.kind !== unicorn.kind) return `stop: core ${core.kind}, libunicorn ${unicorn.kind}`;
  return differs('stop, pc', core.pc, unicorn.pc);
}

function each<Event>(
  name: string,
  core: Event[],
  unicorn: Event[],
  compare: (core: Event, unicorn: Event) => string | undefined,
): string | undefined {
  for (const [index, event] of core.entries()) {
    const other = unicorn[index];
    const found = other === undefined ? undefined : compare(event, other);
    if (found !== undefined) return found;
  }
  return core.length === unicorn.length ? undefined : `${name}: core ${core.length}, libunicorn ${unicorn.length}`;
}

/**
 * The first difference between two runs of one job in the order of execution, or undefined where traps, arrivals, the
 * stop, the final registers and the number of instructions are the same.
 */
export function disagreement(core: RunRecord, unicorn: RunRecord): string | undefined {
  return (
    each('traps', core.traps, unicorn.traps, compareTraps) ??
    each('arrivals', core.arrivals, unicorn.arrivals, compareArrivals) ??
    compareStops(core.stop, unicorn.stop) ??
    compareRegisters('final', core.final, unicorn.final) ??
    differs('instructions', BigInt(core.instructions), BigInt(unicorn.instructions))
  );
}
