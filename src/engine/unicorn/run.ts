import { REG_PSTATE } from '../../../assembly/layout.ts';
import type { EngineOutcome, Program } from '../engine.ts';
import { hex } from '../hex.ts';
import type { StopReason } from '../record.ts';
import { RunContext, type TrapMachine, type Witness } from './context.ts';
import type { UnicornCpu } from './cpu.ts';
import { onBadAccess, onException } from './events.ts';
import { returnTarget } from './exception.ts';
import type { HookHandlers } from './hooks.ts';
import { InstructionHook, type Progress } from './instruction-hook.ts';
import { stopReason } from './stops.ts';
import { isWfi } from './words.ts';

/** EL1h with all interrupts masked: what the trampoline starts in. */
const TRAMPOLINE_PSTATE = 0x3c5n;

/**
 * Runs a program on a fresh engine, to the end. The machine must be booted. Never throws on guest input; throws what
 * the machine throws, and Error where libunicorn does not do what it was told.
 */
export function runProgram(
  cpu: UnicornCpu,
  machine: TrapMachine,
  program: Program,
  progress: Progress,
  witness?: Witness,
): EngineOutcome {
  const context = new RunContext(cpu, machine, program, witness);
  machine.writeRegisters(0, program.initial);
  const refusal = refuse(program);
  if (refusal !== undefined) return outcome(context, refusal);
  const stop = execute(context, progress);
  cpu.link.load(stop.pc);
  return outcome(context, stop);
}

function outcome(context: RunContext, stop: StopReason): EngineOutcome {
  const { traps, arrivals, instructions, machine } = context;
  return { traps, arrivals, stop, final: machine.readRegisters(0), instructions };
}

/** A guest starts at EL1 or EL0, in AArch64. */
function refuse({ initial }: Program): StopReason | undefined {
  const target = returnTarget(initial.pstate);
  if (target === 'el0' || target === 'el1') return undefined;
  return stopReason('unimplemented', initial.pc, `a guest cannot start with PSTATE ${hex(initial.pstate)}`);
}

function execute(context: RunContext, progress: Progress): StopReason {
  const { cpu, program, block } = context;
  const failures: unknown[] = [];
  block[REG_PSTATE / 8] = TRAMPOLINE_PSTATE;
  const { pc, pstate } = program.initial;
  let error = cpu.run(handlers(context, progress, failures), pc, pstate);
  while (failures.length === 0 && goesOn(context, error)) error = cpu.resume(context.programCounter());
  if (failures.length > 0) throw failures[0];
  return context.stop!;
}

/** Whether the guest goes on although libunicorn has stopped; where it does not, there is a reason. */
function goesOn(context: RunContext, error: number): boolean {
  if (context.doDeferred()) return true;
  context.stop ??= unexplained(context, error);
  return context.witness?.resumes(context) ?? false;
}

/** An exception cannot cross libunicorn's frames: it is kept, and thrown once the engine has stopped. */
function handlers(context: RunContext, progress: Progress, failures: unknown[]): HookHandlers {
  const hook = new InstructionHook(context, progress);
  const { witness } = context;
  const fail = (error: unknown) => {
    failures.push(error);
    context.cpu.stop();
  };
  return {
    instruction(_engine, address) {
      try {
        hook.run(address);
      } catch (error) {
        fail(error);
      }
    },
    exception(_engine, exception) {
      try {
        onException(context, exception);
      } catch (error) {
        fail(error);
      }
    },
    badAccess(_engine, type, address, size) {
      try {
        return onBadAccess(context, type, address, size);
      } catch (error) {
        fail(error);
        return false;
      }
    },
    ...(witness && { write: (_engine, _type, address, width) => witness.write(Number(address), width) }),
  };
}

/** The engine came back and no hook had asked for it. */
function unexplained(context: RunContext, error: number): StopReason {
  const { cpu, pc } = context;
  if (error === 0 && isWfi(context.wordAt(pc))) return stopReason('wfi', BigInt(pc), 'wfi, and no interrupt can come');
  const detail = error === 0 ? 'libunicorn stopped without a reason' : `libunicorn: ${cpu.errorText(error)}`;
  return stopReason('engine-failure', BigInt(pc), detail);
}
