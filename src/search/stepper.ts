/** One machine as a search drives it: from a state through a call, and back in less than a microsecond. */
import * as layout from '../../assembly/layout.ts';
import type { MachineOptions, ScriptedReply } from '../engine/engine.ts';
import { Machine } from '../engine/machine.ts';
import { LinearMemory } from '../engine/memory.ts';
import type { TrapPath } from '../engine/module.ts';
import type { BootRecord, RegisterFile, TrapRecord } from '../engine/record.ts';
import type { Content } from './contents.ts';
import { ownAddress, patternOf, TX_PAGE } from './places.ts';
import type { SearchCall, SearchReply } from './sequence.ts';
import type { SharedPages } from './sharing.ts';
import { type Area, trackedAreas, writeAreas } from './tracked.ts';

/** What a stepper is made from: a machine, and the tables of calls and replies. */
export interface StepperOptions {
  machine: MachineOptions;
  /** Instruction word of every call. */
  instruction: number;
  calls: readonly SearchCall[];
  replies: readonly SearchReply[];
  contents: readonly Content[];
  /** Virtual machines that call, each in memory of its own where there are several. */
  vms: number;
}

/** Numbers of the tables that belong to nobody: for calls and replies that are not in the alphabet. */
const SPARE_CALL = layout.SEARCH_CALL_CAPACITY - 1;
const SPARE_REPLY = layout.SEARCH_REPLY_CAPACITY - 2;
/** Where the RX bytes of spare replies begin in the pool. */
const SPARE_RX = layout.RX_POOL_SIZE - 2 * layout.PAGE_SIZE;
/** -ENODEV. */
const NO_MEDIATOR = -19;
const HYP_SIZE = layout.HYP_END - layout.HYP_START;
const HYP_OFFSET = layout.RAM_START + layout.HYP_START - layout.RAM_BASE;
const OUTCOME_MASK = 7;
const SMC_COUNT_SHIFT = 8;

/** Outcome of a tried call: one of the OUTCOME_ values. */
export const outcomeOf = (tried: number): number => tried & OUTCOME_MASK;
/** SMCs that a tried call led to; 255 stands for more. */
export const smcsOf = (tried: number): number => (tried >>> SMC_COUNT_SHIFT) & 0xff;

type SearchPathExports = Pick<TrapPath, 'searchOpen' | 'searchTry' | 'searchAnswer' | 'searchObservation'>;

/** The start of the machine's states. */
interface Root {
  key: string;
  boot: BootRecord;
  areas: Uint8Array[];
  /** Bytes of the hypervisor's pages. */
  pages: Uint8Array;
  shared: SharedPages;
}

function scripted({ functionId, x, rx }: SearchReply): ScriptedReply {
  return { functionId, address: undefined, x, keep: 0, ...(rx && { rx }) };
}

/** A machine and its tables. Throws EnvironmentError where the module has not been built. */
export class Stepper {
  readonly linear: LinearMemory;
  private readonly machine: Machine;
  private readonly words: Uint32Array;
  private readonly areas: Area[];
  private readonly options: StepperOptions;
  private readonly path: SearchPathExports;
  private readonly rxPool = new RxPool();
  private root: Root | undefined;

  constructor(options: StepperOptions) {
    this.options = options;
    this.machine = new Machine(options.machine);
    this.path = this.machine.search;
    this.linear = new LinearMemory(this.machine.memory.buffer);
    this.words = new Uint32Array(this.machine.memory.buffer);
    this.areas = trackedAreas(options.machine, options.vms);
    this.writeTables();
  }

  /** Hash of the state that calls are tried from: low and high half. */
  hashLow(): number {
    return this.words[layout.SEARCH_HASH >>> 2]!;
  }

  hashHigh(): number {
    return this.words[(layout.SEARCH_HASH >>> 2) + 1]!;
  }

  /** The same of the state after the last call. */
  afterLow(): number {
    return this.words[layout.SEARCH_HASH_AFTER >>> 2]!;
  }

  afterHigh(): number {
    return this.words[(layout.SEARCH_HASH_AFTER >>> 2) + 1]!;
  }

  /** Hash of what the caller got from the last call, low and high half one after the other. */
  answer(target: Uint32Array): void {
    this.path.searchAnswer();
    this.readAnswer(target);
  }

  /** Hash of that, of who wrote it, and of what EL2 and EL3 said to each other. */
  observation(target: Uint32Array): void {
    this.path.searchObservation();
    this.readAnswer(target);
  }

  /** Starts anew, with replies to the hypervisor's own calls. Returns whether it came up. */
  boot(replies: readonly SearchReply[], key: string): boolean {
    if (this.root?.key === key) {
      this.returnToRoot(this.root);
      return this.root.boot.result === 0;
    }
    this.linear.bytes.fill(0, HYP_OFFSET, HYP_OFFSET + HYP_SIZE);
    this.machine.restart({ ...this.options.machine, replies: replies.map(scripted) });
    const boot = this.options.vms === 1 ? this.machine.boot() : this.bootVms();
    this.rxPool.write(this.linear);
    const areas = this.areas.map((area) => this.copyOf(area));
    this.root = { key, boot, areas, pages: this.hypPages().slice(), shared: this.sharedPages() };
    this.path.searchOpen();
    return boot.result === 0;
  }

  /** Boots Xen, and creates its VMs: domains from 1 on with one vCPU each. */
  private bootVms(): BootRecord {
    const { machine } = this;
    let result = machine.xen.probe() ? 0 : NO_MEDIATOR;
    const smcs = machine.lastSmcs(0);
    for (let vm = 0; vm < this.options.vms && result === 0; vm++) {
      result = machine.xen.createVm(vm, vm + 1, 1, true);
      smcs.push(...machine.lastSmcs(0));
    }
    return { result, smcs, state: machine.state() };
  }

  /** What the last boot was like. */
  get bootRecord(): BootRecord {
    return this.whereItBegan.boot;
  }

  private get whereItBegan(): Root {
    if (!this.root) throw new Error('the machine has not been booted');
    return this.root;
  }

  /** Tries a call of the table with replies of the table, 0 for none, and goes back, or with `keep` does not. */
  try(call: number, first: number, second: number, keep: boolean): number {
    return this.path.searchTry(call, first, second, keep);
  }

  /** The same for a call and at most two replies that the tables need not have; the machine goes on from there. */
  take(call: SearchCall, replies: readonly SearchReply[]): number {
    this.writeCall(SPARE_CALL, call);
    const numbers = replies.map((reply, index) => this.writeSpareReply(index, reply));
    return this.path.searchTry(SPARE_CALL, numbers[0] ?? 0, numbers[1] ?? 0, true);
  }

  /** Function id, without the SVE hint, of the n-th SMC of the last call. */
  smcFunction(index: number): number {
    const entry = layout.SMC_LOG_START + index * layout.SMC_LOG_STRIDE;
    return (this.words[(entry + layout.SMC_IN) >>> 2]! & ~0x10000) >>> 0;
  }

  /** w1 of the n-th SMC of the last call. */
  smcArgument(index: number): number {
    return this.words[(layout.SMC_LOG_START + index * layout.SMC_LOG_STRIDE + layout.SMC_IN + 8) >>> 2]!;
  }

  /** w0 of the answer to the n-th SMC of the last call. */
  smcAnswer(index: number): number {
    return this.words[(layout.SMC_LOG_START + index * layout.SMC_LOG_STRIDE + layout.SMC_OUT) >>> 2]!;
  }

  /** w0 that the caller got from the last call. */
  result(): number {
    return this.words[(layout.VCPU_START + layout.REG_X) >>> 2]!;
  }

  /** The caller's xn after the last call. */
  register(n: number): bigint {
    return this.linear.u64(layout.VCPU_START + layout.REG_X + n * 8);
  }

  /** What the last call did, as number `index` of a run. Its state is read before the machine goes back. */
  record(index: number): TrapRecord {
    const { before, after, outcome: _, cause: __, ...rest } = this.machine.readTrap(0);
    const vectors = { v: Array.from({ length: 32 }, () => 0n), fpsr: 0n, fpcr: 0n };
    return {
      ...rest,
      index,
      instructionsBefore: 0,
      before: { ...before, ...vectors } satisfies RegisterFile,
      after: { ...after, ...vectors } satisfies RegisterFile,
    };
  }

  /** One of the CAUSE_ values of the last call. */
  cause(): number {
    return this.words[(layout.VCPU_START + layout.TRAP_CAUSE) >>> 2]!;
  }

  /** Pages that the host shares, as they are now. */
  sharedPages(): SharedPages {
    const shared = new Map<number, number>();
    const first = layout.PAGE_STATE_START >>> 2;
    for (let word = 0; word < layout.PAGE_STATE_SIZE / 4; word++) {
      if (this.words[first + word] === 0) continue;
      for (let page = word * 4; page < word * 4 + 4; page++) {
        const state = this.linear.u8(layout.PAGE_STATE_START + page);
        if (state !== layout.PAGE_OWNED && state !== layout.PAGE_NOT_HOST) shared.set(page, state);
      }
    }
    return shared;
  }

  /** The same after the boot. */
  get bootPages(): SharedPages {
    return this.whereItBegan.shared;
  }

  get family(): MachineOptions['model']['family'] {
    return this.options.machine.model.family;
  }

  /** The machine itself, for questions that are asked once. */
  get inside(): Machine {
    return this.machine;
  }

  private returnToRoot({ areas, pages }: Root): void {
    this.areas.forEach(({ start }, index) => {
      this.linear.bytes.set(areas[index]!, start);
    });
    this.linear.bytes.set(pages, HYP_OFFSET);
    this.path.searchOpen();
  }

  private copyOf({ start, size }: Area): Uint8Array {
    return this.linear.bytes.slice(start, start + size);
  }

  private hypPages(): Uint8Array {
    return this.linear.bytes.subarray(HYP_OFFSET, HYP_OFFSET + HYP_SIZE);
  }

  private readAnswer(target: Uint32Array): void {
    target[0] = this.words[layout.SEARCH_ANSWER >>> 2]!;
    target[1] = this.words[(layout.SEARCH_ANSWER >>> 2) + 1]!;
  }

  private writeTables(): void {
    const { calls, replies, contents } = this.options;
    if (calls.length > SPARE_CALL) throw new RangeError(`${calls.length} calls do not fit`);
    if (replies.length > SPARE_REPLY) throw new RangeError(`${replies.length} replies do not fit`);
    writeAreas(this.linear, this.areas);
    for (let n = 18; n <= 30; n++) this.linear.setU64(layout.SEARCH_OTHERS + (n - 18) * 8, patternOf(n));
    contents.forEach(({ bytes }, index) => {
      const start = layout.SEARCH_CONTENTS + index * layout.SEARCH_CONTENT_SIZE;
      this.linear.bytes.fill(0, start, start + layout.SEARCH_CONTENT_SIZE);
      this.linear.bytes.set(bytes, start);
    });
    calls.forEach((call, index) => {
      this.writeCall(index, call);
    });
    this.writeReplies();
  }

  private writeCall(index: number, { x, content, vm }: SearchCall): void {
    const base = layout.SEARCH_CALLS + index * layout.SEARCH_CALL_STRIDE;
    this.linear.setU64s(base, x);
    this.linear.setU32(base + layout.SEARCH_CALL_INSTRUCTION, this.options.instruction);
    this.linear.setU32(base + layout.SEARCH_CALL_VM, vm);
    this.linear.setU32(base + layout.SEARCH_CALL_CONTENT, content);
    this.linear.setU64(base + layout.SEARCH_CALL_TARGET, this.options.vms === 1 ? TX_PAGE : ownAddress(TX_PAGE));
  }

  private writeReply(index: number, { functionId, x }: SearchReply, rxOffset: number, rxLength: number): void {
    const base = layout.SEARCH_REPLIES + index * layout.REPLY_STRIDE;
    const match = functionId === undefined ? layout.REPLY_MATCH_ANY : layout.REPLY_MATCH_FUNCTION;
    this.linear.setU32(base + layout.REPLY_MATCH, match);
    this.linear.setU32(base + layout.REPLY_FUNCTION, functionId ?? 0);
    this.linear.setU64s(base + layout.REPLY_X, x);
    this.linear.setU32(base + layout.REPLY_RX_OFFSET, rxOffset);
    this.linear.setU32(base + layout.REPLY_RX_LENGTH, rxLength);
    this.linear.setU32(base + layout.REPLY_KEEP, 0);
  }

  /** Returns its number for a call. */
  private writeSpareReply(index: number, reply: SearchReply): number {
    const offset = SPARE_RX + index * layout.PAGE_SIZE;
    if (reply.rx) this.linear.bytes.set(reply.rx, layout.RX_POOL_START + offset);
    this.writeReply(SPARE_REPLY + index, reply, offset, reply.rx?.length ?? 0);
    return SPARE_REPLY + index + 1;
  }

  private writeReplies(): void {
    this.options.replies.forEach((reply, index) => {
      this.writeReply(index, reply, reply.rx ? this.rxPool.offsetOf(reply.rx) : 0, reply.rx?.length ?? 0);
    });
    this.rxPool.write(this.linear);
  }
}

/** The bytes that replies bring, the same ones once. Throws RangeError where they do not fit. */
class RxPool {
  private readonly chunks: { bytes: Uint8Array; offset: number }[] = [];
  private end = 0;

  offsetOf(bytes: Uint8Array): number {
    const known = this.chunks.find((chunk) => Buffer.compare(chunk.bytes, bytes) === 0);
    if (known) return known.offset;
    const offset = this.end;
    this.end += bytes.length;
    if (this.end > SPARE_RX) throw new RangeError('the RX bytes of the replies do not fit');
    this.chunks.push({ bytes, offset });
    return offset;
  }

  write(linear: LinearMemory): void {
    for (const { bytes, offset } of this.chunks) linear.bytes.set(bytes, layout.RX_POOL_START + offset);
  }
}
