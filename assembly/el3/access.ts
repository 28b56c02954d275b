/** Reading switches, and the firmware's variables. */

import { FIRMWARE_STATE_START, FIRMWARE_SWITCH_START } from '../layout';
import { SWITCH_ON } from './switches';

export function firmwareSwitch(offset: u32): u32 {
  return load<u32>(FIRMWARE_SWITCH_START + offset);
}

export function isOn(offset: u32): bool {
  return firmwareSwitch(offset) === SWITCH_ON;
}

export function state32(offset: u32): u32 {
  return load<u32>(FIRMWARE_STATE_START + offset);
}

export function setState32(offset: u32, value: u32): void {
  store<u32>(FIRMWARE_STATE_START + offset, value);
}

export function state64(offset: u32): u64 {
  return load<u64>(FIRMWARE_STATE_START + offset);
}

export function setState64(offset: u32, value: u64): void {
  store<u64>(FIRMWARE_STATE_START + offset, value);
}

/** xn of a bank of x0 to x17. */
export function bankX(bank: usize, n: u32): u64 {
  return load<u64>(bank + ((<usize>n) << 3));
}

/** Its low half. */
export function bankW(bank: usize, n: u32): u32 {
  return load<u32>(bank + ((<usize>n) << 3));
}

export function setBankX(bank: usize, n: u32, value: u64): void {
  store<u64>(bank + ((<usize>n) << 3), value);
}
