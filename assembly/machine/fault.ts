/** The memory fault of the instruction that executes, between where it is found and where it is taken. */

export const FAULT_NONE: u32 = 0;
/** Nothing there, or the hypervisor's. */
export const FAULT_UNMAPPED: u32 = 1;
export const FAULT_ALIGNMENT: u32 = 2;

let kind: u32 = FAULT_NONE;
let address: u64 = 0;
let width: u32 = 0;
let access: u32 = 0;

/** `byAccess` is one of the ACCESS_ values. */
export function setFault(ofKind: u32, atAddress: u64, ofWidth: u32, byAccess: u32): void {
  kind = ofKind;
  address = atAddress;
  width = ofWidth;
  access = byAccess;
}

export function clearFault(): void {
  kind = FAULT_NONE;
}

export function faultKind(): u32 {
  return kind;
}

export function faultAddress(): u64 {
  return address;
}

export function faultWidth(): u32 {
  return width;
}

export function faultAccess(): u32 {
  return access;
}
