/** From the normal world into the secure one: the registers that a call carries into the secure context. */

import { FFA_VERSION_1_2 } from '../ffa/status';
import { FIRMWARE_STATE_START, SMC_IN } from '../layout';
import { SMCCC_64, SMCCC_SVE_HINT } from '../smccc/ids';
import { bankX, firmwareSwitch, isOn, setBankX, setState32, state32 } from './access';
import {
  STATE_ANSWERED_VERSION,
  STATE_BANK,
  STATE_BANK_LOADED,
  STATE_DISPATCHER_VERSION,
  STATE_SMC_NUMBER,
} from './state';
import { FIRMWARE_VERSION_GATE, FIRMWARE_WORLD_SWITCH, WORLD_X0_X7, WORLD_X0_X17 } from './switches';

/** x0 to x17 of the context of an SPMC below EL3, as EL3 keeps them while the normal world runs. */
export const SPMC_BANK: usize = FIRMWARE_STATE_START + STATE_BANK;

const LOW_HALF: u64 = 0xffffffff;

/** The call of a log entry enters the SPMC. */
export function enterSpmc(entry: usize): void {
  if (enterSecure(entry, SPMC_BANK, state32(STATE_ANSWERED_VERSION))) markLoaded();
}

/**
 * Copies the normal world's registers to a secure context of an FF-A version: x0 to x7, and x8 to x17 where the rule
 * passes them. Returns whether it did. The monitor takes x1 to x4 of a 32-bit call in 32 bits.
 */
export function enterSecure(entry: usize, bank: usize, version: u32): bool {
  const from = entry + SMC_IN;
  const id = <u32>bankX(from, 0) & ~SMCCC_SVE_HINT;
  const wide = (id & SMCCC_64) !== 0;
  setBankX(bank, 0, id);
  for (let n: u32 = 1; n <= 7; n++) setBankX(bank, n, wide || n > 4 ? bankX(from, n) : bankX(from, n) & LOW_HALF);
  return passX8(bank, from, id, version);
}

/** x8 to x17 of a call with this id, for a context of an FF-A version; 0 where the caller's is below 1.2. */
export function passX8(to: usize, from: usize, id: u32, version: u32): bool {
  if (!passesX8(id, version)) return false;
  const gated = isOn(FIRMWARE_VERSION_GATE) && state32(STATE_DISPATCHER_VERSION) < FFA_VERSION_1_2;
  for (let n: u32 = 8; n <= 17; n++) setBankX(to, n, gated ? 0 : bankX(from, n));
  return true;
}

function passesX8(id: u32, version: u32): bool {
  const rule = firmwareSwitch(FIRMWARE_WORLD_SWITCH);
  if (rule === WORLD_X0_X7) return false;
  if (isOn(FIRMWARE_VERSION_GATE) && version < FFA_VERSION_1_2) return false;
  return (id & SMCCC_64) !== 0 || rule === WORLD_X0_X17;
}

/** A call to an SPMC at EL3, which reads the normal world's registers where they are: a copy in the same place. */
export function enterEl3(entry: usize): void {
  enterSecure(entry, SPMC_BANK, 0);
  for (let n: u32 = 8; n <= 17; n++) setBankX(SPMC_BANK, n, bankX(entry + SMC_IN, n));
}

/** x8 to x17 as the normal world has them, whatever the rule says: the dispatcher takes care that FFA_VERSION keeps them. */
export function loadX8(entry: usize): void {
  for (let n: u32 = 8; n <= 17; n++) setBankX(SPMC_BANK, n, bankX(entry + SMC_IN, n));
  markLoaded();
}

function markLoaded(): void {
  setState32(STATE_BANK_LOADED, state32(STATE_SMC_NUMBER));
}

/** Whether x8 to x17 of the SPMC's context are those of an earlier call. */
export function isStale(): bool {
  return state32(STATE_BANK_LOADED) !== state32(STATE_SMC_NUMBER);
}
