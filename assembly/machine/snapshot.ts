/**
 * One snapshot of a machine, and the way back to it: registers, models and RAM. Pages are kept when they are first written
 * after the snapshot (pages.ts), so that both directions cost time by the pages written, not by the memory there is.
 *
 *   snapshot area: vCPU blocks, the used parts | pKVM | EL3 | page states | system counter | used replies | Xen
 */

import { bringBackXen, keepXen } from '../el2/xen/snapshot';
import {
  ATTRIBUTE_CLEAN,
  CLOCK,
  CONFIG_START,
  CONTEXT_COUNT,
  DIRTY_COUNT,
  DIRTY_LIST,
  FIRMWARE_STATE_SIZE,
  FIRMWARE_STATE_START,
  PAGE_ATTRIBUTE_SIZE,
  PAGE_ATTRIBUTE_START,
  PAGE_SIZE,
  PAGE_STATE_SIZE,
  PAGE_STATE_START,
  PKVM_STATE_SIZE,
  PKVM_STATE_START,
  RAM_START,
  REPLY_CAPACITY,
  REPLY_START,
  REPLY_STRIDE,
  REPLY_USED,
  SNAPSHOT_START,
  UNDO_START,
  VCPU_COUNT,
  VCPU_USED,
} from '../layout';
import { setAttribute } from './attributes';
import { CONFIG_EL2_FAMILY, CONFIG_REPLY_COUNT, EL2_FAMILY_XEN } from './config';
import { contextCount } from './contexts';
import { releaseMonitors, watchMonitors } from './monitor';
import { invalidateWords } from './pages';
import { blockOf } from './registers';

const EL2_STATE: u32 = SNAPSHOT_START + VCPU_USED * (VCPU_COUNT + CONTEXT_COUNT);
const EL3_STATE: u32 = EL2_STATE + PKVM_STATE_SIZE;
const PAGE_STATES: u32 = EL3_STATE + FIRMWARE_STATE_SIZE;
const COUNTER: u32 = PAGE_STATES + PAGE_STATE_SIZE;
const REPLIES: u32 = COUNTER + 8;
const XEN_STATE: u32 = REPLIES + REPLY_CAPACITY;

/** Whether there is a snapshot to go back to. */
let taken: bool = false;

/** There is none any more; a reset does this. */
export function dropSnapshot(): void {
  taken = false;
  store<u32>(DIRTY_COUNT, 0);
  const clean = i8x16.splat(~(<u8>ATTRIBUTE_CLEAN));
  for (let at: u32 = 0; at < PAGE_ATTRIBUTE_SIZE; at += 16) {
    v128.store(PAGE_ATTRIBUTE_START + at, v128.and(v128.load(PAGE_ATTRIBUTE_START + at), clean));
  }
}

/** Keeps the machine as it is now, instead of what was kept before. */
export function takeSnapshot(): void {
  copyState(true);
  store<u32>(DIRTY_COUNT, 0);
  const clean = i8x16.splat(<u8>ATTRIBUTE_CLEAN);
  for (let at: u32 = 0; at < PAGE_ATTRIBUTE_SIZE; at += 16) {
    v128.store(PAGE_ATTRIBUTE_START + at, v128.or(v128.load(PAGE_ATTRIBUTE_START + at), clean));
  }
  taken = true;
}

/** Brings the machine back to the snapshot, which stays. Returns false where there is none. */
export function restoreSnapshot(): bool {
  if (!taken) return false;
  const count = load<u32>(DIRTY_COUNT);
  for (let index: u32 = 0; index < count; index++) restorePage(index);
  store<u32>(DIRTY_COUNT, 0);
  releaseMonitors();
  copyState(false);
  watchMonitors();
  return true;
}

function restorePage(index: u32): void {
  const page = load<u16>(DIRTY_LIST + index * 2);
  memory.copy(RAM_START + page * PAGE_SIZE, UNDO_START + index * PAGE_SIZE, PAGE_SIZE);
  invalidateWords(page, page * PAGE_SIZE, PAGE_SIZE);
  setAttribute(page, ATTRIBUTE_CLEAN);
}

function copyState(keep: bool): void {
  const blocks = VCPU_COUNT + contextCount();
  for (let vcpu: u32 = 0; vcpu < blocks; vcpu++) {
    copyArea(keep, SNAPSHOT_START + vcpu * VCPU_USED, <u32>blockOf(vcpu), VCPU_USED);
  }
  copyArea(keep, EL2_STATE, PKVM_STATE_START, PKVM_STATE_SIZE);
  copyArea(keep, EL3_STATE, FIRMWARE_STATE_START, FIRMWARE_STATE_SIZE);
  copyArea(keep, PAGE_STATES, PAGE_STATE_START, PAGE_STATE_SIZE);
  copyArea(keep, COUNTER, CLOCK, 8);
  if (load<u32>(CONFIG_START, CONFIG_EL2_FAMILY) === EL2_FAMILY_XEN) {
    if (keep) keepXen(XEN_STATE);
    else bringBackXen(XEN_STATE);
  }
  const replies = load<u32>(CONFIG_START, CONFIG_REPLY_COUNT);
  for (let index: u32 = 0; index < replies; index++) {
    copyArea(keep, REPLIES + index, REPLY_START + index * REPLY_STRIDE + REPLY_USED, 1);
  }
}

/** From the machine to the snapshot, or the other way. */
function copyArea(keep: bool, kept: u32, live: u32, length: u32): void {
  if (keep) memory.copy(kept, live, length);
  else memory.copy(live, kept, length);
}
