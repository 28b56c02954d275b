/** The records that a run leaves: plain data, fit for structured clone between processes. */
import type { TrapInfluence } from '../influence/influence.ts';

/** The caller's register file at one moment. All values are unsigned. */
export interface RegisterFile {
  /** x0 … x30. */
  x: bigint[];
  spEl0: bigint;
  spEl1: bigint;
  pc: bigint;
  /** In the layout of SPSR_ELx. */
  pstate: bigint;
  /** V0 … V31, 128 bits each. */
  v: bigint[];
  fpsr: bigint;
  fpcr: bigint;
}

/**
 * Who wrote a register during a trap. `undefined` is uninitialised EL2 stack. `partition` and `stale` came with EL3's
 * answer as well: from a secure partition's registers, or from what the secure side kept of an earlier call.
 */
export type Writer = 'caller' | 'el2' | 'el3' | 'undefined' | 'partition' | 'stale';

export type Disposition =
  | 'none'
  | 'handled'
  | 'refused'
  | 'forwarded'
  | 'not-supported'
  | 'psci'
  | 'untrapped'
  | 'undefined'
  | 'hypercall'
  | 'started';

/** The architecture's side of a trap (DDI 0487, D1.3 and D24.2). */
export interface ExceptionRecord {
  sourceEl: number;
  targetEl: number;
  esr: bigint;
  /** Preferred return address: the SMC itself when trapped to EL2, the next instruction for HVC. */
  elr: bigint;
  spsr: bigint;
  /** Address of the vector, VBAR_ELx plus the offset. */
  vector: bigint;
  /** PSTATE after entry. */
  pstate: bigint;
  /** ELR_ELx as the handler left it. */
  returnAddress: bigint;
}

/** One SMC that reached EL3. Registers are x0 … x17. */
export interface SmcRecord {
  input: bigint[];
  output: bigint[];
  /** Bit n: xn holds an undefined value. */
  undefinedInput: number;
  undefinedOutput: number;
  /** 8 for an SMCCC 1.1 call, 18 for 1.2. */
  registers: number;
  /** Issued by the generic forwarder. */
  forwarded: boolean;
  /** Index of the scripted reply, or undefined where the firmware model answered by its own rules. */
  reply: number | undefined;
  /** Whose values came back, where not all of them are EL3's own. */
  origins?: SmcOrigins;
}

/** Bit n is for xn. */
export interface SmcOrigins {
  /** EL3 left the register as it was passed. */
  kept: number;
  /** It is a secure partition's. */
  partition: number;
  /** It is what the secure side kept of an earlier call. */
  stale: number;
}

/** A call that a secure partition made. Registers are x0 … x17, of one that is a program x0 … x30. */
export interface PartitionCall {
  /** From 0, over all partitions since reset. */
  index: number;
  /** Endpoint id of the partition. */
  partition: number;
  before: bigint[];
  /** When the call returned; undefined where it has not. */
  after: bigint[] | undefined;
  /** Number of the scripted step over all partitions, or undefined where the script is silent. */
  step: number | undefined;
  /** Address of the SMC, of partitions that are programs. */
  address?: bigint;
  /** Instructions that such partitions had executed by then. */
  instructions?: number;
  /** The program was stopped here, and this is no call. */
  stop?: StopReason;
  /** One of the PARTITION_ states in which the call left the partition, or found it when it returned. */
  state: number;
  /** Index of the SMC of this trap, or of the boot, during which it was made; negative for an earlier one. */
  made: number;
  /** Likewise when it returned; undefined where it has not. */
  returned: number | undefined;
}

/** The proxy's own variables, by name; pages by state. */
export type ModelState = Record<string, bigint>;

/** The same call with other bits 63:32 in one register, everything else as it was: what came out otherwise. */
export interface UpperProbe {
  /** Number of the register; 0 is the function id. */
  register: number;
  /** The value that was tried in it. */
  tried: bigint;
  /** Registers of the reply that differ, by number. */
  registers: number[];
  /** What EL2 did with the call, its state, or what it asked EL3 differs. */
  elsewhere: boolean;
}

export interface TrapRecord {
  /** From 0, in order. */
  index: number;
  /** Address of the SMC or HVC. */
  address: bigint;
  instruction: number;
  conduit: 'smc' | 'hvc';
  immediate: number;
  before: RegisterFile;
  after: RegisterFile;
  exception: ExceptionRecord;
  disposition: Disposition;
  /** For x0 … x30. */
  writers: Writer[];
  /** For each register written from EL3's reply, the reply register it came from. */
  sources: number[];
  smcs: SmcRecord[];
  /** SMCs issued, also where `smcs` holds fewer. */
  smcCount: number;
  /** Calls that secure partitions made in this trap, or that returned to them; absent where there are none. */
  partitionCalls?: PartitionCall[];
  warnings: number;
  state: ModelState;
  instructionsBefore: number;
  /** Which virtual machine made the call; absent where there is one. */
  vm?: number;
  /** What bits of 32-bit arguments that nobody should look at did; absent where nobody tried. */
  probes?: UpperProbe[];
  /** What each register of the reply is made of; absent where nobody looked. */
  influence?: TrapInfluence;
}

/** The guest came to a watched address. */
export interface Arrival {
  address: bigint;
  registers: RegisterFile;
  /** Traps taken so far: the last one is number `traps - 1`. */
  traps: number;
  state: ModelState;
}

/** Boot of the hypervisor, before the guest's first instruction. */
export interface BootRecord {
  /** What the initialisation of the proxy returned: 0, or a negative errno that stops the hypervisor from coming up. */
  result: number;
  smcs: SmcRecord[];
  /** Calls that secure partitions made, initialising themselves; absent where there are none. */
  partitionCalls?: PartitionCall[];
  state: ModelState;
}

export type StopKind =
  | 'brk'
  | 'hlt'
  | 'wfi'
  | 'svc'
  | 'undefined-instruction'
  | 'memory-fault'
  | 'instruction-limit'
  | 'trap-limit'
  | 'time-limit'
  | 'boot-failed'
  | 'el2-fault'
  | 'el2-panic'
  | 'el3-loop'
  | 'unimplemented'
  | 'engine-failure';

/** Why the guest stopped. `pc` is exact: the address of the instruction that stopped it. */
export interface StopReason {
  kind: StopKind;
  pc: bigint;
  /** For people: one sentence without a full stop. */
  detail: string;
  /** BRK, HLT and SVC: the immediate. */
  immediate?: number;
  /** Memory faults: the address, the access and its width in bytes. */
  fault?: { address: bigint; access: 'read' | 'write' | 'fetch'; width: number };
}

/** What an instruction did otherwise on the two engines. */
export interface StepDifference {
  /** Number of the instruction, from 1. */
  instruction: number;
  pc: bigint;
  word: number;
  /** Registers, doublewords of memory, parts of a trap or of the stop, with both values as text. */
  items: { what: string; core: string; unicorn: string }[];
  /** Name of the known divergence that it is (lockstep/divergences.ts); absent where nothing explains it. */
  divergence?: string;
}

/** Two engines over one job, compared after every instruction. */
export interface LockstepRecord {
  /** Instructions begun. */
  instructions: number;
  /** The first differences, of each divergence and of those that nothing explains. */
  differences: StepDifference[];
  unexplained: number;
  /** How often each known divergence was met, by name. */
  explained: Record<string, number>;
  /** Why the guest stopped. */
  stop: StopReason;
}

export interface RunRecord {
  engine: string;
  boot: BootRecord;
  traps: TrapRecord[];
  arrivals: Arrival[];
  stop: StopReason;
  final: RegisterFile;
  instructions: number;
  /** Present where both engines ran the guest side by side. */
  lockstep?: LockstepRecord;
  /** Of those secure partitions that are programs, besides; absent where there are none. */
  partitionInstructions?: number;
}
