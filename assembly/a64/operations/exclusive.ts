/** Load-exclusive, store-exclusive, and ordered loads and stores (DDI 0487, C4.1.96.3 to C4.1.96.6, C4.1.96.12). */

import { MONITOR_HIGH, MONITOR_LOW } from '../../layout';
import { alignedReadable, alignedWritable } from '../../machine/access';
import { isExclusive, openMonitor, setMonitor } from '../../machine/monitor';
import { low, readD, readM, readN, writeD, writeM } from '../operation';
import { widen } from './load-store';

/** The monitor covers what was loaded. */
export function loadExclusive<T>(cpu: usize, op: usize): bool {
  const address = readN<u64>(cpu, op);
  const at = alignedReadable<T>(address);
  if (!at) return false;
  const value = <u64>load<T>(at);
  setMonitor(cpu, address, sizeof<T>(), value, 0);
  writeD(cpu, op, value);
  return true;
}

/** T is v128 for two doublewords and u64 for two words, R the width of a register. */
export function loadExclusivePair<T, R>(cpu: usize, op: usize): bool {
  const address = readN<u64>(cpu, op);
  const at = alignedReadable<T>(address);
  if (!at) return false;
  setMonitor(cpu, address, sizeof<T>(), load<u64>(at), sizeof<T>() === 16 ? load<u64>(at, 8) : 0);
  const second = load<R>(at, sizeof<R>());
  writeD(cpu, op, <u64>load<R>(at));
  writeM(cpu, op, <u64>second);
  return true;
}

/**
 * d takes the status, m is what to store. Without the monitor the access does not happen, so that it cannot fault
 * either: IMPLEMENTATION DEFINED (AArch64.ExclusiveMonitorsPass).
 */
export function storeExclusive<T>(cpu: usize, op: usize): bool {
  const address = readN<u64>(cpu, op);
  if (!isExclusive(cpu, address, sizeof<T>())) return finishExclusive(cpu, op, 1);
  const at = alignedWritable<T>(address);
  if (!at) return false;
  const same = <u64>load<T>(at) === load<u64>(cpu, MONITOR_LOW);
  if (same) store<T>(at, readM<T>(cpu, op));
  return finishExclusive(cpu, op, same ? 0 : 1);
}

/** The immediate is the slot of the second register. */
export function storeExclusivePair<T, R>(cpu: usize, op: usize): bool {
  const address = readN<u64>(cpu, op);
  if (!isExclusive(cpu, address, sizeof<T>())) return finishExclusive(cpu, op, 1);
  const at = alignedWritable<T>(address);
  if (!at) return false;
  const same = isUnchanged<T>(cpu, at);
  if (same) {
    store<R>(at, readM<R>(cpu, op));
    store<R>(at, load<R>(cpu + <u32>low(op)), sizeof<R>());
  }
  return finishExclusive(cpu, op, same ? 0 : 1);
}

function isUnchanged<T>(cpu: usize, at: usize): bool {
  if (load<u64>(at) !== load<u64>(cpu, MONITOR_LOW)) return false;
  return sizeof<T>() === 8 || load<u64>(at, 8) === load<u64>(cpu, MONITOR_HIGH);
}

function finishExclusive(cpu: usize, op: usize, status: u64): bool {
  openMonitor(cpu);
  writeD(cpu, op, status);
  return true;
}

export function clearExclusive(cpu: usize, op: usize): void {
  openMonitor(cpu);
}

/** LDAR, LDLAR, LDAPR and LDAPUR: the address must be aligned. One vCPU runs at a time, which orders everything. */
export function loadOrdered<T, R>(cpu: usize, op: usize): bool {
  const at = alignedReadable<T>(readN<u64>(cpu, op) + <u64>(<i64>low(op)));
  if (!at) return false;
  writeD(cpu, op, widen<T, R>(load<T>(at)));
  return true;
}

/** STLR, STLLR and STLUR. */
export function storeOrdered<T>(cpu: usize, op: usize): bool {
  const at = alignedWritable<T>(readN<u64>(cpu, op) + <u64>(<i64>low(op)));
  if (!at) return false;
  store<T>(at, readD<T>(cpu, op));
  return true;
}
