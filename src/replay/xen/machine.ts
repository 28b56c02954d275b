import * as layout from '../../../assembly/layout.ts';
import type { MachineOptions } from '../../engine/engine.ts';
import { Machine } from '../../engine/machine.ts';
import type { XenControl } from '../../engine/xen.ts';
import { ResponseScript } from '../responses.ts';
import type { MemoryWrite, XenCall, XenDomain, XenSmc } from './record.ts';

const SMC_WORD = 0xd4000003;
const HVC_WORD = 0xd4000002;
/** Kinds of trap in the records. */
const KIND_SMC64 = 0;
const KIND_HVC64 = 1;
const KIND_SMC32 = 2;
/** Exception classes of SMC and HVC from AArch32, and ESR's IL bit. */
const EC_HVC32 = 0x12;
const EC_SMC32 = 0x13;
const IL = 0x2000000;
/** First page of Xen's heap in the records: RX, with TX after it. */
const HEAP = 0x10_0000_0000n;

/** Index in linear memory of Xen's own pages. */
export const XEN_TX_INDEX = layout.RAM_START + (layout.HYP_TX - layout.RAM_BASE);
const XEN_RX_INDEX = layout.RAM_START + (layout.HYP_RX - layout.RAM_BASE);

/** Index in linear memory of a vCPU's block. */
export function blockOf(vcpu: number): number {
  return layout.VCPU_START + vcpu * layout.VCPU_STRIDE;
}

/** One machine for all records, used through linear memory. */
export class XenMachine {
  readonly bytes: Uint8Array;
  /** Linear memory in words. */
  readonly words: Uint32Array;
  readonly xen: XenControl;
  private readonly machine: Machine;
  private readonly script: ResponseScript;

  constructor(options: MachineOptions) {
    this.machine = new Machine(options);
    this.bytes = this.machine.bytes;
    this.words = new Uint32Array(this.machine.memory.buffer);
    this.xen = this.machine.xen;
    this.script = new ResponseScript(this.bytes, this.words);
  }

  /** Xen before its boot. */
  restart(options: MachineOptions): void {
    this.machine.restart(options);
    this.xen.setHeap(HEAP);
    for (const index of [XEN_TX_INDEX, XEN_RX_INDEX]) this.bytes.fill(0, index, index + layout.PAGE_SIZE);
  }

  /** Lets the firmware answer the next SMCs as in the record. */
  setResponses(smcs: XenSmc[]): void {
    this.script.set(smcs.map(({ resp, rx }) => ({ registers: resp, rx })));
  }

  unusedResponses(): number {
    return this.script.unused();
  }

  create({ vm, domid, vcpus, aarch64 }: XenDomain): number {
    return this.xen.createVm(vm, domid, vcpus, aarch64);
  }

  write(vm: number, memory: MemoryWrite[] | undefined): void {
    for (const { gpa, data } of memory ?? []) this.xen.memory(vm).set(data, gpa);
  }

  word(index: number): number {
    return this.words[index / 4]!;
  }

  doubleWord(index: number): bigint {
    return (BigInt(this.word(index + 4)) << 32n) | BigInt(this.word(index));
  }

  /** The mediator alone. Returns 1 where it answered, 0 where not, -1 where Xen dies. */
  call(vcpu: number, step: XenCall): number {
    this.setRegisters(vcpu, step);
    return this.xen.call(vcpu);
  }

  /**
   * The whole trap. A record's PC is the return address that Xen finds: the instruction itself for an SMC, the one after
   * it for an HVC. Returns one of the OUTCOME_ values.
   */
  trap(vcpu: number, step: XenCall): number {
    this.setRegisters(vcpu, step);
    const pc = step.pc ?? 0n;
    const immediate = step.imm ?? 0;
    const executed = step.kind === KIND_HVC64 ? pc - 4n : pc;
    this.setDoubleWord(blockOf(vcpu) + layout.REG_PC, executed);
    if (step.kind === KIND_SMC64) return this.machine.trap(vcpu, SMC_WORD + immediate * 32);
    if (step.kind === KIND_HVC64) return this.machine.trap(vcpu, HVC_WORD + immediate * 32);
    // An SMC from AArch32 does not say its immediate.
    const smc = step.kind === KIND_SMC32;
    return this.xen.trap(vcpu, (smc ? EC_SMC32 : EC_HVC32) * 2 ** 26 + IL + (smc ? 0 : immediate));
  }

  private setRegisters(vcpu: number, { vm, regs }: XenCall): void {
    this.xen.runVm(vcpu, vm);
    this.words.set(regs, (blockOf(vcpu) + layout.REG_X) / 4);
  }

  private setDoubleWord(index: number, value: bigint): void {
    this.words[index / 4] = Number(value & 0xffffffffn);
    this.words[index / 4 + 1] = Number(BigInt.asUintN(64, value) >> 32n);
  }
}
