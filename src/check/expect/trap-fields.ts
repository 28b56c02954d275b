import type { TrapRecord } from '../../engine/record.ts';
import type { TrapField } from '../../guest/stub/condition.ts';

/** Where each field that a stub can name stands in the record. */
const READERS: Readonly<Record<TrapField, (trap: TrapRecord) => bigint>> = {
  smcs: (trap) => BigInt(trap.smcCount),
  warnings: (trap) => BigInt(trap.warnings),
  immediate: (trap) => BigInt(trap.immediate),
  instruction: (trap) => BigInt(trap.instruction >>> 0),
  source_el: (trap) => BigInt(trap.exception.sourceEl),
  target_el: (trap) => BigInt(trap.exception.targetEl),
  esr: (trap) => trap.exception.esr,
  elr: (trap) => trap.exception.elr,
  spsr: (trap) => trap.exception.spsr,
  vector: (trap) => trap.exception.vector,
  entry_pstate: (trap) => trap.exception.pstate,
  return_address: (trap) => trap.exception.returnAddress,
};

/** The field as an unsigned number, or undefined where no field has the name. */
export function trapField(trap: TrapRecord, name: string): bigint | undefined {
  return Object.hasOwn(READERS, name) ? READERS[name as TrapField](trap) : undefined;
}
