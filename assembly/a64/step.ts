/** What the run loop does between operations. */

import { OPERATION_SIZE, REG_PC } from '../layout';
import { addressOf } from './code';
import { jump } from './operations/branch';

/** Leaves the loop at an operation: PC is its address. Returns `left`. */
export function leave(cpu: usize, op: usize, left: u32): u32 {
  store<u64>(cpu, addressOf(op), REG_PC);
  return left;
}

/** From the record behind a page's last instruction to the first of the next page. */
export function crossPage(cpu: usize, op: usize): usize {
  return jump(cpu, addressOf(op - OPERATION_SIZE) + 4);
}
