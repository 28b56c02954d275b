import { decodeCall, decodeReply } from '../abi/describe.ts';
import { isFfaId } from '../abi/table.ts';
import { CoreRun } from '../engine/core/run.ts';
import { Machine } from '../engine/machine.ts';
import type { RegisterFile, StopReason, TrapRecord } from '../engine/record.ts';
import { loadSegments } from '../engine/unicorn/memory.ts';
import type { Image } from '../guest/image.ts';
import { InputError } from '../guest/source.ts';
import type { RunPlan } from '../guest/stub/plan.ts';
import type { ChosenModel } from '../run/choose.ts';
import { makeJob } from '../run/prepare.ts';
import type { BootStep } from './steps.ts';

/** A call that an event made, and who took it. */
export interface BootCall {
  /** `FFA_VERSION(1.2)`; an HVC that starts the hypervisor is `HVC`. */
  call: string;
  reply: string;
  disposition: TrapRecord['disposition'];
  ffa: boolean;
  /** It ended in FFA_ERROR, or FFA_VERSION in -1. */
  failed: boolean;
}

/** What an event did. */
export interface StepRecord {
  calls: BootCall[];
  /** 0 or a negative errno; undefined where the event did not come to its end. */
  result: number | undefined;
  stop: StopReason;
}

/** What the kernel, EL2 and EL3 go by in the end. */
export interface EndState {
  kvmUp: boolean;
  driverUp: boolean;
  driverVersion: number;
  certificates: boolean;
  ima: boolean;
  hostBuffers: boolean;
  firmwareBuffers: boolean;
  hypVersion: number;
  spmcVersion: number | undefined;
}

const limits = { instructions: 100_000, traps: 200, milliseconds: 5000 };

function callOf(trap: TrapRecord): BootCall {
  const { disposition, before, after } = trap;
  if (trap.conduit === 'hvc') {
    const result = BigInt.asIntN(64, after.x[0]!);
    const call = disposition === 'started' ? 'HVC: start the hypervisor' : 'HVC: hypercall';
    return {
      call,
      reply: disposition === 'started' ? String(result) : 'not modelled',
      disposition,
      ffa: false,
      failed: false,
    };
  }
  const decoded = decodeCall(before.x);
  const reply = decodeReply(after.x, before.x);
  return {
    call: decoded.arguments === '' ? decoded.name : `${decoded.name}(${decoded.arguments})`,
    reply: reply.status ?? reply.name,
    disposition,
    ffa: isFfaId(decoded.id),
    failed: reply.status !== undefined || reply.name === '-1',
  };
}

/** A machine whose guest is Linux while it starts: one event after another, on any CPU. */
export class StartUp {
  readonly machine: Machine;
  private readonly image: Image;
  private readonly idle: RegisterFile;
  private readonly end: bigint;

  /** Throws InputError where the program lacks a place to return to. */
  constructor(image: Image, plan: RunPlan, chosen: ChosenModel, cpus: number) {
    const { machine, program } = makeJob(image, chosen, plan, limits, 'core');
    this.machine = new Machine(machine);
    this.image = image;
    this.idle = program.initial;
    this.end = this.addressOf('event_end');
    this.machine.boot();
    loadSegments(this.machine, program.segments);
    this.machine.forgetCode();
    for (let cpu = 0; cpu < cpus; cpu += 1) this.machine.writeRegisters(cpu, this.idle);
  }

  /** Runs the event's subroutine on its CPU. */
  run({ event, cpu }: BootStep): StepRecord {
    const x = this.idle.x.with(30, this.end);
    const initial = { ...this.idle, x, pc: this.addressOf(event.name) };
    const { traps, stop, final } = new CoreRun(this.machine, { segments: [], initial, watch: [], limits }, cpu).run();
    this.machine.writeRegisters(cpu, this.idle);
    const ended = stop.kind === 'brk' && stop.pc === this.end;
    const result = ended ? Number(BigInt.asIntN(32, final.x[0]!)) : undefined;
    return { calls: traps.map(callOf), result, stop };
  }

  /** What there is in the end. */
  endState(): EndState {
    const { host_tx, hyp_ffa_version, spmc_version } = this.machine.state();
    return {
      kvmUp: this.word('kvm_up') !== 0,
      driverUp: this.word('driver_up') !== 0,
      driverVersion: this.word('driver_version'),
      certificates: this.word('certificates') !== 0,
      ima: this.word('ima') !== 0,
      hostBuffers: host_tx !== 0n,
      firmwareBuffers: this.machine.hasFirmwareBuffers(),
      hypVersion: Number(hyp_ffa_version),
      spmcVersion: spmc_version === undefined ? undefined : Number(spmc_version),
    };
  }

  private word(symbol: string): number {
    return new DataView(this.machine.readMemory(this.addressOf(symbol), 4).buffer).getUint32(0, true);
  }

  private addressOf(symbol: string): bigint {
    const address = this.image.symbols.get(symbol);
    if (address === undefined) throw new InputError(`the program has no label ${symbol}`);
    return address;
  }
}
