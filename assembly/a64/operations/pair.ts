/** Loads and stores of two general-purpose registers, d and m (DDI 0487, C4.1.96.14 to C4.1.96.17). */

import { readablePair, writablePair } from '../../machine/access';
import { low, middle, readD, readM, readN, writeD, writeM, writeN } from '../operation';
import { widen } from './load-store';

/** R is the width of the registers: LDPSW loads i32 into u64. Both into one, CONSTRAINED UNPREDICTABLE, leaves the first. */
export function loadPair<T, R>(cpu: usize, op: usize): bool {
  const at = readablePair<T>(readN<u64>(cpu, op) + <u64>(<i64>low(op)));
  if (!at) return false;
  writeM(cpu, op, widen<T, R>(load<T>(at, sizeof<T>())));
  writeD(cpu, op, widen<T, R>(load<T>(at)));
  return true;
}

export function storePair<T>(cpu: usize, op: usize): bool {
  const at = writablePair<T>(readN<u64>(cpu, op) + <u64>(<i64>low(op)));
  if (!at) return false;
  store<T>(at, readD<T>(cpu, op));
  store<T>(at, readM<T>(cpu, op), sizeof<T>());
  return true;
}

/** Pre- and post-indexed: bits 47:32 of the immediate are what is added to the base. */
export function loadPairWriteback<T, R>(cpu: usize, op: usize): bool {
  const base = readN<u64>(cpu, op);
  const at = readablePair<T>(base + <u64>(<i64>low(op)));
  if (!at) return false;
  writeM(cpu, op, widen<T, R>(load<T>(at, sizeof<T>())));
  writeD(cpu, op, widen<T, R>(load<T>(at)));
  writeN(cpu, op, base + <u64>(<i64>middle(op)));
  return true;
}

export function storePairWriteback<T>(cpu: usize, op: usize): bool {
  const base = readN<u64>(cpu, op);
  const at = writablePair<T>(base + <u64>(<i64>low(op)));
  if (!at) return false;
  store<T>(at, readD<T>(cpu, op));
  store<T>(at, readM<T>(cpu, op), sizeof<T>());
  writeN(cpu, op, base + <u64>(<i64>middle(op)));
  return true;
}
