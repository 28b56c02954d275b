/**
 * Branches (DDI 0487, C4.1.94). Within a page the lower half of the immediate is the distance in the table of operations;
 * FAR there says that the upper half is the target address. Each returns the next operation, or 0 with PC written.
 */

import { OPERATION_SIZE, REG_PC, REG_X } from '../../layout';
import { isFetchable } from '../../machine/access';
import { operationAt } from '../code';
import { FAR } from '../destination';
import { holds } from '../flags';
import { high, low, numberD, numberM, readN } from '../operation';

const LINK: u32 = REG_X + 30 * 8;

export function next(op: usize): usize {
  return op + OPERATION_SIZE;
}

function taken(cpu: usize, op: usize): usize {
  const distance = low(op);
  return distance === FAR ? jump(cpu, high(op)) : op + distance;
}

/** Goes on at an address whose page is decoded, or leaves it to the run loop to find out why not. */
export function jump(cpu: usize, target: u64): usize {
  if (!(target & 3) && isFetchable(target)) {
    const op = operationAt(target);
    if (op) return op;
  }
  store<u64>(cpu, target, REG_PC);
  return 0;
}

export function branch(cpu: usize, op: usize): usize {
  return taken(cpu, op);
}

/** BL: d is the slot for the return address. */
export function branchLink(cpu: usize, op: usize): usize {
  store<u64>(cpu, <u64>high(op), LINK);
  return jump(cpu, <u64>(<u32>low(op)));
}

/** B.cond: d is the mask of the condition. */
export function branchConditional(cpu: usize, op: usize): usize {
  return holds(cpu, numberD(op)) ? taken(cpu, op) : next(op);
}

export function cbz<T>(cpu: usize, op: usize): usize {
  return readN<T>(cpu, op) === 0 ? taken(cpu, op) : next(op);
}

export function cbnz<T>(cpu: usize, op: usize): usize {
  return readN<T>(cpu, op) !== 0 ? taken(cpu, op) : next(op);
}

/** m is the number of the bit. */
export function tbz(cpu: usize, op: usize): usize {
  return (readN<u64>(cpu, op) >> <u64>numberM(op)) & 1 ? next(op) : taken(cpu, op);
}

export function tbnz(cpu: usize, op: usize): usize {
  return (readN<u64>(cpu, op) >> <u64>numberM(op)) & 1 ? taken(cpu, op) : next(op);
}

/** BR and RET. */
export function branchRegister(cpu: usize, op: usize): usize {
  return jump(cpu, readN<u64>(cpu, op));
}

/** BLR: the immediate is the return address. The target is read first: it may be x30. */
export function branchLinkRegister(cpu: usize, op: usize): usize {
  const target = readN<u64>(cpu, op);
  store<u64>(cpu, <u64>high(op), LINK);
  return jump(cpu, target);
}
