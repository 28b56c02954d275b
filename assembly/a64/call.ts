/** SMC and HVC: into a model by a function call, or to real code at the vector. */

import {
  MONITOR_SIZE,
  OPERATION_SIZE,
  OUTCOME_EL2_FAULT,
  OUTCOME_RESUME,
  OUTCOME_VECTOR,
  REG_PC,
  REG_PSTATE,
  RUN_FLAG_CHECK,
  RUN_FLAG_EL2_CODE,
  RUN_FLAG_EL3_CODE,
  RUN_FLAG_STOP_AFTER_TRAP,
  RUN_FLAG_STOP_BEFORE_TRAP,
  RUN_FLAGS,
  STOP_AFTER_TRAP,
  STOP_BEFORE_TRAP,
  STOP_EL2_FAULT,
  STOP_EL2_PANIC,
  STOP_UNDEFINED_TRAP,
  TRAP_VECTORS,
} from '../layout';
import { takeException } from '../machine/exception';
import { INSTRUCTION_SIZE, immediateOf, isSmc } from '../machine/instruction';
import { openMonitor } from '../machine/monitor';
import { finishCheck } from '../machine/preserve';
import { exceptionLevel, PSTATE_IL } from '../machine/pstate';
import { routeHvc, routeSmc } from '../machine/route';
import { isDisturbed, setDisturbed } from '../machine/running';
import { syndromeHvc, syndromeSmc } from '../machine/syndrome';
import { isFastRequest, isFastTrap, takeCall, takeFast } from '../machine/trap';
import { currentLevel, currentPstate, enter, save, saveEl1h } from './context';
import { currentEvent, EVENT_NONE, EVENT_STOPPED, raise } from './event';
import { high, low } from './operation';
import { jump } from './operations/branch';
import { isStepPending } from './software-step';
import { loadStackPointer } from './stack';
import { canEnter } from './vector';

/** Goes on at PC, in the working state; 0 where the run loop must look first. */
export function resume(cpu: usize): usize {
  return load<u64>(cpu, REG_PSTATE) & PSTATE_IL || isStepPending(cpu) ? 0 : jump(cpu, load<u64>(cpu, REG_PC));
}

/** Whether the registers are a request for the fast path, and the host has set no flags of the run. */
export function isFastRun(cpu: usize): bool {
  return isFastRequest(cpu) && load<u32>(cpu, RUN_FLAGS) === 0;
}

/** Whether {@link callFast} can take the trap of such a request. A set monitor is to be opened, which is seldom. */
export function isFastCall(cpu: usize, op: usize, pstate: u64): bool {
  return isFastTrap(cpu, <u32>low(op), pstate) && load<u32>(cpu, MONITOR_SIZE) === 0;
}

/** The fast path through a model and back, to the next operation. PC is written. */
export function callFast(cpu: usize, op: usize, pstate: u64): void {
  saveEl1h(cpu, pstate);
  takeFast(cpu, pstate, high(op));
}

/** Lets the models take the trap of an SMC or HVC. Returns the operation to go on with, or 0. */
export function callModel(cpu: usize, op: usize): usize {
  const pstate = currentPstate(cpu);
  if (!isFastRequest(cpu) || !isFastCall(cpu, op, pstate)) return callAnyModel(cpu, op);
  callFast(cpu, op, pstate);
  return op + OPERATION_SIZE;
}

/** Any SMC or HVC that is not for the fast path, or in a run with flags. */
export function callOther(cpu: usize, op: usize): usize {
  const flags = load<u32>(cpu, RUN_FLAGS);
  if (flags === 0) return callAnyModel(cpu, op);
  return flags === RUN_FLAG_CHECK ? callChecked(cpu, op) : callWithFlags(cpu, op, flags);
}

function callAnyModel(cpu: usize, op: usize): usize {
  const pstate = save(cpu);
  const word = <u32>low(op);
  const pc: u64 = high(op);
  store<u64>(cpu, pc, REG_PC);
  const outcome = takeCall(cpu, word, pstate, pc);
  if (outcome !== OUTCOME_RESUME && !isVectored(cpu, outcome)) return stayThere(cpu);
  openMonitor(cpu);
  if (isDisturbed()) return recover(cpu);
  // Back behind the call in the same state, as most calls go.
  if (load<u64>(cpu, REG_PSTATE) === pstate && load<u64>(cpu, REG_PC) === pc + INSTRUCTION_SIZE) {
    loadStackPointer(cpu, pstate);
    return op + OPERATION_SIZE;
  }
  enter(cpu);
  return resume(cpu);
}

/** The run ends at the level that the exception went to. */
function stayThere(cpu: usize): usize {
  enter(cpu);
  return 0;
}

/** A program has run since the trap was taken: nothing of the working state is left, nor of the operations perhaps. */
function recover(cpu: usize): usize {
  setDisturbed(false);
  enter(cpu);
  return resume(cpu);
}

/**
 * Whether the exception of an UNDEFINED call, which EL2 may have made one of, can run its handler; the run ends otherwise,
 * with PC as the trap left it.
 */
function isVectored(cpu: usize, outcome: i32): bool {
  if (outcome === OUTCOME_VECTOR && canEnter(cpu, exceptionLevel(load<u64>(cpu, REG_PSTATE)))) return true;
  if (outcome === OUTCOME_VECTOR) return raise(EVENT_STOPPED, STOP_UNDEFINED_TRAP);
  return raise(EVENT_STOPPED, outcome === OUTCOME_EL2_FAULT ? STOP_EL2_FAULT : STOP_EL2_PANIC);
}

/** Any SMC or HVC in a run with flags, unless RUN_FLAG_CHECK is the only one. */
function callWithFlags(cpu: usize, op: usize, flags: u32): usize {
  const word = <u32>low(op);
  store<u64>(cpu, high(op), REG_PC);
  const target = isSmc(word) ? routeSmc(cpu, currentLevel(cpu)) : routeHvc(cpu, currentLevel(cpu));
  if (target === 2 && flags & RUN_FLAG_EL2_CODE) return callCode(cpu, word, 2);
  if (target === 3 && flags & RUN_FLAG_EL3_CODE) return callCode(cpu, word, 3);
  if (flags & RUN_FLAG_STOP_BEFORE_TRAP) {
    raise(EVENT_STOPPED, STOP_BEFORE_TRAP);
    return 0;
  }
  return pause(cpu, flags & RUN_FLAG_CHECK ? callChecked(cpu, op) : callModel(cpu, op), flags);
}

function callChecked(cpu: usize, op: usize): usize {
  const next = callModel(cpu, op);
  finishCheck(cpu, load<u32>(cpu, TRAP_VECTORS) !== 0);
  return next;
}

/** The exception of an SMC or HVC to a level where real code stands. A trapped SMC is its own return address. */
function callCode(cpu: usize, word: u32, target: u32): usize {
  const pc = load<u64>(cpu, REG_PC);
  const smc = isSmc(word);
  const trapped = smc && target === 2;
  const syndrome = smc ? syndromeSmc(immediateOf(word)) : syndromeHvc(immediateOf(word));
  save(cpu);
  takeException(cpu, target, syndrome, trapped ? pc : pc + INSTRUCTION_SIZE, !trapped);
  enter(cpu);
  return resume(cpu);
}

/** Ends the run after a trap that went well, where the host wants to see it. */
function pause(cpu: usize, op: usize, flags: u32): usize {
  if (!(flags & RUN_FLAG_STOP_AFTER_TRAP) || (op === 0 && currentEvent() !== EVENT_NONE)) return op;
  raise(EVENT_STOPPED, STOP_AFTER_TRAP);
  return 0;
}
