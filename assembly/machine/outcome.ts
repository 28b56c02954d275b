/** The usual outcome of a trap: kept once, compared with the outcome of every trial. */

import { VM_EXISTS } from '../el2/xen/state';
import { FFA_ERROR } from '../ffa/ids';
import {
  CONFIG_START,
  DIRTY_COUNT,
  DIRTY_LIST,
  EFFECT_MEMORY,
  EFFECT_PATH,
  EFFECT_STATE,
  FLIP_BLOCK,
  FLIP_LOG,
  FLIP_PAGE_CAPACITY,
  FLIP_PAGE_COUNT,
  FLIP_PAGE_LIST,
  FLIP_PAGE_STATES,
  FLIP_PAGES,
  FLIP_PKVM,
  FLIP_SMC_COUNT,
  FLIP_XEN,
  PAGE_SIZE,
  PAGE_STATE_SIZE,
  PAGE_STATE_START,
  PKVM_STATE_SIZE,
  PKVM_STATE_START,
  RAM_START,
  REG_SP,
  REG_X,
  SMC_FLAG_CALLER,
  SMC_FLAG_FORWARDED,
  SMC_FLAGS,
  SMC_IN,
  SMC_LOG_START,
  SMC_LOG_STRIDE,
  SMC_OUT,
  SMC_REGISTERS,
  TRAP_DISPOSITION,
  TRAP_SMC_COUNT,
  TRAP_WRITER,
  VCPU_USED,
  XEN_STATE_SIZE,
  XEN_STATE_START,
  XEN_VM_COUNT,
  XEN_VM_START,
  XEN_VM_STRIDE,
} from '../layout';
import { CONFIG_EL2_FAMILY, EL2_FAMILY_XEN } from './config';

/** How an SMC was made: who answered it is another matter. */
const SMC_MANNER: u32 = SMC_FLAG_FORWARDED | SMC_FLAG_CALLER;
/** SP, SP_EL0 to SP_EL3, PC and PSTATE. */
const OTHERS_SIZE: u32 = 0x40;

/** Keeps what the last trap of a vCPU left as the usual outcome. */
export function keepUsual(cpu: usize): void {
  memory.copy(FLIP_BLOCK, cpu, VCPU_USED);
  memory.copy(FLIP_LOG, SMC_LOG_START, FLIP_SMC_COUNT * SMC_LOG_STRIDE);
  memory.copy(FLIP_PKVM, PKVM_STATE_START, PKVM_STATE_SIZE);
  memory.copy(FLIP_PAGE_STATES, PAGE_STATE_START, PAGE_STATE_SIZE);
  if (isXen()) {
    memory.copy(FLIP_XEN, XEN_STATE_START, XEN_STATE_SIZE);
    memory.copy(FLIP_XEN + XEN_STATE_SIZE, XEN_VM_START, XEN_VM_STRIDE * XEN_VM_COUNT);
  }
  keepPages();
}

function keepPages(): void {
  const count = min(load<u32>(DIRTY_COUNT), FLIP_PAGE_CAPACITY);
  store<u32>(FLIP_PAGE_COUNT, load<u32>(DIRTY_COUNT));
  memory.copy(FLIP_PAGE_LIST, DIRTY_LIST, count * 2);
  for (let index: u32 = 0; index < count; index++) {
    memory.copy(FLIP_PAGES + index * PAGE_SIZE, pageAt(index), PAGE_SIZE);
  }
}

/** SMCs of the usual outcome that are compared. */
export function usualSmcs(): u32 {
  return min(load<u32>(FLIP_BLOCK, TRAP_SMC_COUNT), FLIP_SMC_COUNT);
}

/** Whether EL2 went another way than usual, by what it did and asked; `live`: or was answered otherwise. */
export function tookOtherPath(cpu: usize, live: bool): bool {
  if (!same16(cpu + TRAP_DISPOSITION, FLIP_BLOCK + TRAP_DISPOSITION)) return true;
  if (differs(cpu + TRAP_WRITER, FLIP_BLOCK + TRAP_WRITER, 32)) return true;
  if (differs(cpu + REG_SP, FLIP_BLOCK + REG_SP, OTHERS_SIZE)) return true;
  const count = usualSmcs();
  for (let index: u32 = 0; index < count; index++) {
    if (isOtherSmc(SMC_LOG_START + index * SMC_LOG_STRIDE, FLIP_LOG + index * SMC_LOG_STRIDE, live)) return true;
  }
  return false;
}

function isOtherSmc(tried: usize, usual: usize, live: bool): bool {
  if (load<u32>(tried, SMC_IN) !== load<u32>(usual, SMC_IN)) return true;
  if ((load<u32>(tried, SMC_FLAGS) & SMC_MANNER) !== (load<u32>(usual, SMC_FLAGS) & SMC_MANNER)) return true;
  if (load<u32>(tried, SMC_REGISTERS) !== load<u32>(usual, SMC_REGISTERS)) return true;
  return live && kindOf(tried + SMC_OUT) !== kindOf(usual + SMC_OUT);
}

/** Whether the caller's reply is of another kind than usual: another function id, or another status. */
export function hasOtherKind(cpu: usize): bool {
  return kindOf(cpu + REG_X) !== kindOf(FLIP_BLOCK + REG_X);
}

/** What a reply is apart from its data: a function id with the status of FFA_ERROR, a negative status, or 0. */
function kindOf(x: usize): u64 {
  const id = load<u32>(x);
  if (<i32>id >= 0) return 0;
  return id === FFA_ERROR ? ((<u64>load<u32>(x, 16)) << 32) | id : id;
}

/** EFFECT_STATE and EFFECT_MEMORY: what of EL2's and of RAM is not as usual. */
export function effectsBeyondRegisters(): u32 {
  return (isOtherState() ? EFFECT_STATE : 0) | (isOtherMemory() ? EFFECT_MEMORY : 0);
}

function isOtherState(): bool {
  if (isXen()) return isOtherXen();
  if (differs(PKVM_STATE_START, FLIP_PKVM, PKVM_STATE_SIZE)) return true;
  return differs(PAGE_STATE_START, FLIP_PAGE_STATES, PAGE_STATE_SIZE);
}

function isOtherXen(): bool {
  if (differs(XEN_STATE_START, FLIP_XEN, XEN_STATE_SIZE)) return true;
  for (let index: u32 = 0; index < XEN_VM_COUNT; index++) {
    const vm = XEN_VM_START + index * XEN_VM_STRIDE;
    if (load<u32>(vm, VM_EXISTS) === 0) continue;
    if (differs(vm, FLIP_XEN + XEN_STATE_SIZE + index * XEN_VM_STRIDE, XEN_VM_STRIDE)) return true;
  }
  return false;
}

function isOtherMemory(): bool {
  const count = load<u32>(DIRTY_COUNT);
  if (count !== load<u32>(FLIP_PAGE_COUNT)) return true;
  for (let index: u32 = 0; index < min(count, FLIP_PAGE_CAPACITY); index++) {
    if (load<u16>(DIRTY_LIST + index * 2) !== load<u16>(FLIP_PAGE_LIST + index * 2)) return true;
    if (differs(pageAt(index), FLIP_PAGES + index * PAGE_SIZE, PAGE_SIZE)) return true;
  }
  return false;
}

/** Every effect of the last trap, compared with the usual outcome; its registers are another matter. */
export function effectsOf(cpu: usize, live: bool): u32 {
  const other = tookOtherPath(cpu, live) || hasOtherKind(cpu);
  return (other ? EFFECT_PATH : 0) | effectsBeyondRegisters();
}

function pageAt(index: u32): usize {
  return RAM_START + <u32>load<u16>(DIRTY_LIST + index * 2) * PAGE_SIZE;
}

function isXen(): bool {
  return load<u32>(CONFIG_START, CONFIG_EL2_FAMILY) === EL2_FAMILY_XEN;
}

function same16(one: usize, other: usize): bool {
  return !v128.any_true(v128.xor(v128.load(one), v128.load(other)));
}

/** Whether two areas differ, their length a multiple of 16. */
function differs(one: usize, other: usize, length: u32): bool {
  let difference = i64x2.splat(0);
  for (let at: u32 = 0; at < length; at += 16) {
    difference = v128.or(difference, v128.xor(v128.load(one + at), v128.load(other + at)));
  }
  return v128.any_true(difference);
}
