/**
 * Loads and stores of SIMD and FP registers (DDI 0487, C4.1.96): T is u8, u16, u32, u64 or v128. A load clears the rest of
 * the register.
 */

import { readable, readablePair, writable, writablePair } from '../../machine/access';
import { isVectorUsable } from '../fp-trap';
import { immediate, low, middle, numberD, numberM, readM, readN, writeN } from '../operation';
import { extendedM } from './operand';

/** Copies a T from memory to the vector register at an address. */
export function loadVector<T>(register: usize, at: usize): void {
  if (sizeof<T>() === 16) {
    v128.store(register, v128.load(at));
    return;
  }
  store<u64>(register, <u64>load<T>(at));
  store<u64>(register, 0, 8);
}

export function storeVector<T>(at: usize, register: usize): void {
  if (sizeof<T>() === 16) v128.store(at, v128.load(register));
  else store<T>(at, load<T>(register));
}

function loadAt<T>(cpu: usize, op: usize, address: u64): bool {
  if (!isVectorUsable(cpu)) return false;
  const at = readable<T>(address);
  if (!at) return false;
  loadVector<T>(cpu + numberD(op), at);
  return true;
}

function storeAt<T>(cpu: usize, op: usize, address: u64): bool {
  if (!isVectorUsable(cpu)) return false;
  const at = writable<T>(address);
  if (!at) return false;
  storeVector<T>(at, cpu + numberD(op));
  return true;
}

export function loadVectorOffset<T>(cpu: usize, op: usize): bool {
  return loadAt<T>(cpu, op, readN<u64>(cpu, op) + <u64>(<i64>low(op)));
}

export function storeVectorOffset<T>(cpu: usize, op: usize): bool {
  return storeAt<T>(cpu, op, readN<u64>(cpu, op) + <u64>(<i64>low(op)));
}

export function loadVectorWriteback<T>(cpu: usize, op: usize): bool {
  const base = readN<u64>(cpu, op);
  if (!loadAt<T>(cpu, op, base + <u64>(<i64>low(op)))) return false;
  writeN(cpu, op, base + <u64>(<i64>middle(op)));
  return true;
}

export function storeVectorWriteback<T>(cpu: usize, op: usize): bool {
  const base = readN<u64>(cpu, op);
  if (!storeAt<T>(cpu, op, base + <u64>(<i64>low(op)))) return false;
  writeN(cpu, op, base + <u64>(<i64>middle(op)));
  return true;
}

export function loadVectorLiteral<T>(cpu: usize, op: usize): bool {
  return loadAt<T>(cpu, op, immediate(op));
}

export function loadVectorIndexed<T>(cpu: usize, op: usize): bool {
  return loadAt<T>(cpu, op, readN<u64>(cpu, op) + (readM<u64>(cpu, op) << (<u64>low(op))));
}

export function storeVectorIndexed<T>(cpu: usize, op: usize): bool {
  return storeAt<T>(cpu, op, readN<u64>(cpu, op) + (readM<u64>(cpu, op) << (<u64>low(op))));
}

export function loadVectorExtended<T>(cpu: usize, op: usize): bool {
  return loadAt<T>(cpu, op, readN<u64>(cpu, op) + extendedM(cpu, op));
}

export function storeVectorExtended<T>(cpu: usize, op: usize): bool {
  return storeAt<T>(cpu, op, readN<u64>(cpu, op) + extendedM(cpu, op));
}

function loadPairAt<T>(cpu: usize, op: usize, address: u64): bool {
  if (!isVectorUsable(cpu)) return false;
  const at = readablePair<T>(address);
  if (!at) return false;
  loadVector<T>(cpu + numberD(op), at);
  loadVector<T>(cpu + numberM(op), at + sizeof<T>());
  return true;
}

function storePairAt<T>(cpu: usize, op: usize, address: u64): bool {
  if (!isVectorUsable(cpu)) return false;
  const at = writablePair<T>(address);
  if (!at) return false;
  storeVector<T>(at, cpu + numberD(op));
  storeVector<T>(at + sizeof<T>(), cpu + numberM(op));
  return true;
}

export function loadVectorPair<T>(cpu: usize, op: usize): bool {
  return loadPairAt<T>(cpu, op, readN<u64>(cpu, op) + <u64>(<i64>low(op)));
}

export function storeVectorPair<T>(cpu: usize, op: usize): bool {
  return storePairAt<T>(cpu, op, readN<u64>(cpu, op) + <u64>(<i64>low(op)));
}

export function loadVectorPairWriteback<T>(cpu: usize, op: usize): bool {
  const base = readN<u64>(cpu, op);
  if (!loadPairAt<T>(cpu, op, base + <u64>(<i64>low(op)))) return false;
  writeN(cpu, op, base + <u64>(<i64>middle(op)));
  return true;
}

export function storeVectorPairWriteback<T>(cpu: usize, op: usize): bool {
  const base = readN<u64>(cpu, op);
  if (!storePairAt<T>(cpu, op, base + <u64>(<i64>low(op)))) return false;
  writeN(cpu, op, base + <u64>(<i64>middle(op)));
  return true;
}
