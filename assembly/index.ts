/** The exports of the module. Everything else that crosses the border is linear memory (layout.ts). */

import { flushCode, setWatch } from './a64/code';
import { resetEngine } from './a64/engine';
import { runVcpu } from './a64/run';
import { bootEl2 } from './el2/dispatch';
import { bootFirmware } from './el3/execution';
import { CONFIG_START, OUTCOME_NOT_A_TRAP, STOP_BUDGET, VCPU_COUNT } from './layout';
import { CONFIG_LATE_EL2 } from './machine/config';
import { flipAll } from './machine/flip';
import { watchMonitors } from './machine/monitor';
import { effectsOf, keepUsual } from './machine/outcome';
import { prepareWrite as preparePages } from './machine/pages';
import { finishCheck as checkPreserved, keepVectors } from './machine/preserve';
import { clearOutcome } from './machine/record';
import { blockOf } from './machine/registers';
import { resetMachine } from './machine/reset';
import { restoreSnapshot, takeSnapshot } from './machine/snapshot';
import { takeTrap } from './machine/trap';

/** Brings registers, models and page states to where a machine starts; configuration, switches, RAM and watches stay. */
export function reset(): void {
  resetMachine();
  resetEngine();
}

/**
 * Boots the firmware, and the hypervisor on vCPU 0 where it does not wait for the guest's HVC; its SMCs are in the log.
 * Returns 0 or a negative errno.
 */
export function boot(): i32 {
  const cpu = blockOf(0);
  clearOutcome(cpu);
  bootFirmware();
  return load<u32>(CONFIG_START, CONFIG_LATE_EL2) === 0 ? bootEl2(cpu) : 0;
}

/** Takes the trap of the SMC or HVC at a vCPU's PC; returns one of the OUTCOME_ values. */
export function trap(vcpu: i32, instruction: u32): i32 {
  if (<u32>vcpu >= VCPU_COUNT) return OUTCOME_NOT_A_TRAP;
  return takeTrap(blockOf(vcpu), instruction);
}

/** Keeps the registers that a trap record does not, for {@link finishCheck} after {@link trap}. */
export function beginCheck(vcpu: i32): void {
  if (<u32>vcpu < VCPU_COUNT) keepVectors(blockOf(vcpu));
}

/** Checks whether the caller's registers came back from the last trap; `run` checks by itself with RUN_FLAG_CHECK. */
export function finishCheck(vcpu: i32): void {
  // The host may have written any register since beginCheck.
  if (<u32>vcpu < VCPU_COUNT) checkPreserved(blockOf(vcpu), true);
}

/** Executes at most `budget` instructions of a vCPU; returns one of the STOP_ values. */
export function run(vcpu: i32, budget: u32): u32 {
  return <u32>vcpu < VCPU_COUNT ? runVcpu(blockOf(vcpu), budget) : STOP_BUDGET;
}

/** To be called before the host changes bytes of RAM; `offset` is from the start of RAM, all bytes must lie in RAM. */
export function prepareWrite(offset: u32, length: u32): void {
  preparePages(offset, length);
}

/** Forgets every decoded instruction: RAM has changed in a way that nobody said. */
export function forgetCode(): void {
  flushCode();
}

/** Ends runs before the instruction at a physical address, or no longer does. */
export function watch(address: u32, on: bool): void {
  setWatch(address, on);
}

/** Keeps what the last trap of a vCPU left as the usual outcome, for {@link effects} and {@link flip}. */
export function keepOutcome(vcpu: i32): void {
  if (<u32>vcpu < VCPU_COUNT) keepUsual(blockOf(vcpu));
}

/** What was not as usual in the last trap, apart from the values of registers: EFFECT_ bits. */
export function effects(vcpu: i32, live: bool): u32 {
  return <u32>vcpu < VCPU_COUNT ? effectsOf(blockOf(vcpu), live) : 0;
}

/** Takes the trap at the snapshot once for each bit of the input, flipped (machine/flip.ts). */
export function flip(vcpu: i32, instruction: u32, input: u32, first: u32, count: u32, flags: u32): void {
  if (<u32>vcpu < VCPU_COUNT) flipAll(blockOf(vcpu), instruction, input, first, count, flags);
}

/** The host has changed the exclusive monitors in the vCPU blocks. */
export function renewMonitors(): void {
  watchMonitors();
}

/** Keeps registers, models and RAM as they are now, for {@link restore}. */
export function snapshot(): void {
  takeSnapshot();
}

/** Brings back what {@link snapshot} kept. Returns false where there is no snapshot. */
export function restore(): bool {
  return restoreSnapshot();
}

export {
  xenAddVm,
  xenCall,
  xenCreateVm,
  xenDestroyVm,
  xenFireTimer,
  xenProbe,
  xenRunVm,
  xenScheduleReceivers,
  xenTrap,
} from './el2/xen/operations';
export { openState as searchOpen } from './search/state';
export { hashAnswer as searchAnswer, hashObservation as searchObservation, tryCall as searchTry } from './search/step';
