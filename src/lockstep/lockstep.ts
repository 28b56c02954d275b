import * as stop from '../../assembly/layout.ts';
import { RAM_BASE, RAM_SIZE } from '../../assembly/layout.ts';
import { hex } from '../engine/hex.ts';
import { EXCP_DATA_ABORT, EXCP_UDEF, UC_MEM_FETCH_PROT, UC_MEM_FETCH_UNMAPPED } from '../engine/unicorn/constants.ts';
import { isGuestMemory } from '../engine/unicorn/memory.ts';
import { CoreCpu } from './core-cpu.ts';
import { Oracle, type OracleStop } from './oracle.ts';
import { differingRegisters } from './registers.ts';
import { CODE_BASE, CODE_SIZE, COMPARED, DATA_BASE, DATA_SIZE, pointer, randomState } from './state.ts';
import type { Random } from './values.ts';
import { MemoryPair, WrittenPages } from './written.ts';

/** A place where the two sides are not of one mind. */
export interface Difference {
  /** Address and word of the instruction. */
  pc: number;
  word: number;
  /** What differs, with both values. */
  what: string;
  core: string;
  unicorn: string;
}

/** A block that branches back to itself ends after so many instructions. */
const longest = 64;

/** Both sides over the same program; register files and written memory are compared after every instruction. */
export class Lockstep {
  readonly core = new CoreCpu();
  readonly oracle = new Oracle();
  /** Instructions that both sides have begun. */
  instructions = 0;
  /** Addresses of those that the last block has begun, in their order. */
  readonly begun: number[] = [];
  #difference: Difference | undefined;
  #coreStop = 0;
  #last = 0;
  readonly #pages = new WrittenPages(this.core.path.memory.buffer);
  readonly #memory = new MemoryPair(this.core.ram, this.oracle.ram);

  constructor() {
    this.oracle.onWrite = (address, width) => this.#memory.note(address, width);
  }

  /** Random bytes in the data area, the same on both sides. */
  fillData(random: Random): void {
    this.place(
      DATA_BASE,
      Array.from({ length: DATA_SIZE / 4 }, () => random.word()),
    );
  }

  /** Places words at an address, on both sides. What libunicorn has translated is forgotten. */
  place(address: number, words: readonly number[]): void {
    const offset = address - RAM_BASE;
    const bytes = new Uint8Array(Uint32Array.from(words).buffer);
    this.core.path.prepareWrite(offset, bytes.length);
    this.core.ram.set(bytes, offset);
    this.oracle.ram.set(bytes, offset);
    this.oracle.close();
  }

  /**
   * Runs the instructions from `address` to `end` from a random state. Returns the first difference, or undefined where
   * both end in the same way: at `end`, outside the block, or with the same exception. Register `base` points into the
   * data.
   */
  run(address: number, end: number, random: Random, base?: number): Difference | undefined {
    randomState(this.core.block, random, address);
    if (base !== undefined && base < 31) this.core.block[base] = pointer(random);
    this.oracle.block.set(this.core.block.subarray(0, COMPARED[COMPARED.length - 1]! + 1));
    this.#difference = undefined;
    this.#coreStop = stop.STOP_BUDGET;
    this.begun.length = 0;
    this.oracle.onInstruction = (pc) => {
      if (this.begun.length > 0 && !this.#agree(pc)) return false;
      if (pc < address || pc >= end || this.begun.length >= longest) return false;
      return this.#step(pc);
    };
    const oracleStop = this.oracle.run(BigInt(end));
    if (this.#difference === undefined) this.#compareEnds(oracleStop, end);
    if (this.#difference === undefined) this.#compareMemory();
    return this.#difference;
  }

  /** After a difference: libunicorn's memory is what the interpreter's is, everywhere. */
  align(): void {
    this.#pages.drain(this.#memory.written);
    this.#memory.takeCore((address, bytes) => {
      this.oracle.ram.set(bytes, address - RAM_BASE);
      if (isCode(address)) this.oracle.close();
    });
  }

  /** Whether all of RAM is the same on both sides, also where nobody is known to have written. */
  isMemoryEqual(): boolean {
    return Buffer.compare(this.core.ram, this.oracle.ram) === 0;
  }

  close(): void {
    this.oracle.close();
  }

  /** The interpreter executes the instruction that libunicorn is about to execute. */
  #step(pc: number): boolean {
    this.#last = pc;
    this.instructions += 1;
    this.begun.push(pc);
    this.#coreStop = this.core.step();
    return true;
  }

  #agree(pc: number): boolean {
    if (this.#coreStop !== stop.STOP_BUDGET) {
      this.#differ('end', this.#describeCore(), 'none');
      return false;
    }
    this.oracle.load(BigInt(pc));
    return this.#compareRegisters() && this.#compareMemory();
  }

  #compareRegisters(): boolean {
    const [found] = differingRegisters(this.core.block, this.oracle.block, 1);
    if (found !== undefined) this.#differ(found.what, found.core, found.unicorn);
    return found === undefined;
  }

  #compareEnds(oracleStop: OracleStop, end: number): void {
    const core = this.#describeCore();
    const unicorn = describeOracle(oracleStop);
    if (core === 'none' && isFetch(oracleStop)) {
      this.#compareFaults(this.core.block[stop.REG_PC / 8]!, oracleStop.fault!.address);
      return;
    }
    if (core !== unicorn) this.#differ('end', core, unicorn);
    else if (core === 'unmapped' && oracleStop.fault !== undefined)
      this.#compareFaults(this.core.faultAddress, oracleStop.fault.address);
    else if (core !== 'none') {
      this.oracle.load(BigInt(this.#last));
      this.#compareRegisters();
    } else if (Number(this.core.block[stop.REG_PC / 8]) === end) {
      this.oracle.load(BigInt(end));
      this.#compareRegisters();
    }
  }

  /** A fetch that fails does so once the branch is done, on this side with the next step. */
  #describeCore(): string {
    const pc = Number(this.core.block[stop.REG_PC / 8]);
    const outside = !isGuestMemory(BigInt(pc), 4);
    if (this.#coreStop === stop.STOP_BUDGET && outside) this.#coreStop = this.core.step();
    if (this.#coreStop === stop.STOP_BUDGET) return 'none';
    if (this.#coreStop === stop.STOP_UNDEFINED) return 'undefined';
    if (this.#coreStop === stop.STOP_ALIGNMENT) return 'alignment';
    return this.#coreStop === stop.STOP_UNMAPPED ? 'unmapped' : `stop ${this.#coreStop}`;
  }

  #compareFaults(mine: bigint, address: bigint): void {
    const other = BigInt.asUintN(64, address);
    if (mine !== other) this.#differ('fault address', hex(mine), hex(other));
  }

  #compareMemory(): boolean {
    this.#pages.drain(this.#memory.written);
    const found = this.#memory.difference();
    if (found === undefined) return true;
    this.#differ(`memory at ${found.address.toString(16)}`, hex(found.core), hex(found.unicorn));
    return false;
  }

  #differ(what: string, core: string, unicorn: string): void {
    const offset = this.#last - RAM_BASE;
    const word = offset >= 0 && offset < RAM_SIZE ? wordAt(this.core.ram, offset) : 0;
    this.#difference = { pc: this.#last, word, what, core, unicorn };
  }
}

function wordAt(ram: Uint8Array, offset: number): number {
  return new DataView(ram.buffer, ram.byteOffset + offset, 4).getUint32(0, true);
}

/** Whether a page is one of those that hold blocks. */
function isCode(address: number): boolean {
  return address >= CODE_BASE && address < CODE_BASE + CODE_SIZE;
}

function isFetch({ fault }: OracleStop): boolean {
  return fault?.type === UC_MEM_FETCH_PROT || fault?.type === UC_MEM_FETCH_UNMAPPED;
}

function describeOracle({ exception, fault, error }: OracleStop): string {
  if (fault !== undefined) return 'unmapped';
  if (exception === EXCP_UDEF) return 'undefined';
  if (exception === EXCP_DATA_ABORT) return 'alignment';
  if (exception !== undefined) return `exception ${exception}`;
  return error === 0 ? 'none' : `error ${error}`;
}
