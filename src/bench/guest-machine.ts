import { FFA_VERSION } from '../../assembly/ffa/ids.ts';
import { FFA_VERSION_1_2 } from '../../assembly/ffa/status.ts';
import { RAM_BASE } from '../../assembly/layout.ts';
import type { MachineOptions } from '../engine/engine.ts';
import { Machine } from '../engine/machine.ts';
import { resolveFirmware, resolveModel } from '../engine/models.ts';
import type { RegisterFile } from '../engine/record.ts';
import type { CallClass } from './calls.ts';
import * as guest from './guest-loop.ts';
import { BenchError } from './row.ts';

/** The model that all benchmarks run on. */
export const BENCH_MODEL = 'pkvm/v6.18';
const EL1H = 0x3c5n;
/** Below the hypervisor's pages, as for a stub. */
const STACK = 0x800f0000n;

/** The machine of the benchmarks: mainline's pKVM, trapping SMCs, above firmware by its own rules. */
export function benchMachineOptions(): MachineOptions {
  return {
    model: resolveModel(BENCH_MODEL, []),
    firmware: resolveFirmware([]),
    replies: [],
    control: { tsc: true, smd: false, hce: true },
    undefinedFill: 0n,
  };
}

export function bootedMachine(): Machine {
  const machine = new Machine(benchMachineOptions());
  const { result } = machine.boot();
  if (result !== 0) throw new BenchError(`${BENCH_MODEL} does not boot: ${result}`);
  return machine;
}

/** A register file at the first byte of RAM, EL1h, with some of x0 … x30 set. */
export function registersWith(values: Record<number, number>): RegisterFile {
  const x = Array.from({ length: 31 }, (_, n) => BigInt(values[n] ?? 0));
  const v = Array.from({ length: 32 }, () => 0n);
  return { x, spEl0: 0n, spEl1: STACK, pc: BigInt(RAM_BASE), pstate: EL1H, v, fpsr: 0n, fpcr: 0n };
}

/** Registers of the guest that negotiates a version and then makes n calls of a class. */
export function trapRegisters(call: CallClass, n: number): RegisterFile {
  return registersWith({
    [guest.COUNT_REGISTER]: n,
    [guest.FUNCTION_REGISTER]: call.functionId,
    [guest.ARGUMENT_REGISTER]: call.argument,
    [guest.FIRST_FUNCTION_REGISTER]: FFA_VERSION,
    [guest.FIRST_ARGUMENT_REGISTER]: FFA_VERSION_1_2,
  });
}

/** Instructions that the guest of n calls executes, up to and with `brk #0`. */
export function trapInstructions(n: number): number {
  return guest.NEGOTIATION_LENGTH + guest.LOOP_LENGTH * n + 1;
}
