/** Immediates of branches. Within a page the lower half is the distance in the table of operations. */

import { OPERATION_SIZE, PAGE_SIZE } from '../layout';

/** No distance within a page: those are multiples of 16. */
export const FAR: i32 = 1;

/** The immediate of a branch from `address` to `target`. */
export function destination(address: u64, target: u64): u64 {
  const near = (address ^ target) < PAGE_SIZE;
  const distance = near ? <i64>(target - address) * (OPERATION_SIZE / 4) : FAR;
  return (<u64>distance & 0xffffffff) | (target << 32);
}

/** The immediate of a branch with link: the target and the return address. */
export function linkedDestination(address: u64, target: u64): u64 {
  return (target & 0xffffffff) | ((address + 4) << 32);
}
