/**
 * The realm world, as far as the normal world's calls show it: RMI calls (DEN0137) go through EL3 to a monitor at R-EL2,
 * which answers with RMI_REQ_COMPLETE. Its x1 to x5 are x0 to x4 of the caller; which of them EL3 copies, and what the
 * monitor puts in x5 where the call has no fifth result, is history (history-table.ts).
 */

import { SMC_IN, SMC_OUT } from '../layout';
import { RMI_FIRST, RMI_GRANULE_UNDELEGATE, RMI_LAST, RMI_RTT_READ_ENTRY, RMI_VERSION } from '../smccc/ids';
import { bankX, firmwareSwitch, isOn } from './access';
import { keep, write } from './delivery';
import { garbage } from './garbage';
import { leaveWorld } from './history';
import {
  FIRMWARE_REALM,
  FIRMWARE_REALM_UNKNOWN,
  FIRMWARE_REALM_UNNAMED,
  FIRMWARE_REALM_WINDOW,
  FIRMWARE_REALM_X0,
  REALM_GARBAGE,
  REALM_KEPT,
  REALM_X0_X4,
  REALM_X0_X7,
} from './history-switches';

/** No RMI call: the monitor of this model returns x1 in x0, all 64 bits of it. */
const RMI_ECHO: u32 = 0xc400018e;
/** Interface version 1.0. */
const INTERFACE: u64 = 0x10000;
/** A table entry of level 3, assigned, at an address above 4 GiB, RAM of the realm. */
const ENTRY_LEVEL: u64 = 3;
const ENTRY_STATE: u64 = 1;
const ENTRY_DESCRIPTOR: u64 = 0x880000000;
const ENTRY_RIPAS: u64 = 1;
const LOW_HALF: u64 = 0xffffffff;
const NEG1: u64 = <u64>-1;

let lost: bool = false;

/** Whether there is somebody to answer the id. */
export function isRealmCall(id: u32): bool {
  return id >= RMI_FIRST && id <= RMI_LAST && isOn(FIRMWARE_REALM);
}

/** Whether the last answer went round in circles, so that the caller never goes on. Asking forgets it. */
export function takeLost(): bool {
  const result = lost;
  lost = false;
  return result;
}

export function answerRealm(entry: usize, id: u32): void {
  leaveWorld();
  for (let n: u32 = 0; n < 18; n++) keep(entry, n);
  if (!isKnown(id)) {
    lost = isOn(FIRMWARE_REALM_UNKNOWN);
    put4(entry, NEG1, 0, 0, 0);
  } else answerKnown(entry, id);
  if (isOn(FIRMWARE_REALM_X0)) write(entry, 0, bankX(entry + SMC_OUT, 0) & LOW_HALF);
  putFifth(entry, id);
}

function isKnown(id: u32): bool {
  return (id >= RMI_VERSION && id <= RMI_GRANULE_UNDELEGATE) || id === RMI_RTT_READ_ENTRY || id === RMI_ECHO;
}

function answerKnown(entry: usize, id: u32): void {
  if (id === RMI_VERSION) put4(entry, 0, INTERFACE, INTERFACE, 0);
  else if (id === RMI_RTT_READ_ENTRY) put4(entry, 0, ENTRY_LEVEL, ENTRY_STATE, ENTRY_DESCRIPTOR);
  else put4(entry, id === RMI_ECHO ? bankX(entry + SMC_IN, 1) : 0, 0, 0, 0);
}

function put4(entry: usize, x0: u64, x1: u64, x2: u64, x3: u64): void {
  write(entry, 0, x0);
  write(entry, 1, x1);
  write(entry, 2, x2);
  write(entry, 3, x3);
}

/** x4, and in the widest window what follows it. */
function putFifth(entry: usize, id: u32): void {
  const window = firmwareSwitch(FIRMWARE_REALM_WINDOW);
  if (window === REALM_X0_X4) putResult(entry, id);
  if (window !== REALM_X0_X7) return;
  write(entry, 4, 0);
  for (let n: u32 = 5; n <= 7; n++) write(entry, n, garbage());
}

function putResult(entry: usize, id: u32): void {
  const unnamed = firmwareSwitch(FIRMWARE_REALM_UNNAMED);
  if (id === RMI_RTT_READ_ENTRY) write(entry, 4, ENTRY_RIPAS);
  else if (unnamed !== REALM_KEPT) write(entry, 4, unnamed === REALM_GARBAGE ? garbage() : 0);
}
