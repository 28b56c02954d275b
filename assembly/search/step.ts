/** One step of the search: a call of the host's table, with up to two replies of its table, from the state that stands. */

import { STATE_RUNNING } from '../el2/xen/state';
import { STATE_FIRST_REPLY } from '../el3/state';
import {
  CONFIG_START,
  FIRMWARE_STATE_START,
  OUTCOME_NOT_A_TRAP,
  PAGE_SIZE,
  RAM_BASE,
  REG_PC,
  REG_PSTATE,
  REG_SP_EL1,
  REG_X,
  REPLY_START,
  REPLY_STRIDE,
  REPLY_USED,
  SEARCH_ANSWER,
  SEARCH_CALL_CAPACITY,
  SEARCH_CALL_CONTENT,
  SEARCH_CALL_INSTRUCTION,
  SEARCH_CALL_STRIDE,
  SEARCH_CALL_TARGET,
  SEARCH_CALL_VM,
  SEARCH_CALLS,
  SEARCH_CONTENT_SIZE,
  SEARCH_CONTENTS,
  SEARCH_OTHERS,
  SEARCH_REPLIES,
  SEARCH_REPLY_CAPACITY,
  SMC_IN,
  SMC_LOG_CAPACITY,
  SMC_LOG_START,
  SMC_LOG_STRIDE,
  SMC_OUT,
  TRAP_DISPOSITION,
  TRAP_OUTCOME,
  TRAP_SMC_COUNT,
  TRAP_WARN_COUNT,
  TRAP_WRITER,
  TRIED_CHANGED,
  TRIED_FIRST_REPLY,
  TRIED_SECOND_REPLY,
  TRIED_UNDEFINED,
  TRIED_WARNED,
  WRITER_UNDEFINED,
  XEN_MEMORY_START,
  XEN_STATE_START,
  XEN_VM_COUNT,
  XEN_VM_PAGES,
} from '../layout';
import { CONFIG_EL2_FAMILY, CONFIG_REPLY_COUNT, EL2_FAMILY_XEN } from '../machine/config';
import { PSTATE_DAIF } from '../machine/pstate';
import { writableRamPointer } from '../machine/ram';
import { blockOf } from '../machine/registers';
import { takeTrap } from '../machine/trap';
import { chain, mix } from './hash';
import { settle } from './state';

/** EL1h, interrupts masked. */
const PSTATE: u64 = PSTATE_DAIF | 5;
/** Where the calling instruction stands, and the stack: as in a stub. */
const CALLER: u64 = RAM_BASE;
const STACK: u64 = 0x800f0000;
const MOST_SMCS: u32 = 255;

/**
 * Makes a call on CPU 0. Replies are numbers of the table plus one, 0 for none; EL3 gives each once, to the first SMC of
 * its function. The machine goes back afterwards, or with `keep` goes on from there. Returns TRIED_ bits.
 */
export function tryCall(call: u32, first: u32, second: u32, keep: bool): u32 {
  if (call >= SEARCH_CALL_CAPACITY || max(first, second) > SEARCH_REPLY_CAPACITY) return OUTCOME_NOT_A_TRAP;
  const cpu = blockOf(0);
  const entry = SEARCH_CALLS + call * SEARCH_CALL_STRIDE;
  loadReplies(first, second);
  loadRegisters(cpu, entry);
  loadContents(entry);
  takeTrap(cpu, load<u32>(entry, SEARCH_CALL_INSTRUCTION));
  clearContents(entry);
  const tried = describe(cpu);
  return settle(keep) ? tried | TRIED_CHANGED : tried;
}

function loadReplies(first: u32, second: u32): void {
  const count: u32 = (first ? 1 : 0) + (second ? 1 : 0);
  store<u32>(CONFIG_START, count, CONFIG_REPLY_COUNT);
  store<u32>(FIRMWARE_STATE_START, 0, STATE_FIRST_REPLY);
  if (first) memory.copy(REPLY_START, SEARCH_REPLIES + (first - 1) * REPLY_STRIDE, REPLY_STRIDE);
  if (second) memory.copy(REPLY_START + REPLY_STRIDE, SEARCH_REPLIES + (second - 1) * REPLY_STRIDE, REPLY_STRIDE);
  store<u32>(REPLY_START, 0, REPLY_USED);
  store<u32>(REPLY_START + REPLY_STRIDE, 0, REPLY_USED);
}

function loadRegisters(cpu: usize, entry: u32): void {
  memory.copy(cpu + REG_X, entry, 18 * 8);
  memory.copy(cpu + REG_X + 18 * 8, SEARCH_OTHERS, 13 * 8);
  store<u64>(cpu, STACK, REG_SP_EL1);
  store<u64>(cpu, CALLER, REG_PC);
  store<u64>(cpu, PSTATE, REG_PSTATE);
  if (isXen()) store<u8>(XEN_STATE_START, load<u8>(entry, SEARCH_CALL_VM), STATE_RUNNING);
}

function isXen(): bool {
  return load<u32>(CONFIG_START, CONFIG_EL2_FAMILY) === EL2_FAMILY_XEN;
}

/** Bytes that the guest puts into its TX page; nothing where there is no memory. */
function loadContents(entry: u32): void {
  const content = load<u32>(entry, SEARCH_CALL_CONTENT);
  if (content === 0) return;
  const to = contentsPointer(entry);
  if (to) memory.copy(to, SEARCH_CONTENTS + (content - 1) * SEARCH_CONTENT_SIZE, SEARCH_CONTENT_SIZE);
}

/** A VM's own memory is not put back by anybody else. */
function clearContents(entry: u32): void {
  if (load<u32>(entry, SEARCH_CALL_CONTENT) === 0 || isInRam(entry)) return;
  memory.fill(contentsPointer(entry), 0, SEARCH_CONTENT_SIZE);
}

function isInRam(entry: u32): bool {
  return load<u64>(entry, SEARCH_CALL_TARGET) >= RAM_BASE;
}

/** Below RAM lies the memory of the VMs that have their own. */
function contentsPointer(entry: u32): usize {
  const target = load<u64>(entry, SEARCH_CALL_TARGET);
  if (isInRam(entry)) return writableRamPointer(target, SEARCH_CONTENT_SIZE);
  const offset = <u32>target & (XEN_VM_PAGES * PAGE_SIZE - PAGE_SIZE);
  return XEN_MEMORY_START + min(load<u32>(entry, SEARCH_CALL_VM), XEN_VM_COUNT - 1) * XEN_VM_PAGES * PAGE_SIZE + offset;
}

function describe(cpu: usize): u32 {
  let tried = load<u32>(cpu, TRAP_OUTCOME) | (min(load<u32>(cpu, TRAP_SMC_COUNT), MOST_SMCS) << 8);
  if (hasUndefined(cpu)) tried |= TRIED_UNDEFINED;
  if (load<u32>(cpu, TRAP_WARN_COUNT)) tried |= TRIED_WARNED;
  if (load<u32>(REPLY_START, REPLY_USED)) tried |= TRIED_FIRST_REPLY;
  if (load<u32>(REPLY_START + REPLY_STRIDE, REPLY_USED)) tried |= TRIED_SECOND_REPLY;
  return tried;
}

/** Whether any of x0 to x31 came back with uninitialised stack. */
function hasUndefined(cpu: usize): bool {
  const sought = i8x16.splat(<u8>WRITER_UNDEFINED);
  const low = i8x16.eq(v128.load(cpu, TRAP_WRITER), sought);
  const high = i8x16.eq(v128.load(cpu, TRAP_WRITER + 16), sought);
  return v128.any_true(v128.or(low, high));
}

/** Puts a hash of what the caller got where the host reads it: its registers, where it goes on, whether EL2 lives. */
export function hashAnswer(): void {
  const cpu = blockOf(0);
  let hash: u64 = load<u32>(cpu, TRAP_OUTCOME);
  for (let n: u32 = 0; n <= 30; n++) hash = chain(hash, load<u64>(cpu + (n << 3), REG_X));
  store<u64>(SEARCH_ANSWER, mix(chain(hash, load<u64>(cpu, REG_PC))));
}

/** The same with who wrote the registers, and every SMC with its answer. */
export function hashObservation(): void {
  hashAnswer();
  const cpu = blockOf(0);
  let hash = chain(load<u64>(SEARCH_ANSWER), load<u32>(cpu, TRAP_DISPOSITION));
  for (let at: u32 = 0; at < 32; at += 8) hash = chain(hash, load<u64>(cpu + at, TRAP_WRITER));
  const smcs = min(load<u32>(cpu, TRAP_SMC_COUNT), SMC_LOG_CAPACITY);
  for (let index: u32 = 0; index < smcs; index++) {
    const entry = SMC_LOG_START + index * SMC_LOG_STRIDE;
    for (let n: u32 = 0; n <= 17; n++) {
      hash = chain(hash, load<u64>(entry + (n << 3), SMC_IN));
      hash = chain(hash, load<u64>(entry + (n << 3), SMC_OUT));
    }
  }
  store<u64>(SEARCH_ANSWER, mix(hash));
}
