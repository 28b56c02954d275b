/** Two engines over the same job: the first thing on which they are not of one mind. */

import type { EngineOutcome } from './engine.ts';
import { hex } from './hex.ts';
import type { Arrival, ModelState, RegisterFile, StopReason, TrapRecord } from './record.ts';

/** libunicorn's processor has FEAT_BTI and so PSTATE.BTYPE (bits 11:10); the interpreter's has not. */
const PSTATE_COMPARED = ~0xc00n;

/** Something on which they are not, with both values as people read them. */
export interface Disagreement {
  what: string;
  core: string;
  unicorn: string;
}

/** In one line. */
export function describeDisagreement({ what, core, unicorn }: Disagreement): string {
  return `${what}: core ${core}, libunicorn ${unicorn}`;
}

function differs(what: string, core: bigint, unicorn: bigint): Disagreement | undefined {
  return core === unicorn ? undefined : { what, core: hex(core), unicorn: hex(unicorn) };
}

function differ(what: string, core: string, unicorn: string): Disagreement | undefined {
  return core === unicorn ? undefined : { what, core, unicorn };
}

function compareRegisters(where: string, core: RegisterFile, unicorn: RegisterFile): Disagreement | undefined {
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

/** The first difference between two accounts of one trap. */
export function compareTraps(core: TrapRecord, unicorn: TrapRecord): Disagreement | undefined {
  const where = `trap ${core.index}`;
  return (
    differs(`${where}, address`, core.address, unicorn.address) ??
    compareRegisters(`${where} before`, core.before, unicorn.before) ??
    compareRegisters(`${where} after`, core.after, unicorn.after) ??
    differs(`${where}, ESR`, core.exception.esr, unicorn.exception.esr) ??
    differs(`${where}, ELR`, core.exception.elr, unicorn.exception.elr) ??
    differs(`${where}, SMCs`, BigInt(core.smcCount), BigInt(unicorn.smcCount)) ??
    differ(`${where}, disposition`, core.disposition, unicorn.disposition) ??
    compareStates(where, core.state, unicorn.state)
  );
}

function compareStates(where: string, core: ModelState, unicorn: ModelState): Disagreement | undefined {
  return Object.entries(core)
    .map(([name, value]) => differs(`${where}, ${name}`, value, unicorn[name] ?? ~value))
    .find((found) => found !== undefined);
}

function compareArrivals(core: Arrival, unicorn: Arrival): Disagreement | undefined {
  const where = `arrival at ${hex(core.address)}`;
  return (
    differs(`${where}, address`, core.address, unicorn.address) ??
    compareRegisters(where, core.registers, unicorn.registers)
  );
}

/** The first difference between two ends of a run. */
export function compareStops(core: StopReason, unicorn: StopReason): Disagreement | undefined {
  return differ('stop', core.kind, unicorn.kind) ?? differs('stop, pc', core.pc, unicorn.pc);
}

function each<Event>(
  name: string,
  core: Event[],
  unicorn: Event[],
  compare: (core: Event, unicorn: Event) => Disagreement | undefined,
): Disagreement | undefined {
  for (const [index, event] of core.entries()) {
    const other = unicorn[index];
    const found = other === undefined ? undefined : compare(event, other);
    if (found !== undefined) return found;
  }
  return differ(name, `${core.length}`, `${unicorn.length}`);
}

/**
 * The first difference between two runs of one job in the order of execution, or undefined where traps, arrivals, the
 * stop, the final registers and the number of instructions are the same.
 */
export function disagreement(core: EngineOutcome, unicorn: EngineOutcome): Disagreement | undefined {
  return (
    each('traps', core.traps, unicorn.traps, compareTraps) ??
    each('arrivals', core.arrivals, unicorn.arrivals, compareArrivals) ??
    compareStops(core.stop, unicorn.stop) ??
    compareRegisters('final', core.final, unicorn.final) ??
    differs('instructions', BigInt(core.instructions), BigInt(unicorn.instructions))
  );
}
