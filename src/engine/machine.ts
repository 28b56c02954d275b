import * as state from '../../assembly/el2/pkvm/state.ts';
import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import { relaySwitches } from '../../assembly/el2/relay/switch-table.ts';
import { xenSwitches } from '../../assembly/el2/xen/switch-table.ts';
import { STATE_FIRST_REPLY } from '../../assembly/el3/state.ts';
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import * as layout from '../../assembly/layout.ts';
import * as config from '../../assembly/machine/config.ts';
import type { SwitchRow } from '../../assembly/switch-row.ts';
import type { MachineOptions, PartitionProgram, ScriptedReply } from './engine.ts';
import { GuestVms } from './guest-vms.ts';
import { LinearMemory, ramOffset } from './memory.ts';
import { instantiateTrapPath, type TrapPath } from './module.ts';
import {
  firmwareState,
  hasNormalWorldBuffers,
  readOrigins,
  readPartitionCalls,
  smcNumber,
  writePartitions,
} from './partitions.ts';
import type { BootRecord, Disposition, ModelState, RegisterFile, SmcRecord, TrapRecord, Writer } from './record.ts';
import { limitSecure, loadPrograms, secureInstructions, secureLimit, watchPrograms } from './secure.ts';
import { XenControl } from './xen.ts';

/** The part of the register file that a trap record keeps: the vectors pass through the models untouched. */
export type GeneralRegisters = Omit<RegisterFile, 'v' | 'fpsr' | 'fpcr'>;

/** What is found out about a trap before it is taken. */
export type TrapNotes = Pick<TrapRecord, 'vm' | 'probes' | 'influence'>;

/** What the machine itself knows of a trap; the engine adds the rest of {@link TrapRecord}. */
export interface TrapReadout extends Omit<TrapRecord, 'index' | 'instructionsBefore' | 'before' | 'after'> {
  before: GeneralRegisters;
  after: GeneralRegisters;
  /** One of the OUTCOME_ values. */
  outcome: number;
  /** One of the CAUSE_ values. */
  cause: number;
}

const writers: Writer[] = ['caller', 'el2', 'el3', 'undefined', 'partition', 'stale'];
const dispositions: Disposition[] = [
  'none',
  'handled',
  'refused',
  'forwarded',
  'not-supported',
  'psci',
  'untrapped',
  'undefined',
  'hypercall',
  'started',
];

const families = {
  none: config.EL2_FAMILY_NONE,
  pkvm: config.EL2_FAMILY_PKVM,
  xen: config.EL2_FAMILY_XEN,
  relay: config.EL2_FAMILY_RELAY,
};

/** SMC's opcode is in bits 1:0 of the word: 3; HVC's is 2. */
const smcOpcode = 3;

/** One instance of the trap path: models of EL2 and EL3 over RAM and register files in linear memory. */
export class Machine {
  readonly memory: WebAssembly.Memory;
  /** All of linear memory; offsets are in assembly/layout.ts. */
  readonly bytes: Uint8Array;
  /** Xen apart from its traps; of use with Xen's models only. */
  readonly xen: XenControl;
  /**
   * Called before each trap that an engine hands over, the register file in linear memory and PC on the instruction; what
   * it returns is added to the trap's record. It must leave the machine as it found it.
   */
  beforeTrap: ((vcpu: number, instruction: number) => TrapNotes) | undefined;
  private family: MachineOptions['model']['family'] = 'none';
  private readonly path: TrapPath;
  private readonly linear: LinearMemory;
  private notes: TrapNotes = {};
  /** Partitions that are programs, with their numbers. */
  private programs: PartitionProgram[] = [];
  /** Xen's VMs beside domain 1. */
  private vms: GuestVms;
  /** The snapshot that stands has RAM all zero. */
  private zeroKept = false;

  /** Throws EnvironmentError where build/trapline.wasm does not exist, RangeError where there are too many replies. */
  constructor(options: MachineOptions) {
    this.path = instantiateTrapPath();
    this.memory = this.path.memory;
    this.linear = new LinearMemory(this.memory.buffer);
    this.bytes = this.linear.bytes;
    this.xen = new XenControl(this.path, this.linear);
    this.vms = new GuestVms(this.xen, []);
    this.restart(options);
  }

  /** Configures it and brings it back to where a machine starts, but for RAM, which keeps what it has. */
  restart(options: MachineOptions): void {
    this.family = options.model.family;
    watchPrograms(this, this.programs, false);
    this.programs = (options.partitions ?? []).flatMap(({ program }) => program ?? []);
    this.vms = new GuestVms(this.xen, this.family === 'xen' ? (options.vms ?? []) : []);
    this.configure(options);
    this.setReplies(options.replies);
    this.path.reset();
  }

  /**
   * As new: {@link restart}, RAM all zero, and nobody to be called before a trap. `tracked`: nobody has written to RAM
   * since the last renewal but the machine itself, which knows the pages that it wrote.
   */
  renew(options: MachineOptions, tracked: boolean): void {
    this.beforeTrap = undefined;
    if (!tracked || !this.zeroKept || !this.restore()) {
      this.bytes.fill(0, layout.RAM_START, layout.RAM_START + layout.RAM_SIZE);
    }
    this.restart(options);
    this.path.snapshot();
    this.zeroKept = true;
  }

  /** The module's steps of a search (assembly/search), which src/search drives. */
  get search(): Pick<TrapPath, 'searchOpen' | 'searchTry' | 'searchAnswer' | 'searchObservation'> {
    return this.path;
  }

  /** Boots the hypervisor: the initialisation of its FF-A proxy, with the SMCs that it issues. */
  boot(): BootRecord {
    loadPrograms(this, this.programs);
    const result = this.initialise();
    const own = this.lastSmcs(0);
    const smcs = [...own, ...this.vms.create(() => this.lastSmcs(0))];
    return { result, smcs, ...readPartitionCalls(this.linear, -1), state: this.state() };
  }

  /** SMCs of the last trap of a vCPU, of the boot, or of an operation of Xen's (vCPU 0). */
  lastSmcs(vcpu: number): SmcRecord[] {
    return this.readSmcs(this.linear.u32(blockOf(vcpu) + layout.TRAP_SMC_COUNT));
  }

  /** {@link boot} without the record: 0 or a negative errno; what else there is to know stands in linear memory. */
  initialise(): number {
    return this.path.boot();
  }

  /**
   * Takes the trap of an SMC or HVC whose register file stands in linear memory, PC on the instruction.
   * Returns one of the OUTCOME_ values and never throws.
   */
  trap(vcpu: number, instruction: number): number {
    this.noteTrap(vcpu, instruction);
    return this.takeTrap(vcpu, instruction);
  }

  /** Calls {@link beforeTrap} for a trap that the interpreter is about to take by itself. */
  noteTrap(vcpu: number, instruction: number): void {
    const vm = this.vms.any ? { vm: this.vms.schedule(vcpu, this.linear.u64(blockOf(vcpu) + layout.REG_PC)) } : {};
    this.notes = { ...vm, ...this.beforeTrap?.(vcpu, instruction) };
  }

  /** {@link trap} without {@link beforeTrap}. */
  takeTrap(vcpu: number, instruction: number): number {
    return this.path.trap(vcpu, instruction);
  }

  /** Keeps what {@link finishCheck} compares with; to be called before {@link trap}. */
  beginCheck(vcpu: number): void {
    this.path.beginCheck(vcpu);
  }

  /** Checks within the module whether the caller's registers came back; src/check/in-run.ts reads what it found. */
  finishCheck(vcpu: number): void {
    this.path.finishCheck(vcpu);
  }

  readRegisters(vcpu: number): RegisterFile {
    const base = blockOf(vcpu);
    return {
      x: this.linear.u64s(base + layout.REG_X, 31),
      spEl0: this.linear.u64(base + layout.REG_SP_EL0),
      spEl1: this.linear.u64(base + layout.REG_SP_EL1),
      pc: this.linear.u64(base + layout.REG_PC),
      pstate: this.linear.u64(base + layout.REG_PSTATE),
      v: this.readVectors(base + layout.REG_V),
      fpsr: this.linear.u64(base + layout.REG_FPSR),
      fpcr: this.linear.u64(base + layout.REG_FPCR),
    };
  }

  writeRegisters(vcpu: number, file: RegisterFile): void {
    const base = blockOf(vcpu);
    this.linear.setU64s(base + layout.REG_X, file.x);
    this.linear.setU64(base + layout.REG_SP_EL0, file.spEl0);
    this.linear.setU64(base + layout.REG_SP_EL1, file.spEl1);
    this.linear.setU64(base + layout.REG_PC, file.pc);
    this.linear.setU64(base + layout.REG_PSTATE, file.pstate);
    file.v.forEach((value, index) => {
      this.linear.setU64s(base + layout.REG_V + index * 16, [BigInt.asUintN(64, value), value >> 64n]);
    });
    this.linear.setU64(base + layout.REG_FPSR, file.fpsr);
    this.linear.setU64(base + layout.REG_FPCR, file.fpcr);
  }

  /** A system register of a vCPU, by its SYS_ offset (assembly/layout.ts). */
  readSystemRegister(vcpu: number, offset: number): bigint {
    return this.linear.u64(blockOf(vcpu) + offset);
  }

  writeSystemRegister(vcpu: number, offset: number, value: bigint): void {
    this.linear.setU64(blockOf(vcpu) + offset, value);
  }

  /** What the last trap of this vCPU did. Must be read before the next trap of any vCPU, which reuses the log. */
  readTrap(vcpu: number): TrapReadout {
    const base = blockOf(vcpu);
    const u32 = (offset: number) => this.linear.u32(base + offset);
    const instruction = u32(layout.TRAP_INSTRUCTION);
    const smcCount = u32(layout.TRAP_SMC_COUNT);
    return {
      address: this.linear.u64(base + layout.TRAP_BEFORE_PC),
      instruction,
      conduit: (instruction & 3) === smcOpcode ? 'smc' : 'hvc',
      immediate: u32(layout.TRAP_IMMEDIATE),
      before: this.readBefore(base),
      after: this.readGeneral(base),
      exception: this.readException(base),
      disposition: dispositions[u32(layout.TRAP_DISPOSITION)]!,
      writers: Array.from({ length: 31 }, (_, n) => writers[this.linear.u8(base + layout.TRAP_WRITER + n)]!),
      sources: Array.from({ length: 31 }, (_, n) => this.readSource(base, n)),
      smcs: this.readSmcs(smcCount),
      smcCount,
      ...readPartitionCalls(this.linear, smcNumber(this.linear) - smcCount),
      warnings: u32(layout.TRAP_WARN_COUNT),
      state: this.state(),
      outcome: u32(layout.TRAP_OUTCOME),
      cause: u32(layout.TRAP_CAUSE),
      ...this.notes,
    };
  }

  /** The vector registers before the last trap of this vCPU, where somebody wrote them in it. */
  vectorsBefore(vcpu: number): Pick<RegisterFile, 'v' | 'fpsr' | 'fpcr'> | undefined {
    const base = blockOf(vcpu);
    if (this.linear.u32(base + layout.TRAP_VECTORS) === 0) return undefined;
    return {
      v: this.readVectors(base + layout.CHECK_BEFORE_V),
      fpsr: this.linear.u64(base + layout.CHECK_BEFORE_FPSR),
      fpcr: this.linear.u64(base + layout.CHECK_BEFORE_FPSR + 8),
    };
  }

  /** The EL2 proxy's own variables, by name. */
  state(): ModelState {
    if (this.family === 'relay') return firmwareState(this.linear);
    if (this.family === 'xen') return { ...this.xen.modelState(), ...firmwareState(this.linear) };
    const base = layout.PKVM_STATE_START;
    return {
      host_tx: this.linear.u64(base + state.STATE_HOST_TX),
      host_rx: this.linear.u64(base + state.STATE_HOST_RX),
      hyp_buffers: BigInt(this.linear.u32(base + state.STATE_HYP_BUFFERS)),
      hyp_ffa_version: BigInt(this.linear.u32(base + state.STATE_HYP_FFA_VERSION)),
      has_version_negotiated: BigInt(this.linear.u32(base + state.STATE_NEGOTIATED)),
      ...firmwareState(this.linear),
    };
  }

  /** Whether the firmware has RX and TX buffers of the normal world's. */
  hasFirmwareBuffers(): boolean {
    return hasNormalWorldBuffers(this.linear);
  }

  /** A copy of guest-physical bytes. Throws RangeError outside RAM. */
  readMemory(address: bigint, length: number): Uint8Array {
    const offset = ramOffset(address, length);
    return this.bytes.slice(offset, offset + length);
  }

  /** Throws RangeError outside RAM, and writes nothing then. */
  writeMemory(address: bigint, bytes: Uint8Array): void {
    const offset = ramOffset(address, bytes.length);
    this.path.prepareWrite(offset - layout.RAM_START, bytes.length);
    this.bytes.set(bytes, offset);
  }

  /** To be called before bytes of RAM are changed by way of {@link bytes}; `offset` is from the start of RAM. */
  prepareWrite(offset: number, length: number): void {
    this.path.prepareWrite(offset, length);
  }

  /** To be called after the exclusive monitors in the vCPU blocks were changed by way of {@link bytes}. */
  renewMonitors(): void {
    this.path.renewMonitors();
  }

  /**
   * Executes at most `budget` instructions of a vCPU on the interpreter, from its register file on. Returns one of the
   * STOP_ values; what else there is to know stands in the vCPU's block (RUN_ offsets). Never throws on guest input.
   */
  run(vcpu: number, budget: number): number {
    blockOf(vcpu);
    return this.path.run(vcpu, budget);
  }

  /** Whether each trap must be announced by {@link noteTrap}. */
  get wantsTraps(): boolean {
    return this.beforeTrap !== undefined || this.hasPrograms || this.vms.any;
  }

  /** Whether secure partitions run that are programs. */
  get hasPrograms(): boolean {
    return this.programs.length > 0;
  }

  /** Instructions that such partitions have executed since reset. */
  secureInstructions(): number {
    return secureInstructions(this.linear);
  }

  /** Lets such partitions execute so many instructions since reset; whoever would execute more is stopped. */
  limitSecure(instructions: number): void {
    limitSecure(this.linear, instructions);
  }

  /** What {@link limitSecure} has set. */
  secureLimit(): number {
    return secureLimit(this.linear);
  }

  /** Ends runs before the instruction at a physical address, or no longer does. Ignores addresses outside RAM. */
  watch(address: bigint, on: boolean): void {
    const inside = address >= BigInt(layout.RAM_BASE) && address < BigInt(layout.RAM_BASE + layout.RAM_SIZE);
    if (inside) this.path.watch(Number(address), on);
  }

  /** Forgets decoded instructions: RAM was changed otherwise than by guests and {@link writeMemory}. */
  forgetCode(): void {
    this.path.forgetCode();
  }

  /** Keeps registers, models and RAM as they are, instead of what was kept before. A reset drops it. */
  snapshot(): void {
    this.zeroKept = false;
    this.path.snapshot();
  }

  /** Back to the snapshot, in time by the pages written since. Returns false where there is none. */
  restore(): boolean {
    return this.path.restore() !== 0;
  }

  /** Keeps what the last trap of a vCPU left as the usual outcome. */
  keepOutcome(vcpu: number): void {
    this.path.keepOutcome(vcpu);
  }

  /** What of the last trap was not as usual, the values of registers apart: EFFECT_ bits; `live`: EL3's answers, too. */
  effects(vcpu: number, live: boolean): number {
    return this.path.effects(vcpu, live);
  }

  /**
   * Takes the trap at the snapshot once for each bit from `first` on, flipped in the registers at `input` of linear memory;
   * leaves effects and rows in linear memory (FLIP_ offsets) and the machine at the snapshot. `flags`: FLIP_FLAG_ bits.
   */
  flip(vcpu: number, instruction: number, input: number, first: number, count: number, flags: number): void {
    this.path.flip(vcpu, instruction, input, first, count, flags);
  }

  /** State of the page that holds an address: one of the PAGE_ values. Throws RangeError outside RAM. */
  pageState(address: bigint): number {
    return this.bytes[pageOffset(address)]!;
  }

  setPageState(address: bigint, value: number): void {
    this.bytes[pageOffset(address)] = value;
  }

  /** Replaces the scripted replies by others, none of them used yet. Throws RangeError where they do not fit. */
  setReplies(replies: readonly ScriptedReply[]): void {
    if (replies.length > layout.REPLY_CAPACITY) {
      throw new RangeError(`${replies.length} scripted replies, and there is room for ${layout.REPLY_CAPACITY}`);
    }
    this.linear.setU32(layout.CONFIG_START + config.CONFIG_REPLY_COUNT, replies.length);
    this.linear.setU32(layout.FIRMWARE_STATE_START + STATE_FIRST_REPLY, 0);
    let pool = 0;
    replies.forEach((reply, index) => {
      this.writeReply(layout.REPLY_START + index * layout.REPLY_STRIDE, reply, pool);
      pool += reply.rx?.length ?? 0;
    });
  }

  /** Scripted replies that no SMC has taken yet. */
  unusedReplies(): number {
    const count = this.linear.u32(layout.CONFIG_START + config.CONFIG_REPLY_COUNT);
    const used = (index: number) =>
      this.linear.u32(layout.REPLY_START + index * layout.REPLY_STRIDE + layout.REPLY_USED);
    return Array.from({ length: count }, (_, index) => used(index)).filter((flag) => flag === 0).length;
  }

  private configure(options: MachineOptions): void {
    const { model, control } = options;
    const hypervisor = model.family !== 'none';
    const hcr = config.HCR_RW + (control.tsc && hypervisor ? config.HCR_TSC : 0);
    const scr = config.SCR_NS + config.SCR_RW + (control.smd ? config.SCR_SMD : 0) + (control.hce ? config.SCR_HCE : 0);
    this.linear.setU32(layout.CONFIG_START + config.CONFIG_EL2_FAMILY, families[model.family]);
    this.linear.setU64(layout.CONFIG_START + config.CONFIG_UNDEFINED_FILL, options.undefinedFill);
    this.linear.setU32(layout.CONFIG_START + config.CONFIG_LATE_EL2, options.lateHypervisor ? 1 : 0);
    this.linear.setU64(layout.CONFIG_START + config.CONFIG_HCR_EL2, BigInt(hcr));
    this.linear.setU64(layout.CONFIG_START + config.CONFIG_SCR_EL3, BigInt(scr));
    if (model.family === 'xen') this.writeSwitches(layout.XEN_SWITCH_START, xenSwitches, model.switches);
    else if (model.family === 'relay') this.writeSwitches(layout.RELAY_SWITCH_START, relaySwitches, model.switches);
    else this.writeSwitches(layout.PKVM_SWITCH_START, pkvmSwitches, model.switches);
    this.writeSwitches(layout.FIRMWARE_SWITCH_START, firmwareSwitches, options.firmware);
    writePartitions(this.linear, options.partitions ?? []);
  }

  private writeSwitches(base: number, rows: SwitchRow[], values: Record<string, number>): void {
    for (const row of rows) this.linear.setU32(base + row.offset, values[row.name] ?? row.standard);
  }

  private writeReply(base: number, reply: ScriptedReply, pool: number): void {
    const length = reply.rx?.length ?? 0;
    if (pool + length > layout.RX_POOL_SIZE) throw new RangeError('the RX bytes of the scripted replies do not fit');
    this.linear.setU32(base + layout.REPLY_MATCH, matchOf(reply));
    this.linear.setU32(base + layout.REPLY_FUNCTION, reply.functionId ?? 0);
    this.linear.setU64(base + layout.REPLY_ADDRESS, reply.address ?? 0n);
    this.linear.setU64s(base + layout.REPLY_X, reply.x.slice(0, 18));
    this.linear.setU32(base + layout.REPLY_USED, 0);
    this.linear.setU32(base + layout.REPLY_RX_OFFSET, pool);
    this.linear.setU32(base + layout.REPLY_RX_LENGTH, length);
    this.linear.setU32(base + layout.REPLY_KEEP, reply.keep);
    if (reply.rx !== undefined) this.bytes.set(reply.rx, layout.RX_POOL_START + pool);
  }

  /** The reply register that xn came from; 0 where no reply has written it. */
  private readSource(base: number, n: number): number {
    const writer = this.linear.u8(base + layout.TRAP_WRITER + n);
    const fromReply = [layout.WRITER_EL3, layout.WRITER_PARTITION, layout.WRITER_STALE].includes(writer);
    return fromReply ? this.linear.u8(base + layout.TRAP_SOURCE + n) : 0;
  }

  /** V0 to V31, which stand one after the other. */
  private readVectors(base: number): bigint[] {
    return Array.from({ length: 32 }, (_, index) => {
      const [low, high] = this.linear.u64s(base + index * 16, 2) as [bigint, bigint];
      return (high << 64n) | low;
    });
  }

  private readGeneral(base: number): GeneralRegisters {
    return {
      x: this.linear.u64s(base + layout.REG_X, 31),
      spEl0: this.linear.u64(base + layout.REG_SP_EL0),
      spEl1: this.linear.u64(base + layout.REG_SP_EL1),
      pc: this.linear.u64(base + layout.REG_PC),
      pstate: this.linear.u64(base + layout.REG_PSTATE),
    };
  }

  private readBefore(base: number): GeneralRegisters {
    return {
      x: this.linear.u64s(base + layout.TRAP_BEFORE_X, 31),
      spEl0: this.linear.u64(base + layout.TRAP_BEFORE_SP_EL0),
      spEl1: this.linear.u64(base + layout.TRAP_BEFORE_SP_EL1),
      pc: this.linear.u64(base + layout.TRAP_BEFORE_PC),
      pstate: this.linear.u64(base + layout.TRAP_BEFORE_PSTATE),
    };
  }

  private readException(base: number): TrapRecord['exception'] {
    return {
      sourceEl: this.linear.u32(base + layout.TRAP_SOURCE_EL),
      targetEl: this.linear.u32(base + layout.TRAP_TARGET_EL),
      esr: this.linear.u64(base + layout.TRAP_ESR),
      elr: this.linear.u64(base + layout.TRAP_ELR),
      spsr: this.linear.u64(base + layout.TRAP_SPSR),
      vector: this.linear.u64(base + layout.TRAP_VECTOR),
      pstate: this.linear.u64(base + layout.TRAP_PSTATE),
      returnAddress: this.linear.u64(base + layout.TRAP_RETURN),
    };
  }

  private readSmcs(count: number): SmcRecord[] {
    return Array.from({ length: Math.min(count, layout.SMC_LOG_CAPACITY) }, (_, index) => {
      const base = layout.SMC_LOG_START + index * layout.SMC_LOG_STRIDE;
      const flags = this.linear.u32(base + layout.SMC_FLAGS);
      return {
        input: this.linear.u64s(base + layout.SMC_IN, 18),
        output: this.linear.u64s(base + layout.SMC_OUT, 18),
        undefinedInput: this.linear.u32(base + layout.SMC_UNDEFINED_IN),
        undefinedOutput: this.linear.u32(base + layout.SMC_UNDEFINED_OUT),
        registers: this.linear.u32(base + layout.SMC_REGISTERS),
        forwarded: (flags & layout.SMC_FLAG_FORWARDED) !== 0,
        reply: (flags & layout.SMC_FLAG_SCRIPTED) !== 0 ? this.linear.u32(base + layout.SMC_REPLY_INDEX) : undefined,
        ...readOrigins(this.linear, base),
      };
    });
  }
}

function matchOf(reply: ScriptedReply): number {
  if (reply.functionId === undefined) {
    return reply.address === undefined ? layout.REPLY_MATCH_ANY : layout.REPLY_MATCH_ADDRESS;
  }
  return reply.address === undefined ? layout.REPLY_MATCH_FUNCTION : layout.REPLY_MATCH_BOTH;
}

/** Throws RangeError for a vCPU that does not exist. */
function blockOf(vcpu: number): number {
  if (!Number.isInteger(vcpu) || vcpu < 0 || vcpu >= layout.VCPU_COUNT) throw new RangeError(`no vCPU ${vcpu}`);
  return layout.VCPU_START + vcpu * layout.VCPU_STRIDE;
}

function pageOffset(address: bigint): number {
  const page = (ramOffset(address, 1) - layout.RAM_START) >>> 12;
  return layout.PAGE_STATE_START + page;
}
