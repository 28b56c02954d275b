/** One stub on several models: trap by trap, who kept the caller's registers, who delivered the reply, who lost what. */
import type { Version } from '../abi/row.ts';
import { resultRegisters } from '../abi/table.ts';
import type { TrapRecord } from '../engine/record.ts';
import type { RunReport } from './report.ts';

/**
 * What became of a register: `kept` the caller's value, `withheld` the same although EL3's reply has a result there,
 * `reply` the value of EL3's reply, `zero`, `undefined` EL2 stack, `own` another value of EL2's, `none` where the model
 * did not take this trap.
 */
export type Fate = 'kept' | 'withheld' | 'reply' | 'zero' | 'undefined' | 'own' | 'none';

export interface ComparedCell {
  fate: Fate;
  value: bigint | undefined;
  /** Differs from what the first model did. */
  differs: boolean;
}

export interface ComparedRegister {
  register: string;
  /** The caller's value, undefined where the models do not agree on it. */
  caller: bigint | undefined;
  /** The value in EL3's last reply, where something of it reached the caller and the models agree on it. */
  reply: bigint | undefined;
  /** In the order of the models. */
  cells: ComparedCell[];
}

export interface ComparedTrap {
  address: bigint;
  /** How often the instruction had been trapped before. */
  occurrence: number;
  /** In the order of the models, undefined where a model did not come here. */
  traps: (TrapRecord | undefined)[];
  /** x0 … x30. */
  registers: ComparedRegister[];
}

/** The value that all agree on. Those that have none do not count. */
function agreed(values: (bigint | undefined)[]): bigint | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.every((value) => value === known[0]) ? known[0] : undefined;
}

/** Whether EL3's last reply is the one that the caller got, and has another value in a register that holds a result. */
function isWithheld({ before, after, smcs }: TrapRecord, n: number, version: Version): boolean {
  const reply = smcs.at(-1)?.output;
  if (!reply || reply[0] !== after.x[0] || reply[n] === after.x[n]) return false;
  return ((resultRegisters(before.x[0] ?? 0n, after.x[0] ?? 0n, version) >>> n) & 1) !== 0;
}

function fateOf(trap: TrapRecord | undefined, n: number, version: Version): Fate {
  if (!trap) return 'none';
  const writer = trap.writers[n];
  if (writer === 'undefined') return 'undefined';
  if (trap.after.x[n] === trap.before.x[n]) return isWithheld(trap, n, version) ? 'withheld' : 'kept';
  if (writer === 'el3') return 'reply';
  return trap.after.x[n] === 0n ? 'zero' : 'own';
}

/** Models that came here with other values differ by what they do with them, not by the values. */
function sameFate(a: ComparedCell, b: ComparedCell): boolean {
  return a.fate === b.fate && (a.fate !== 'own' || a.value === b.value);
}

function compareRegister(traps: (TrapRecord | undefined)[], n: number, version: Version): ComparedRegister {
  const cells = traps.map((trap) => ({ fate: fateOf(trap, n, version), value: trap?.after.x[n], differs: false }));
  const reference = cells[0];
  return {
    register: `x${n}`,
    caller: agreed(traps.map((trap) => trap?.before.x[n])),
    reply: agreed(traps.map((trap) => (trap?.writers.includes('el3') ? trap.smcs.at(-1)?.output[n] : undefined))),
    cells: cells.map((cell) => ({ ...cell, differs: reference !== undefined && !sameFate(cell, reference) })),
  };
}

const GENERAL_REGISTERS = 31;

/** The trap of each model under one key: the address of the instruction and how often it was trapped before. */
function keyed(report: RunReport): Map<string, TrapRecord> {
  const seen = new Map<bigint, number>();
  return new Map(
    report.run.traps.map((trap) => {
      const occurrence = seen.get(trap.address) ?? 0;
      seen.set(trap.address, occurrence + 1);
      return [`${trap.address} ${occurrence}`, trap];
    }),
  );
}

/** Pairs the traps of runs of the same stub, in the order in which the runs come to them. */
export function compareRuns(reports: RunReport[]): ComparedTrap[] {
  const runs = reports.map(keyed);
  const version = reports[0]?.version ?? '1.2';
  const longest = runs.toSorted((a, b) => b.size - a.size);
  const keys = new Set(longest.flatMap((run) => [...run.keys()]));
  return [...keys].map((key) => {
    const [address, occurrence] = key.split(' ');
    const traps = runs.map((run) => run.get(key));
    return {
      address: BigInt(address ?? 0),
      occurrence: Number(occurrence),
      traps,
      registers: Array.from({ length: GENERAL_REGISTERS }, (_, n) => compareRegister(traps, n, version)),
    };
  });
}

/** Whether some model does something else with the register than the first one. */
export function registerDiffers({ cells }: ComparedRegister): boolean {
  return cells.some(({ differs }) => differs);
}
