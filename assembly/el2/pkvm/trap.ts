/**
 * pKVM's handling of a trap from the host (arch/arm64/kvm/hyp/nvhe: host.S, hyp-main.c). The host's x0–x30 are its
 * context: EL2 saves and restores all of them, so what no handler writes comes back as it was.
 */

import {
  CAUSE_BUFFER_OVERFLOW,
  CAUSE_NONE,
  CAUSE_NULL_DEREFERENCE,
  CAUSE_UNEXPECTED_EXCEPTION,
  DISPOSITION_NOT_SUPPORTED,
  OUTCOME_EL2_FAULT,
  OUTCOME_EL2_PANIC,
  OUTCOME_RESUME,
  SYS_ELR_EL2,
  SYS_ESR_EL2,
  TRAP_RETURN,
  TRAP_SOURCE_EL,
} from '../../layout';
import { causeOf, setCause, setDisposition, writeFromEl2 } from '../../machine/record';
import { readX } from '../../machine/registers';
import { immediateOfSyndrome, isHvcSyndrome } from '../../machine/syndrome';
import { SMCCC_NOT_SUPPORTED, SMCCC_SVE_HINT } from '../../smccc/ids';
import { pkvmSwitch } from './access';
import { handleFfa } from './proxy';
import { handlePsci } from './psci';
import { forwardHostSmc } from './smc';
import { IMMEDIATE_REFUSED, SWITCH_SMC_IMMEDIATE, SWITCH_UPPER_BITS, UPPER_BITS_REFUSED } from './switches';

/** Handles HVC and SMC from the host; anything else than the lower-EL synchronous vector panics. */
export function handlePkvmTrap(cpu: usize): i32 {
  const syndrome = load<u64>(cpu, SYS_ESR_EL2);
  if (load<u32>(cpu, TRAP_SOURCE_EL) >= 2) return panic(cpu);
  if (isHvcSyndrome(syndrome)) return handleHostHypercall(cpu);
  handleHostSmc(cpu, immediateOfSyndrome(syndrome));
  const cause = causeOf(cpu);
  if (cause !== CAUSE_NONE) return outcomeOf(cause);
  skipInstruction(cpu);
  return OUTCOME_RESUME;
}

function panic(cpu: usize): i32 {
  setCause(cpu, CAUSE_UNEXPECTED_EXCEPTION);
  return OUTCOME_EL2_PANIC;
}

function outcomeOf(cause: u32): i32 {
  return cause === CAUSE_NULL_DEREFERENCE || cause === CAUSE_BUFFER_OVERFLOW ? OUTCOME_EL2_FAULT : OUTCOME_EL2_PANIC;
}

/**
 * With protected mode on there is no stub hypercall either: every HVC goes to the hypercall table, and KVM's own calls
 * are not modelled, so each id is unknown.
 */
function handleHostHypercall(cpu: usize): i32 {
  answerNotSupported(cpu);
  return OUTCOME_RESUME;
}

/** handle_host_smc. */
function handleHostSmc(cpu: usize, immediate: u32): void {
  const x0 = readX(cpu, 0);
  const upper = x0 >> 32;
  const id = <u32>x0 & ~SMCCC_SVE_HINT;
  if ((upper | immediate) !== 0 && isRefused(immediate, upper)) answerNotSupported(cpu);
  else if (!handleFfa(cpu, id) && !handlePsci(cpu, id)) forwardHostSmc(cpu);
}

function isRefused(immediate: u32, upper: u64): bool {
  if (immediate !== 0 && pkvmSwitch(SWITCH_SMC_IMMEDIATE) === IMMEDIATE_REFUSED) return true;
  return upper !== 0 && pkvmSwitch(SWITCH_UPPER_BITS) === UPPER_BITS_REFUSED;
}

function answerNotSupported(cpu: usize): void {
  setDisposition(cpu, DISPOSITION_NOT_SUPPORTED);
  writeFromEl2(cpu, 0, <u64>SMCCC_NOT_SUPPORTED);
}

/**
 * kvm_skip_host_instr: a trapped SMC was not executed, so its return address moves past it, handled or not; SPSR_EL2.SS is
 * left alone.
 */
function skipInstruction(cpu: usize): void {
  const next = load<u64>(cpu, SYS_ELR_EL2) + 4;
  store<u64>(cpu, next, SYS_ELR_EL2);
  store<u64>(cpu, next, TRAP_RETURN);
}
