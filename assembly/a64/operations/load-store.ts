/**
 * Loads and stores of one general-purpose register (DDI 0487, C4.1.96). T is what is in memory, R the width of the
 * register. Each returns false after a fault, and has then written nothing.
 */

import { readable, writable } from '../../machine/access';
import { immediate, low, middle, readD, readM, readN, writeD, writeN } from '../operation';
import { extendedM } from './operand';

/** Widens to R by T's signedness, then to 64 bits with zeros. */
export function widen<T, R>(value: T): u64 {
  return sizeof<R>() === 4 ? <u64>(<u32>value) : <u64>value;
}

/** The address of base and offset. */
function offsetAddress(cpu: usize, op: usize): u64 {
  return readN<u64>(cpu, op) + <u64>(<i64>low(op));
}

export function loadOffset<T, R>(cpu: usize, op: usize): bool {
  const at = readable<T>(offsetAddress(cpu, op));
  if (!at) return false;
  writeD(cpu, op, widen<T, R>(load<T>(at)));
  return true;
}

export function storeOffset<T>(cpu: usize, op: usize): bool {
  const at = writable<T>(offsetAddress(cpu, op));
  if (!at) return false;
  store<T>(at, readD<T>(cpu, op));
  return true;
}

/**
 * Pre- and post-indexed: bits 47:32 of the immediate are what is added to the base. Where the base is loaded as well,
 * CONSTRAINED UNPREDICTABLE, the address stays.
 */
export function loadWriteback<T, R>(cpu: usize, op: usize): bool {
  const base = readN<u64>(cpu, op);
  const at = readable<T>(base + <u64>(<i64>low(op)));
  if (!at) return false;
  writeD(cpu, op, widen<T, R>(load<T>(at)));
  writeN(cpu, op, base + <u64>(<i64>middle(op)));
  return true;
}

export function storeWriteback<T>(cpu: usize, op: usize): bool {
  const base = readN<u64>(cpu, op);
  const at = writable<T>(base + <u64>(<i64>low(op)));
  if (!at) return false;
  store<T>(at, readD<T>(cpu, op));
  writeN(cpu, op, base + <u64>(<i64>middle(op)));
  return true;
}

/** The immediate is the address. */
export function loadLiteral<T, R>(cpu: usize, op: usize): bool {
  const at = readable<T>(immediate(op));
  if (!at) return false;
  writeD(cpu, op, widen<T, R>(load<T>(at)));
  return true;
}

/** The index is a 64-bit register, shifted by the immediate. */
export function loadIndexed<T, R>(cpu: usize, op: usize): bool {
  const at = readable<T>(readN<u64>(cpu, op) + (readM<u64>(cpu, op) << (<u64>low(op))));
  if (!at) return false;
  writeD(cpu, op, widen<T, R>(load<T>(at)));
  return true;
}

export function storeIndexed<T>(cpu: usize, op: usize): bool {
  const at = writable<T>(readN<u64>(cpu, op) + (readM<u64>(cpu, op) << (<u64>low(op))));
  if (!at) return false;
  store<T>(at, readD<T>(cpu, op));
  return true;
}

/** The index is extended as the immediate says (operand.ts). */
export function loadExtended<T, R>(cpu: usize, op: usize): bool {
  const at = readable<T>(readN<u64>(cpu, op) + extendedM(cpu, op));
  if (!at) return false;
  writeD(cpu, op, widen<T, R>(load<T>(at)));
  return true;
}

export function storeExtended<T>(cpu: usize, op: usize): bool {
  const at = writable<T>(readN<u64>(cpu, op) + extendedM(cpu, op));
  if (!at) return false;
  store<T>(at, readD<T>(cpu, op));
  return true;
}
