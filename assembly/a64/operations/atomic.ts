/**
 * FEAT_LSE (DDI 0487, C4.1.96.7 to C4.1.96.10, C4.1.96.29): d takes what was in memory, m is the operand. T is signed for
 * SMAX and SMIN alone; what is loaded is always extended with zeros.
 */

import { updatable } from '../../machine/access';
import { low, numberD, numberM, readM, readN, writeD } from '../operation';

/** The old value as a register takes it. */
function old<T>(at: usize): u64 {
  const value = load<T>(at);
  if (sizeof<T>() === 8) return <u64>value;
  return <u64>value & (((<u64>1) << (sizeof<T>() * 8)) - 1);
}

export function ldadd<T>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const before = old<T>(at);
  store<T>(at, load<T>(at) + readM<T>(cpu, op));
  writeD(cpu, op, before);
  return true;
}

export function ldclr<T>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const before = old<T>(at);
  store<T>(at, load<T>(at) & ~readM<T>(cpu, op));
  writeD(cpu, op, before);
  return true;
}

export function ldeor<T>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const before = old<T>(at);
  store<T>(at, load<T>(at) ^ readM<T>(cpu, op));
  writeD(cpu, op, before);
  return true;
}

export function ldset<T>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const before = old<T>(at);
  store<T>(at, load<T>(at) | readM<T>(cpu, op));
  writeD(cpu, op, before);
  return true;
}

/** LDSMAX with a signed T, LDUMAX with an unsigned one. */
export function ldmax<T>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const before = old<T>(at);
  const operand = readM<T>(cpu, op);
  if (operand > load<T>(at)) store<T>(at, operand);
  writeD(cpu, op, before);
  return true;
}

export function ldmin<T>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const before = old<T>(at);
  const operand = readM<T>(cpu, op);
  if (operand < load<T>(at)) store<T>(at, operand);
  writeD(cpu, op, before);
  return true;
}

export function swp<T>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const before = old<T>(at);
  store<T>(at, readM<T>(cpu, op));
  writeD(cpu, op, before);
  return true;
}

/** d takes the old value, the immediate is the slot of what to compare with, m what to store. */
export function cas<T>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const before = load<T>(at);
  if (before === load<T>(cpu + <u32>low(op))) store<T>(at, readM<T>(cpu, op));
  writeD(cpu, op, <u64>before);
  return true;
}

/**
 * d and m are the numbers of even registers: the first of what to compare with and of what to store. T is v128 for two
 * doublewords and u64 for two words, R the width of a register. After x30 comes the slot that XZR reads as.
 */
export function casp<T, R>(cpu: usize, op: usize): bool {
  const at = updatable<T>(readN<u64>(cpu, op));
  if (!at) return false;
  const expected = cpu + numberD(op) * 8;
  const lower = load<R>(at);
  const upper = load<R>(at, sizeof<R>());
  if (lower === load<R>(expected) && upper === load<R>(expected, 8)) storeTwo<R>(cpu, op, at);
  store<u64>(expected, <u64>lower);
  if (numberD(op) !== 30) store<u64>(expected, <u64>upper, 8);
  return true;
}

function storeTwo<R>(cpu: usize, op: usize, at: usize): void {
  const source = cpu + numberM(op) * 8;
  const upper = load<R>(source, 8);
  store<R>(at, load<R>(source));
  store<R>(at, upper, sizeof<R>());
}
