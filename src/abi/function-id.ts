import {
  SMCCC_64,
  SMCCC_FAST,
  SMCCC_NUMBER_MASK,
  SMCCC_OWNER_ARCH,
  SMCCC_OWNER_CPU,
  SMCCC_OWNER_MASK,
  SMCCC_OWNER_OEM,
  SMCCC_OWNER_SHIFT,
  SMCCC_OWNER_SIP,
  SMCCC_OWNER_STANDARD,
  SMCCC_OWNER_STANDARD_HYP,
  SMCCC_OWNER_VENDOR_EL3,
  SMCCC_OWNER_VENDOR_HYP,
  SMCCC_SVE_HINT,
} from '../../assembly/smccc/ids.ts';
import type { Form } from './row.ts';

/** The fields of w0 as the SMC Calling Convention lays them out (DEN0028, table 2-1), and what stands above them in x0. */
export interface FunctionId {
  /** w0 without the SVE hint: what names the function. */
  word: number;
  fast: boolean;
  form: Form;
  /** Owning entity number, bits 29:24. */
  owner: number;
  /** Bits 15:0. */
  number: number;
  /** Bit 16: the caller has no live SVE state (SMCCC 1.3). */
  hint: boolean;
  /** Bits 23:17, zero in every fast call. */
  reserved: number;
  /** x0[63:32], no part of the id. */
  upper: number;
}

const RESERVED_SHIFT = 17;
const RESERVED_MASK = 0x7f;

/** Takes x0 of a call apart. */
export function decodeFunctionId(x0: bigint): FunctionId {
  const w0 = Number(x0 & 0xffffffffn);
  return {
    word: (w0 & ~SMCCC_SVE_HINT) >>> 0,
    fast: (w0 & SMCCC_FAST) !== 0,
    form: (w0 & SMCCC_64) !== 0 ? 64 : 32,
    owner: (w0 >>> SMCCC_OWNER_SHIFT) & SMCCC_OWNER_MASK,
    number: w0 & SMCCC_NUMBER_MASK,
    hint: (w0 & SMCCC_SVE_HINT) !== 0,
    reserved: (w0 >>> RESERVED_SHIFT) & RESERVED_MASK,
    upper: Number((x0 >> 32n) & 0xffffffffn),
  };
}

const owners = new Map<number, string>([
  [SMCCC_OWNER_ARCH, 'Arm Architecture'],
  [SMCCC_OWNER_CPU, 'CPU Service'],
  [SMCCC_OWNER_SIP, 'SiP Service'],
  [SMCCC_OWNER_OEM, 'OEM Service'],
  [SMCCC_OWNER_STANDARD, 'Standard Secure Service'],
  [SMCCC_OWNER_STANDARD_HYP, 'Standard Hypervisor Service'],
  [SMCCC_OWNER_VENDOR_HYP, 'Vendor Hypervisor Service'],
  [SMCCC_OWNER_VENDOR_EL3, 'Vendor EL3 Monitor Service'],
]);
const FIRST_TRUSTED_APPLICATION = 48;
const FIRST_TRUSTED_OS = 50;
/** Yielding ids below this belong to interfaces older than the convention. */
const LEGACY_YIELDING_END = 0x02000000;
const TRUSTED_OS_YIELDING_END = 0x20000000;

/** The owning entity of the call, by the names of DEN0028. */
export function ownerName(id: FunctionId): string {
  if (!id.fast) {
    if (id.word < LEGACY_YIELDING_END) return 'legacy';
    return id.word < TRUSTED_OS_YIELDING_END ? 'Trusted OS' : 'reserved';
  }
  if (id.owner >= FIRST_TRUSTED_OS) return 'Trusted OS';
  if (id.owner >= FIRST_TRUSTED_APPLICATION) return 'Trusted Application';
  return owners.get(id.owner) ?? 'reserved owner';
}
