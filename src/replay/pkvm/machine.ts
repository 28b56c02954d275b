import * as layout from '../../../assembly/layout.ts';
import type { MachineOptions } from '../../engine/engine.ts';
import { Machine } from '../../engine/machine.ts';
import { ResponseScript } from '../responses.ts';
import { type MemoryWrite, type PkvmResponse, type PkvmStep, VECTOR_PAGES } from './record.ts';

/** Where the SMC of every step stands. */
const SMC_ADDRESS = layout.RAM_BASE + 0x1000;
const SMC_WORD = 0xd4000003;
const HYP_PAGES_SIZE = 3 * layout.PAGE_SIZE;

/** Index in linear memory of a physical address. */
export function ramIndex(address: number): number {
  return layout.RAM_START + (address - layout.RAM_BASE);
}

/**
 * One machine for all records: making one takes longer than a thousand calls. It is used through linear memory, without
 * the copies that the records of a run are made of. What a record leaves in RAM is cleared before the next one.
 */
export class VectorMachine {
  readonly bytes: Uint8Array;
  /** Linear memory in words. */
  readonly words: Uint32Array;
  private readonly machine: Machine;
  private readonly script: ResponseScript;
  private readonly written: { start: number; end: number }[] = [];

  constructor(options: MachineOptions) {
    this.machine = new Machine(options);
    this.bytes = this.machine.bytes;
    this.words = new Uint32Array(this.machine.memory.buffer);
    this.script = new ResponseScript(this.bytes, this.words);
  }

  /** A machine as at power-on, with empty memory of which the host has the first 256 pages. */
  restart(options: MachineOptions): void {
    this.clearMemory();
    this.machine.restart(options);
    const states = layout.PAGE_STATE_START;
    this.bytes.fill(layout.PAGE_NOT_HOST, states + VECTOR_PAGES, states + layout.PAGE_STATE_SIZE);
  }

  /** Boots EL2; returns 0 or a negative errno. */
  boot(): number {
    return this.machine.initialise();
  }

  /** Takes the trap of a step; returns one of the OUTCOME_ values. */
  call({ regs, imm }: PkvmStep): number {
    this.words.set(regs, (layout.VCPU_START + layout.REG_X) / 4);
    this.setWord(layout.VCPU_START + layout.REG_PC, SMC_ADDRESS);
    this.setWord(layout.VCPU_START + layout.REG_PC + 4, 0);
    return this.machine.trap(0, SMC_WORD + (imm ?? 0) * 32);
  }

  word(index: number): number {
    return this.words[index / 4]!;
  }

  write(memory: MemoryWrite[] | undefined): void {
    for (const { pa, hex } of memory ?? []) {
      this.bytes.set(hex, ramIndex(pa));
      this.willClear(pa, hex.length);
    }
  }

  /** Notes memory that EL2 may have written. */
  willClear(address: number, length: number): void {
    const start = ramIndex(address);
    const last = this.written.at(-1);
    if (last?.start === start && last.end === start + length) return;
    this.written.push({ start, end: start + length });
  }

  setNotHost(addresses: number[] | undefined): void {
    for (const address of addresses ?? []) {
      this.bytes[layout.PAGE_STATE_START + (address - layout.RAM_BASE) / layout.PAGE_SIZE] = layout.PAGE_NOT_HOST;
    }
  }

  /** Replaces the firmware's scripted replies: each answers one SMC, whichever comes. */
  setResponses(responses: PkvmResponse[] = []): void {
    this.script.set(responses.map(({ r, rx }) => ({ registers: r, rx })));
  }

  /** Scripted replies that no SMC has taken. */
  unusedResponses(): number {
    return this.script.unused();
  }

  private setWord(index: number, value: number): void {
    this.words[index / 4] = value;
  }

  private clearMemory(): void {
    for (const { start, end } of this.written) this.bytes.fill(0, start, end);
    this.written.length = 0;
    const pages = ramIndex(layout.HYP_TX);
    this.bytes.fill(0, pages, pages + HYP_PAGES_SIZE);
  }
}
