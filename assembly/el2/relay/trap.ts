/**
 * A hypervisor without a mediator: it answers PSCI and a hypercall, passes FF-A and SiP calls on, and does right by what the
 * architecture and the convention say, but for what its switches say. Bugs of hypervisors that are not modelled otherwise
 * are shown on it, one at a time.
 */

import { answerOf, emptyEntry, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import { FFA_NOTIFICATION_BITMAP_CREATE, FFA_VERSION } from '../../ffa/ids';
import { FFA_VERSION_1_2 } from '../../ffa/status';
import {
  CAUSE_NONE,
  CAUSE_UNEXPECTED_EXCEPTION,
  OUTCOME_EL2_PANIC,
  OUTCOME_RESUME,
  OUTCOME_VECTOR,
  SYS_ELR_EL2,
  SYS_ESR_EL2,
  TRAP_RETURN,
  TRAP_SOURCE_EL,
} from '../../layout';
import { causeOf, setCause, writeFromEl2 } from '../../machine/record';
import { immediateOfSyndrome, isHvcSyndrome, SYNDROME_UNDEFINED } from '../../machine/syndrome';
import { takeToGuest } from '../undefined';
import { relaySwitch } from './access';
import { answerUnknown, CALL_ANSWERED, CALL_RESUMES, CALL_UNKNOWN, takeCall, wideArgument } from './calls';
import {
  BOOT_NONE,
  BOOT_VERSION_FIRST,
  HVC_RETURN_SKIPS,
  INCREMENT_APPLIED,
  SMC_RETURN_STAYS,
  SWITCH_BOOT_CALLS,
  SWITCH_HVC_RETURN,
  SWITCH_RESUME_INCREMENT,
  SWITCH_SMC_RETURN,
  SWITCH_UNKNOWN,
  SWITCH_VOLATILE,
  UNKNOWN_UNDEFINED,
  VOLATILE_KEPT,
  VOLATILE_ZEROED_X18,
} from './switches';

const INSTRUCTION: u64 = 4;
const EOPNOTSUPP: i32 = 95;
/** Endpoint id of the guest, and its vCPUs. */
const GUEST: u64 = 1;
const GUEST_VCPUS: u64 = 1;

/** Handles an SMC or HVC and returns to the guest; returns one of the OUTCOME_ values. */
export function handleRelayTrap(cpu: usize): i32 {
  if (load<u32>(cpu, TRAP_SOURCE_EL) >= 2) setCause(cpu, CAUSE_UNEXPECTED_EXCEPTION);
  if (causeOf(cpu) !== CAUSE_NONE) return OUTCOME_EL2_PANIC;
  const syndrome = load<u64>(cpu, SYS_ESR_EL2);
  const hvc = isHvcSyndrome(syndrome);
  // Calls have immediate 0; nobody has another one.
  const call = immediateOfSyndrome(syndrome) === 0 ? takeCall(cpu) : CALL_UNKNOWN;
  const undefined_ = call === CALL_UNKNOWN && relaySwitch(SWITCH_UNKNOWN) === UNKNOWN_UNDEFINED;
  if (undefined_) refuse(cpu, hvc);
  else finish(cpu, call, hvc);
  return undefined_ ? OUTCOME_VECTOR : OUTCOME_RESUME;
}

/** The exception is that of the call itself, which an HVC has left behind. */
function refuse(cpu: usize, hvc: bool): void {
  if (hvc) store<u64>(cpu, load<u64>(cpu, SYS_ELR_EL2) - INSTRUCTION, SYS_ELR_EL2);
  takeToGuest(cpu, SYNDROME_UNDEFINED);
}

function finish(cpu: usize, call: u32, hvc: bool): void {
  if (call === CALL_UNKNOWN) answerUnknown(cpu);
  if (call === CALL_RESUMES) {
    resume(cpu, hvc);
    return;
  }
  if (hvc && call === CALL_ANSWERED) zeroVolatile(cpu);
  if (hvc ? relaySwitch(SWITCH_HVC_RETURN) === HVC_RETURN_SKIPS : relaySwitch(SWITCH_SMC_RETURN) !== SMC_RETURN_STAYS) {
    goOnAt(cpu, load<u64>(cpu, SYS_ELR_EL2) + INSTRUCTION);
  }
}

/** The vCPU was off and starts again: x2 is where, x3 its context id. */
function resume(cpu: usize, hvc: bool): void {
  const owed = !hvc && relaySwitch(SWITCH_RESUME_INCREMENT) === INCREMENT_APPLIED;
  goOnAt(cpu, wideArgument(cpu, 2) + (owed ? INSTRUCTION : 0));
  writeFromEl2(cpu, 0, wideArgument(cpu, 3));
}

function goOnAt(cpu: usize, address: u64): void {
  store<u64>(cpu, address, SYS_ELR_EL2);
  store<u64>(cpu, address, TRAP_RETURN);
}

function zeroVolatile(cpu: usize): void {
  const rule = relaySwitch(SWITCH_VOLATILE);
  if (rule === VOLATILE_KEPT) return;
  const last: u32 = rule === VOLATILE_ZEROED_X18 ? 18 : 17;
  for (let n: u32 = 1; n <= last; n++) writeFromEl2(cpu, n, 0);
}

/** Before the guest runs: 0, or a negative errno where the version is refused. */
export function bootRelay(cpu: usize): i32 {
  const calls = relaySwitch(SWITCH_BOOT_CALLS);
  if (calls === BOOT_NONE) return 0;
  if (calls !== BOOT_VERSION_FIRST) issue(cpu, FFA_NOTIFICATION_BITMAP_CREATE, GUEST, GUEST_VCPUS);
  const version = <u32>issue(cpu, FFA_VERSION, FFA_VERSION_1_2, 0);
  if (version >> 31) return -EOPNOTSUPP;
  if (calls === BOOT_VERSION_FIRST) issue(cpu, FFA_NOTIFICATION_BITMAP_CREATE, GUEST, GUEST_VCPUS);
  return 0;
}

/** An SMC of EL2's own; returns its x0. */
function issue(cpu: usize, id: u32, x1: u64, x2: u64): u64 {
  const entry = emptyEntry(cpu, 18, 0);
  setArgument(entry, 0, id);
  setArgument(entry, 1, x1);
  setArgument(entry, 2, x2);
  answerSmc(cpu, entry);
  return answerOf(entry, 0);
}
