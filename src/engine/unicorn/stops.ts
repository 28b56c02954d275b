import * as layout from '../../../assembly/layout.ts';
import { hex } from '../hex.ts';
import type { StopKind, StopReason } from '../record.ts';
import * as uc from './constants.ts';

/** An instruction word: 8 hex digits. */
export function hexWord(word: number): string {
  return word.toString(16).padStart(8, '0');
}

export function stopReason(kind: StopKind, pc: bigint, detail: string): StopReason {
  return { kind, pc, detail };
}

/** Why a run ends that has executed as many instructions as it may, those of partitions among them. */
export function exhaustion(guest: number, partitions: number): string {
  if (partitions === 0) return `${guest} instructions executed`;
  return `${guest + partitions} instructions executed, ${partitions} of them by partitions`;
}

const ACCESS: Record<number, 'read' | 'write' | 'fetch'> = {
  [uc.UC_MEM_READ_UNMAPPED]: 'read',
  [uc.UC_MEM_READ_PROT]: 'read',
  [uc.UC_MEM_WRITE_UNMAPPED]: 'write',
  [uc.UC_MEM_WRITE_PROT]: 'write',
  [uc.UC_MEM_FETCH_UNMAPPED]: 'fetch',
  [uc.UC_MEM_FETCH_PROT]: 'fetch',
};

/** What an access of libunicorn's `type` is. */
export function accessOf(type: number): 'read' | 'write' | 'fetch' {
  return ACCESS[type] ?? 'read';
}

/** A data access or fetch outside the guest's memory. */
export function faultStop(pc: bigint, fault: NonNullable<StopReason['fault']>): StopReason {
  const { address, access, width } = fault;
  const owned = address >= BigInt(layout.HYP_START) && address < BigInt(layout.HYP_END);
  const inRam = address >= BigInt(layout.RAM_BASE) && address < BigInt(layout.RAM_BASE + layout.RAM_SIZE);
  const other = inRam ? 'memory that belongs to a secure partition' : 'nothing is mapped there';
  const where = owned ? 'memory that belongs to the hypervisor' : other;
  return { kind: 'memory-fault', pc, detail: `${access} of ${width} bytes at ${hex(address)}: ${where}`, fault };
}

/** An access that its address's alignment forbids, or one of which libunicorn does not tell the address. */
export function alignmentStop(pc: bigint, fault: StopReason['fault']): StopReason {
  if (fault === undefined || fault.address % BigInt(fault.width) === 0n) {
    return stopReason('memory-fault', pc, 'data abort: not aligned, or beyond the physical address range');
  }
  const detail = `${fault.access} of ${fault.width} bytes at ${hex(fault.address)}: not aligned`;
  return { kind: 'memory-fault', pc, detail, fault };
}

const CAUSES: Record<number, string> = {
  [layout.CAUSE_NULL_DEREFERENCE]: 'EL2 dereferences a NULL pointer',
  [layout.CAUSE_BUFFER_OVERFLOW]: 'EL2 writes past the end of a buffer',
  [layout.CAUSE_ENDLESS_LOOP]: 'EL2 would loop for ever',
  [layout.CAUSE_UNEXPECTED_EXCEPTION]: 'EL2 has no handler for the exception',
  [layout.CAUSE_DOMAIN_CRASH]: 'EL2 ends the domain of its guest',
};

/** EL2, or EL3 without it, did not come back from the trap at `pc`. */
export function el2Stop(outcome: number, cause: number, pc: bigint): StopReason {
  if (outcome === layout.OUTCOME_EL3_LOOP) return stopReason('el3-loop', pc, 'EL3 never comes back with an answer');
  const kind = outcome === layout.OUTCOME_EL2_FAULT ? 'el2-fault' : 'el2-panic';
  const fallback = kind === 'el2-fault' ? 'EL2 takes a fault' : 'EL2 panics';
  return stopReason(kind, pc, CAUSES[cause] ?? fallback);
}
