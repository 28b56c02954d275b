/** The whole trap of an SMC or HVC: decision, exception entry, handler, exception return. */

import { handleAtEl2 } from '../el2/dispatch';
import { isStubAtEl2, startHypervisor } from '../el2/stub';
import { handleAtEl3 } from '../el3/monitor';
import {
  DISPOSITION_UNDEFINED,
  DISPOSITION_UNTRAPPED,
  OUTCOME_NOT_A_TRAP,
  OUTCOME_VECTOR,
  REG_PC,
  REG_PSTATE,
  TRAP_OUTCOME,
} from '../layout';
import { takeRecordedException } from './exception';
import { immediateOf, isHvc, isSmc } from './instruction';
import { exceptionLevel, PSTATE_IL } from './pstate';
import { beginRecord, recordTarget, setDisposition } from './record';
import { ROUTE_UNDEFINED, routeHvc, routeSmc, undefinedTarget } from './route';
import { SYNDROME_ILLEGAL_STATE, SYNDROME_UNDEFINED, syndromeHvc, syndromeSmc } from './syndrome';

/** Bytes of an instruction. */
const INSTRUCTION: u64 = 4;

/** Takes the trap of the instruction at PC, fills the trap record and returns one of the OUTCOME_ values. */
export function takeTrap(cpu: usize, instruction: u32): i32 {
  const smc = isSmc(instruction);
  if (!smc && !isHvc(instruction)) return OUTCOME_NOT_A_TRAP;
  beginRecord(cpu, instruction);
  const outcome = execute(cpu, instruction, smc);
  store<u32>(cpu, outcome, TRAP_OUTCOME);
  return outcome;
}

function execute(cpu: usize, instruction: u32, smc: bool): i32 {
  const pstate = load<u64>(cpu, REG_PSTATE);
  const level = exceptionLevel(pstate);
  if (pstate & PSTATE_IL) return takeUndefined(cpu, level, instruction, SYNDROME_ILLEGAL_STATE);
  const target = smc ? routeSmc(cpu, level) : routeHvc(cpu, level);
  if (target === ROUTE_UNDEFINED) return takeUndefined(cpu, level, instruction, SYNDROME_UNDEFINED);
  recordTarget(cpu, target, instruction);
  return smc ? takeSmc(cpu, target, immediateOf(instruction)) : takeHvc(cpu, target, immediateOf(instruction));
}

/** The exception of an instruction that is UNDEFINED, or executed in the Illegal Execution state. */
function takeUndefined(cpu: usize, level: u32, instruction: u32, syndrome: u64): i32 {
  const target = undefinedTarget(cpu, level);
  recordTarget(cpu, target, instruction);
  takeRecordedException(cpu, target, syndrome, load<u64>(cpu, REG_PC), false);
  setDisposition(cpu, DISPOSITION_UNDEFINED);
  return OUTCOME_VECTOR;
}

/** Trapped to EL2 the SMC has not executed: it is its own preferred return address, and software step does not advance. */
function takeSmc(cpu: usize, target: u32, immediate: u32): i32 {
  const pc = load<u64>(cpu, REG_PC);
  const trapped = target === 2;
  takeRecordedException(cpu, target, syndromeSmc(immediate), trapped ? pc : pc + INSTRUCTION, !trapped);
  return trapped ? handleAtEl2(cpu) : callFirmware(cpu);
}

function callFirmware(cpu: usize): i32 {
  setDisposition(cpu, DISPOSITION_UNTRAPPED);
  return handleAtEl3(cpu);
}

function takeHvc(cpu: usize, target: u32, immediate: u32): i32 {
  takeRecordedException(cpu, target, syndromeHvc(immediate), load<u64>(cpu, REG_PC) + INSTRUCTION, true);
  return isStubAtEl2(cpu) ? startHypervisor(cpu) : handleAtEl2(cpu);
}
