/** Reading switches and the proxy's variables. */

import { PKVM_STATE_START, PKVM_SWITCH_START } from '../../layout';

export function pkvmSwitch(offset: u32): u32 {
  return load<u32>(PKVM_SWITCH_START + offset);
}

export function state32(offset: u32): u32 {
  return load<u32>(PKVM_STATE_START + offset);
}

export function setState32(offset: u32, value: u32): void {
  store<u32>(PKVM_STATE_START + offset, value);
}

export function state64(offset: u32): u64 {
  return load<u64>(PKVM_STATE_START + offset);
}

export function setState64(offset: u32, value: u64): void {
  store<u64>(PKVM_STATE_START + offset, value);
}
