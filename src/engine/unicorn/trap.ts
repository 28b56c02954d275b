import { OUTCOME_RESUME, OUTCOME_VECTOR } from '../../../assembly/layout.ts';
import type { RegisterFile } from '../record.ts';
import type { RunContext } from './context.ts';
import { el2Stop, stopReason } from './stops.ts';

/**
 * Hands an SMC or HVC to the machine, at whatever exception level: register file in, one call, register file out. The
 * machine decides whether it traps, goes to EL3 or is undefined.
 */
export function takeTrap(context: RunContext, word: number): void {
  const { cpu, machine, program, traps } = context;
  const pc = BigInt(context.pc);
  if (traps.length >= program.limits.traps) {
    context.halt(stopReason('trap-limit', pc, `${traps.length} traps taken`));
    return;
  }
  cpu.link.load(pc);
  const before = machine.readRegisters(0);
  machine.limitSecure(program.limits.instructions - context.instructions);
  const outcome = machine.trap(0, word);
  context.secure = machine.secureInstructions();
  const cause = record(context, before);
  if (outcome === OUTCOME_RESUME) context.resume(before.pstate);
  else if (outcome === OUTCOME_VECTOR) vector(context, before);
  else context.halt(el2Stop(outcome, cause, pc));
}

/** Adds the machine's account of the trap to the run's. Returns the cause of a fault at EL2. */
function record(context: RunContext, before: RegisterFile): number {
  const { machine, traps } = context;
  const { cause, outcome: _, ...readout } = machine.readTrap(0);
  const after = machine.readRegisters(0);
  traps.push({ ...readout, index: traps.length, before, after, instructionsBefore: context.instructions - 1 });
  return cause;
}

/** The machine took the exception to EL1, because the instruction is undefined. */
function vector(context: RunContext, before: RegisterFile): void {
  if (!context.hasVector(context.programCounter())) {
    context.halt(stopReason('undefined-instruction', before.pc, 'SMC or HVC is undefined here'));
    return;
  }
  context.resume(before.pstate);
  context.cpu.link.storeExceptionRegisters();
}
