/**
 * Secure partitions that are programs: each has a context (machine/contexts.ts) and runs at S-EL1 with its MMU off, on the
 * vCPU whose SMC the SPMC handles. Its own SMC is a call to the SPMC; HVC is UNDEFINED, for there is no S-EL2 to take it.
 */

import {
  CONFIG_START,
  REG_PC,
  REG_PSTATE,
  REG_SP_EL1,
  REG_X,
  RUN_COUNT,
  RUN_FLAG_STOP_BEFORE_TRAP,
  RUN_FLAGS,
  RUN_WORD,
  STOP_BEFORE_TRAP,
  STOP_BUDGET,
  STOP_UNDEFINED_TRAP,
  STOP_WATCH,
  STOP_WFE,
  SYS_ELR_EL1,
  SYS_SCR_EL3,
  SYS_SCTLR_EL1,
} from '../layout';
import { CONFIG_SECURE_LIMIT, SCR_RW } from '../machine/config';
import { contextOf, hideContext, showContext } from '../machine/contexts';
import { isSmc } from '../machine/instruction';
import { interpret } from '../machine/interpreter';
import { openMonitor } from '../machine/monitor';
import { exceptionLevel, PSTATE_DAIF, PSTATE_IL } from '../machine/pstate';
import { copyX0X17 } from '../machine/registers';
import { setState64, state64 } from './access';
import { noteStop, openCall } from './call-log';
import { abandon, interruptNonSecure, interruptSecure } from './cycles';
import {
  DEFINITION_ENTRY,
  DEFINITION_HANDLER_COUNT,
  DEFINITION_HANDLERS,
  DEFINITION_STACK,
  HANDLER_CAPACITY,
  HANDLER_SIZE,
  INTERRUPT_ADDRESS,
  INTERRUPT_FOR,
} from './definition';
import { bankOf, definitionOf, field, setField } from './partition';
import { P_INDEX, P_INTERRUPTS, STATE_SECURE_COUNT } from './state';

/** Bytes of an instruction. */
const INSTRUCTION: u64 = 4;
const MODE_EL1H: u64 = 5;
/** The bits of SCTLR_EL1 that are RES1 in Armv8.0. */
const SCTLR_RES1: u64 = 0x30d00800;
/** Instructions for which a program may keep the processor during one SMC of the normal world: a moment of wall time. */
const MOST_AT_ONCE: u64 = 10_000_000;

/** Instructions that are left of MOST_AT_ONCE. */
let patience: u64 = 0;

/** The registers of a program at its start: 0, but for the stack pointer. */
export function createProgram(p: usize): void {
  const cpu = contextOf(field(p, P_INDEX));
  store<u64>(cpu, load<u64>(definitionOf(p), DEFINITION_ENTRY), REG_PC);
  store<u64>(cpu, load<u64>(definitionOf(p), DEFINITION_STACK), REG_SP_EL1);
  store<u64>(cpu, PSTATE_DAIF | MODE_EL1H, REG_PSTATE);
  store<u64>(cpu, SCTLR_RES1, SYS_SCTLR_EL1);
  store<u64>(cpu, <u64>SCR_RW, SYS_SCR_EL3);
}

/** An SMC of the normal world begins: programs have all their time again. */
export function renewPatience(): void {
  patience = MOST_AT_ONCE;
}

/** Lets a program run until it makes a call, for which the partition's registers then stand. Returns whether it did. */
export function runToCall(p: usize): bool {
  const cpu = contextOf(field(p, P_INDEX));
  copyX0X17(cpu + REG_X, bankOf(p));
  const stop = runToStop(p, cpu);
  copyX0X17(bankOf(p), cpu + REG_X);
  if (stop === STOP_BEFORE_TRAP) return beginCall(p, cpu);
  if (stop === STOP_WATCH) interrupt(p, load<u64>(cpu, REG_PC));
  else {
    noteStop(p, stop);
    abandon(p);
  }
  return false;
}

/** The SMC is done with, as far as the program can see: it goes on behind it. */
function beginCall(p: usize, cpu: usize): bool {
  // The interpreter has not executed it.
  setState64(STATE_SECURE_COUNT, state64(STATE_SECURE_COUNT) + 1);
  openCall(p, 0);
  openMonitor(cpu);
  store<u64>(cpu, load<u64>(cpu, REG_PC) + INSTRUCTION, REG_PC);
  return true;
}

/** Up to an SMC, an address at which an interrupt comes, or the end; returns one of the STOP_ values. */
function runToStop(p: usize, cpu: usize): u32 {
  const index = field(p, P_INDEX);
  showContext(index);
  let stop = execute(cpu, RUN_FLAG_STOP_BEFORE_TRAP);
  while (left() !== 0 && passes(p, cpu, stop)) {
    if (stop === STOP_WFE) store<u64>(cpu, load<u64>(cpu, REG_PC) + INSTRUCTION, REG_PC);
    // A call that is none: the exception of an UNDEFINED instruction.
    stop = stop === STOP_BEFORE_TRAP ? executeOne(cpu) : execute(cpu, RUN_FLAG_STOP_BEFORE_TRAP);
  }
  hideContext(index);
  return passes(p, cpu, stop) ? STOP_BUDGET : stop;
}

/** Whether a stop is none that anybody else has to know of, but for instructions that have run out. */
function passes(p: usize, cpu: usize, stop: u32): bool {
  if (stop === STOP_BEFORE_TRAP) return !isCall(cpu);
  if (stop === STOP_WATCH) return interruptAt(p, load<u64>(cpu, REG_PC)) < 0;
  // Nobody sends events, and a WFE may complete for any other reason (DDI 0487, D1.6.1).
  return stop === STOP_WFE || stop === STOP_BUDGET;
}

/** Whether the SMC or HVC at PC is a call to the SPMC. */
function isCall(cpu: usize): bool {
  const pstate = load<u64>(cpu, REG_PSTATE);
  return isSmc(load<u32>(cpu, RUN_WORD)) && exceptionLevel(pstate) === 1 && !(pstate & PSTATE_IL);
}

/** Instructions that programs may still execute now. */
function left(): u64 {
  const limit = load<u64>(CONFIG_START, CONFIG_SECURE_LIMIT);
  const used = state64(STATE_SECURE_COUNT);
  return used < limit ? min(limit - used, patience) : 0;
}

/** An SMC or HVC that is UNDEFINED. Without a vector of its own the program stops there. */
function executeOne(cpu: usize): u32 {
  const stop = executeAtMost(cpu, 0, 1);
  if (stop === STOP_UNDEFINED_TRAP) store<u64>(cpu, load<u64>(cpu, SYS_ELR_EL1), REG_PC);
  return stop;
}

function execute(cpu: usize, flags: u32): u32 {
  return executeAtMost(cpu, flags, <u32>min<u64>(left(), <u64>u32.MAX_VALUE));
}

function executeAtMost(cpu: usize, flags: u32, budget: u32): u32 {
  store<u32>(cpu, flags, RUN_FLAGS);
  const before = load<u64>(cpu, RUN_COUNT);
  const stop = interpret(cpu, budget);
  const used = load<u64>(cpu, RUN_COUNT) - before;
  setState64(STATE_SECURE_COUNT, state64(STATE_SECURE_COUNT) + used);
  patience -= min(patience, used);
  return stop;
}

// ---- interrupts -----------------------------------------------------------------------------------------------------

/** Number of the interrupt that comes before the instruction at an address, -1 where none does or it has come. */
function interruptAt(p: usize, address: u64): i32 {
  const definition = definitionOf(p);
  const count = min(load<u32>(definition, DEFINITION_HANDLER_COUNT), HANDLER_CAPACITY);
  for (let n: u32 = 0; n < count; n++) {
    const at = load<u32>(definition + DEFINITION_HANDLERS + n * HANDLER_SIZE, INTERRUPT_ADDRESS);
    if (at === address && !((field(p, P_INTERRUPTS) >> n) & 1)) return n;
  }
  return -1;
}

function interrupt(p: usize, address: u64): void {
  const n = interruptAt(p, address);
  setField(p, P_INTERRUPTS, field(p, P_INTERRUPTS) | (1 << n));
  const target = load<u32>(definitionOf(p) + DEFINITION_HANDLERS + n * HANDLER_SIZE, INTERRUPT_FOR);
  if (target === 0) interruptNonSecure(p);
  else interruptSecure(p, target);
}
