/** What the generated decoder calls: values that take more than a shift and a mask. */

import { REG_SP } from '../layout';
import { destination, linkedDestination } from './destination';
import { CODE_CHECK_STACK, encode, OPERATION_CODE, OPERATION_SECOND, signed } from './operation';

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

// ---- immediates of SIMD and FP instructions (AdvSIMDExpandImm, VFPExpandImm) ----------------------------------------

/** A 32-bit element twice. */
export function words(element: u32): u64 {
  return <u64>element * 0x0000000100000001;
}

/** A 16-bit element four times. */
export function halfwords(element: u32): u64 {
  return <u64>(element & 0xffff) * 0x0001000100010001;
}

/** A byte eight times. */
export function bytes(element: u32): u64 {
  return <u64>element * 0x0101010101010101;
}

/** Each bit of a byte, eight times. */
export function byteMask(element: u32): u64 {
  let mask: u64 = 0;
  for (let bit: u64 = 0; bit < 8; bit++) if ((element >> <u32>bit) & 1) mask |= (<u64>0xff) << (bit * 8);
  return mask;
}

/** A byte with ones shifted in below it, 8 or 16 of them. */
export function shiftingOnes(element: u32, amount: u32): u32 {
  const shift = 8 * (amount + 1);
  return (element << shift) | ((1 << shift) - 1);
}

/** The floating-point number of eight bits in half, single or double precision: 16, 32 or 64 bits. */
export function floatImmediate(imm8: u32, width: u64): u64 {
  const sign = <u64>(imm8 >> 7);
  const exponentBits: u64 = width === 16 ? 5 : width === 32 ? 8 : 11;
  const top = <u64>((imm8 >> 6) & 1);
  const repeated = top ? ones(<u32>exponentBits - 3) : 0;
  const exponent = ((top ^ 1) << (exponentBits - 1)) | (repeated << 2) | <u64>((imm8 >> 4) & 3);
  const fractionBits = width - 1 - exponentBits;
  return (sign << (width - 1)) | (exponent << fractionBits) | ((<u64>(imm8 & 15)) << (fractionBits - 4));
}
