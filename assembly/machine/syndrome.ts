/**
 * ESR_ELx, AArch64 (DDI 0487, D24.2).
 *
 *  31      26 25 24                    0
 * ┌──────────┬──┬───────────────────────┐
 * │    EC    │IL│          ISS          │   ISS of SVC, HVC and SMC: imm16 in 15:0
 * └──────────┴──┴───────────────────────┘
 */

const EC_SHIFT: u32 = 26;
const EC_ILLEGAL_STATE: u32 = 0x0e;
/** Exception classes of HVC and SMC, from AArch32 and from AArch64. */
export const EC_HVC32: u32 = 0x12;
export const EC_SMC32: u32 = 0x13;
export const EC_HVC64: u32 = 0x16;
export const EC_SMC64: u32 = 0x17;
const IL: u32 = 1 << 25;

/** EC 0, unknown reason. */
export const SYNDROME_UNDEFINED: u64 = IL;
export const SYNDROME_ILLEGAL_STATE: u64 = (EC_ILLEGAL_STATE << EC_SHIFT) | IL;

export function syndromeSmc(immediate: u32): u64 {
  return (EC_SMC64 << EC_SHIFT) | IL | immediate;
}

export function syndromeHvc(immediate: u32): u64 {
  return (EC_HVC64 << EC_SHIFT) | IL | immediate;
}

/** Exception class. */
export function classOf(syndrome: u64): u32 {
  return <u32>syndrome >> EC_SHIFT;
}

export function isHvcSyndrome(syndrome: u64): bool {
  return classOf(syndrome) === EC_HVC64;
}

/** imm16 of SVC, HVC and SMC. */
export function immediateOfSyndrome(syndrome: u64): u32 {
  return <u32>syndrome & 0xffff;
}
