/** What the generated decoder calls: values that take more than a shift and a mask. */

import { REG_SP } from '../layout';
import { CODE_CHECK_STACK } from './generated/decoder';
import { encode, OPERATION_CODE, OPERATION_SECOND, signed } from './operation';
import { destination, linkedDestination } from './operations/branch';

/**
 * Writes an operation that can fail. With the stack pointer as its base its code stands second, behind a check of the
 * alignment: a system register decides at run time whether that matters.
 */
export function encodeChecked(op: usize, code: u32, d: u32, n: u32, m: u32, immediate: u64): void {
  encode(op, code, d, n, m, immediate);
  if (n !== REG_SP) return;
  store<u16>(op, code, OPERATION_SECOND);
  store<u16>(op, CODE_CHECK_STACK, OPERATION_CODE);
}

/** The immediate of a branch by `imm` instructions, a signed field of `width` bits. */
export function branchTo(address: u64, imm: u32, width: u32): u64 {
  return destination(address, address + <u64>(signed(imm, width) << 2));
}

export function linkedBranchTo(address: u64, imm: u32, width: u32): u64 {
  return linkedDestination(address, address + <u64>(signed(imm, width) << 2));
}

/** The lowest `count` bits, 1 to 64. */
export function ones(count: u32): u64 {
  return <u64>-1 >> (64 - <u64>count);
}

/** The bits of a W or X register. */
export function widthMask(sf: u32): u64 {
  return ones(32 + 32 * sf);
}

/** log2 of the element size of a logical immediate; 0 and less where N and imms are reserved (DecodeBitMasks). */
function elementLog(N: u32, imms: u32): i32 {
  return 31 - clz<u32>((N << 6) | (~imms & 0x3f));
}

/** Whether a logical immediate is not reserved. */
export function isBitmask(sf: u32, N: u32, imms: u32): bool {
  const log = elementLog(N, imms);
  if (log < 1 || log > 5 + <i32>sf) return false;
  const levels = (1 << log) - 1;
  return (<i32>imms & levels) !== levels;
}

/** The value of a logical immediate that is not reserved (DecodeBitMasks). */
export function bitmask(sf: u32, N: u32, imms: u32, immr: u32): u64 {
  const size: u32 = 1 << elementLog(N, imms);
  const element = ones((imms & (size - 1)) + 1);
  const rotation = immr & (size - 1);
  let value = rotation === 0 ? element : ((element >> rotation) | (element << (size - rotation))) & ones(size);
  for (let have = size; have < 64; have *= 2) value |= value << have;
  return value & widthMask(sf);
}
