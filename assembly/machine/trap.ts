/** The whole trap of an SMC or HVC: decision, exception entry, handler, exception return. */

import { giveFastAnswer, handleAtEl2 } from '../el2/dispatch';
import { isStubAtEl2, startHypervisor } from '../el2/stub';
import { handleAtEl3 } from '../el3/monitor';
import {
  DISPOSITION_UNDEFINED,
  DISPOSITION_UNTRAPPED,
  OUTCOME_NOT_A_TRAP,
  OUTCOME_RESUME,
  OUTCOME_VECTOR,
  REG_PC,
  REG_PSTATE,
  SYS_ELR_EL2,
} from '../layout';
import {
  BANK_ELR,
  BANK_SPSR,
  entryPstate,
  takeRecordedException,
  VECTOR_LOWER_64,
  vectorBase,
  writeRecordedException,
  writeSkippedException,
} from './exception';
import { INSTRUCTION_SIZE, immediateOf, isHvc, isSmc, SMC_0 } from './instruction';
import { exceptionLevel, PSTATE_IL } from './pstate';
import { beginRecord, recordFastTrap, recordTarget, setDisposition } from './record';
import { isPlainSmc, ROUTE_UNDEFINED, routeHvc, routeSmc, undefinedTarget } from './route';
import { SYNDROME_ILLEGAL_STATE, SYNDROME_UNDEFINED, syndromeHvc, syndromeSmc } from './syndrome';
import { endAtEl2, endTrap } from './trap-end';

export { hasFastAnswer as isFastRequest } from '../el2/dispatch';

/** Takes the trap of the instruction at PC, fills the trap record and returns one of the OUTCOME_ values. */
export function takeTrap(cpu: usize, instruction: u32): i32 {
  if (!isSmc(instruction) && !isHvc(instruction)) return OUTCOME_NOT_A_TRAP;
  return takeCall(cpu, instruction, load<u64>(cpu, REG_PSTATE), load<u64>(cpu, REG_PC));
}

/** The same for an instruction that is an SMC or HVC, with PSTATE and PC at hand. */
export function takeCall(cpu: usize, instruction: u32, pstate: u64, pc: u64): i32 {
  beginRecord(cpu, instruction, pstate, pc);
  if (isSmc(instruction) && isPlainSmc(cpu, pstate)) {
    enterEl2(cpu, instruction, pstate, pc);
    return leaveEl2(cpu, pstate, handleAtEl2(cpu));
  }
  return takeAny(cpu, instruction, pstate, pc);
}

/** The way of nearly all calls, with everything decided that is open in {@link takeAny}: from EL1 to a model at EL2 … */
function enterEl2(cpu: usize, instruction: u32, pstate: u64, pc: u64): void {
  const bank = cpu + SYS_ELR_EL2;
  const syndrome = syndromeSmc(immediateOf(instruction));
  const vector = vectorBase(bank) + VECTOR_LOWER_64;
  recordTarget(cpu, 2, instruction);
  writeRecordedException(cpu, bank, syndrome, pc, pstate, vector, entryPstate(bank, pstate, 2));
}

/** … and back, where the handler has left SPSR_EL2 alone, which then is legal to return to. The record has OUTCOME_RESUME. */
function leaveEl2(cpu: usize, pstate: u64, outcome: i32): i32 {
  const bank = cpu + SYS_ELR_EL2;
  if (outcome !== OUTCOME_RESUME || load<u64>(bank, BANK_SPSR) !== pstate) return endAtEl2(cpu, outcome);
  store<u64>(cpu, load<u64>(bank, BANK_ELR), REG_PC);
  store<u64>(cpu, pstate, REG_PSTATE);
  return OUTCOME_RESUME;
}

/** Whether {@link takeFast} can take the trap of a request for the fast path, {@link isFastRequest}. */
export function isFastTrap(cpu: usize, instruction: u32, pstate: u64): bool {
  return instruction === SMC_0 && isPlainSmc(cpu, pstate);
}

/**
 * The fast path: the whole trap of a request that EL2 answers without asking EL3 or changing its state. As all of it is known
 * before anything is written, nothing is written twice. It leaves what {@link takeCall} leaves, with PC behind the instruction.
 */
export function takeFast(cpu: usize, pstate: u64, pc: u64): void {
  recordFastTrap(cpu, pstate, pc);
  writeSkippedException(cpu, syndromeSmc(0), pc, pstate);
  giveFastAnswer(cpu);
}

function takeAny(cpu: usize, instruction: u32, pstate: u64, pc: u64): i32 {
  const smc = isSmc(instruction);
  const level = exceptionLevel(pstate);
  if (pstate & PSTATE_IL) return takeUndefined(cpu, instruction, pstate, SYNDROME_ILLEGAL_STATE);
  const target = smc ? routeSmc(cpu, level) : routeHvc(cpu, level);
  if (target === ROUTE_UNDEFINED) return takeUndefined(cpu, instruction, pstate, SYNDROME_UNDEFINED);
  recordTarget(cpu, target, instruction);
  return smc ? takeSmc(cpu, target, instruction, pstate, pc) : takeHvc(cpu, target, instruction, pstate, pc);
}

/** The exception of an instruction that is UNDEFINED, or executed in the Illegal Execution state. */
function takeUndefined(cpu: usize, instruction: u32, pstate: u64, syndrome: u64): i32 {
  const target = undefinedTarget(cpu, exceptionLevel(pstate));
  recordTarget(cpu, target, instruction);
  takeRecordedException(cpu, target, pstate, syndrome, load<u64>(cpu, REG_PC), false);
  setDisposition(cpu, DISPOSITION_UNDEFINED);
  return endTrap(cpu, OUTCOME_VECTOR);
}

/** Trapped to EL2 the SMC has not executed: it is its own preferred return address, and software step does not advance. */
function takeSmc(cpu: usize, target: u32, instruction: u32, pstate: u64, pc: u64): i32 {
  const trapped = target === 2;
  const syndrome = syndromeSmc(immediateOf(instruction));
  takeRecordedException(cpu, target, pstate, syndrome, trapped ? pc : pc + INSTRUCTION_SIZE, !trapped);
  return trapped ? endAtEl2(cpu, handleAtEl2(cpu)) : callFirmware(cpu);
}

function callFirmware(cpu: usize): i32 {
  setDisposition(cpu, DISPOSITION_UNTRAPPED);
  return endTrap(cpu, handleAtEl3(cpu));
}

function takeHvc(cpu: usize, target: u32, instruction: u32, pstate: u64, pc: u64): i32 {
  takeRecordedException(cpu, target, pstate, syndromeHvc(immediateOf(instruction)), pc + INSTRUCTION_SIZE, true);
  return endAtEl2(cpu, isStubAtEl2(cpu) ? startHypervisor(cpu) : handleAtEl2(cpu));
}
