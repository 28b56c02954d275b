import type { InfluenceRequest } from '../influence/influence.ts';
import type { Machine } from './machine.ts';
import type { Arrival, RegisterFile, RunRecord, StopReason, TrapRecord } from './record.ts';

/** Bytes to place in RAM before the first instruction. */
export interface LoadedSegment {
  address: bigint;
  bytes: Uint8Array;
}

export interface Limits {
  /** Guest instructions. */
  instructions: number;
  /** Traps recorded. */
  traps: number;
  /** Wall time in ms. */
  milliseconds: number;
}

/** A program and its surroundings: what an engine needs besides a configured machine. */
export interface Program {
  segments: LoadedSegment[];
  /** Register file at the first instruction; `pc` is the entry, `pstate.M` the exception level. */
  initial: RegisterFile;
  /** Addresses at which the register file is recorded, before the instruction there executes. */
  watch: bigint[];
  limits: Limits;
}

/**
 * Something that executes guest instructions. At SMC and HVC it writes the register file into the machine's linear
 * memory, calls `machine.trap`, and takes the register file back; it knows nothing of what EL2 or EL3 did.
 */
export interface Engine {
  readonly name: string;
  /** For the report: name and version of what executes the instructions. */
  readonly description: string;
  /**
   * Runs until the guest stops. Never throws on guest input: every way to stop is a {@link StopReason}.
   * Throws EnvironmentError where the engine is not available on this machine.
   */
  run(machine: Machine, program: Program): EngineOutcome;
}

export interface EngineOutcome {
  traps: TrapRecord[];
  arrivals: Arrival[];
  stop: StopReason;
  final: RegisterFile;
  instructions: number;
  partitionInstructions?: number;
}

/** Which engine runs a job. */
export type EngineChoice =
  /** libunicorn where it is installed, else the interpreter. */
  | 'auto'
  | 'core'
  | 'unicorn'
  /** Both, and the results must be the same. */
  | 'lockstep';

/** One run, as plain data that can cross to another process. */
export interface Job {
  program: Program;
  machine: MachineOptions;
  engine: EngineChoice;
  /** Try every call with other bits above its 32-bit arguments as well. */
  probe?: boolean;
  /** Flip every bit around these traps, one by one. */
  influence?: InfluenceRequest;
}

/** How the machine behind the guest is set up. */
export interface MachineOptions {
  /** Row of EL2 switches, by name (assembly/el2/…/switches.ts); resolved from a model and the user's changes. */
  model: { family: 'pkvm' | 'xen' | 'relay' | 'none'; name: string; switches: Record<string, number> };
  /** Switches of the firmware (assembly/el3/switches.ts), by name. */
  firmware: Record<string, number>;
  /** Secure partitions behind it; none where absent. */
  partitions?: PartitionDefinition[];
  /** Xen's VMs beside domain 1, in the order of their creation; other hypervisors have one guest. */
  vms?: GuestVm[];
  replies: ScriptedReply[];
  /** Bits of HCR_EL2 and SCR_EL3 that decide where SMC and HVC go. */
  control: { tsc: boolean; smd: boolean; hce: boolean };
  /** The guest's first HVC starts the hypervisor; until then no SMC is trapped. */
  lateHypervisor?: boolean;
  /** What an undefined register holds: 0, or a value made from this seed. */
  undefinedFill: bigint;
}

/** A VM that shares the program with the others: it makes some of the calls. */
export interface GuestVm {
  domain: number;
  /** Addresses of its SMCs and HVCs; all others are domain 1's. */
  addresses: bigint[];
  /** Address of another VM's SMC or HVC before which it is destroyed. */
  ends: bigint | undefined;
}

/** A secure partition, and what it does with its cycles. */
export interface PartitionDefinition {
  /** Endpoint id, bit 15 set. */
  id: number;
  /** FF-A version word. */
  version: number;
  /** Bits of the partition information descriptor. */
  properties: number;
  /** A part of the SPMC itself, as OP-TEE's own endpoint. */
  logical: boolean;
  /** Execution contexts that it reports. */
  contexts: number;
  /** 16 bytes each, in the order of FFA_PARTITION_INFO_GET_REGS. */
  uuids: Uint8Array[];
  handlers: PartitionHandler[];
  /** The program that it is; then it has no handlers. */
  program?: PartitionProgram;
}

/** A secure partition as instructions, within the range that secure.ts gives it. */
export interface PartitionProgram {
  segments: LoadedSegment[];
  entry: bigint;
  stack: bigint;
  /** Interrupts that come, once each, before the instruction at an address: 0 a non-secure one, else for a partition. */
  interrupts: { address: bigint; partition: number }[];
}

/** What a partition does for some events: its calls, in order. */
export interface PartitionHandler {
  /** EVENT_ values (assembly/el3/definition.ts). */
  events: number[];
  /** Which time an event comes, from 1; 0 for every time that no other handler is for. */
  occurrence: number;
  steps: PartitionStep[];
}

export interface PartitionStep {
  /** One of the STEP_ values, and what its operand means there. */
  kind: number;
  operand: number;
  /** Registers of the call that the kind alone does not set: one of the SOURCE_ values, and a constant's value. */
  registers: { register: number; source: number; value: bigint }[];
}

/** A reply that the firmware gives to the first SMC that matches. */
export interface ScriptedReply {
  /** Function id of the SMC, or undefined for any. */
  functionId: number | undefined;
  /** Address of the trapped instruction, or undefined for any. */
  address: bigint | undefined;
  /** x0 … x17. */
  x: bigint[];
  /** Bit n: leave xn as the SMC passed it. */
  keep: number;
  /** Bytes that land in the hypervisor's RX buffer before the SMC returns. */
  rx?: Uint8Array;
}

export type JobResult = RunRecord;
