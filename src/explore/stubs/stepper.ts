import * as layout from '../../../assembly/layout.ts';
import type { Machine } from '../../engine/machine.ts';
import { LinearMemory, ramOffset } from '../../engine/memory.ts';

/** Where another vCPU may come between. */
export type Granularity =
  /** Before each SMC and HVC. */
  | 'traps'
  /** Before those, and before each load and store but for literals and the stack. */
  | 'accesses';

const isTrap = (word: number): boolean =>
  (word & 0xffe0001f) >>> 0 === 0xd4000003 || (word & 0xffe0001f) >>> 0 === 0xd4000002;
/** Loads and stores are bits 28:25 = x1x0 (DDI 0487, C4.1). */
const isAccess = (word: number): boolean => ((word >>> 25) & 0b0101) === 0b0100;
const isLiteral = (word: number): boolean => (word & 0x3b000000) === 0x18000000;
const onStack = (word: number): boolean => ((word >>> 5) & 31) === 31;
/** DC ZVA writes memory, too. */
const isZeroing = (word: number): boolean => (word & 0xffffffe0) >>> 0 === 0xd50b7420;

/** Whether an instruction does what other vCPUs can notice. */
export function isVisible(word: number, granularity: Granularity): boolean {
  if (isTrap(word) || isZeroing(word)) return isTrap(word) || granularity === 'accesses';
  return granularity === 'accesses' && isAccess(word) && !isLiteral(word) && !onStack(word);
}

/** Instructions that a vCPU may execute on its own before it is given up. */
const longestSegment = 200_000;

/** Two sums over what a vCPU has seen. */
export interface Digest {
  a: number;
  b: number;
}

export const emptyDigest: Digest = { a: 0x9e3779b9 | 0, b: 0x85ebca6b | 0 };

/** Lets vCPUs of a machine go on, each up to the next instruction that others can notice. */
export class Stepper {
  private readonly machine: Machine;
  private readonly linear: LinearMemory;
  private readonly granularity: Granularity;
  /** Addresses whose arrivals expectations look at. */
  private readonly watched: ReadonlySet<bigint>;

  constructor(machine: Machine, granularity: Granularity, watched: ReadonlySet<bigint>) {
    this.machine = machine;
    this.linear = new LinearMemory(machine.memory.buffer);
    this.granularity = granularity;
    this.watched = watched;
  }

  /** The instruction word at a vCPU's PC, or undefined where there is none. */
  wordAt(vcpu: number): number | undefined {
    const pc = this.programCounter(vcpu);
    if (pc % 4n !== 0n) return undefined;
    const inside = pc >= BigInt(layout.RAM_BASE) && pc < BigInt(layout.RAM_BASE + layout.RAM_SIZE);
    return inside ? this.linear.u32(ramOffset(pc, 4)) : undefined;
  }

  programCounter(vcpu: number): bigint {
    return this.linear.u64(blockOf(vcpu) + layout.REG_PC);
  }

  /** Whether a vCPU stands before what others can notice. */
  isVisible(vcpu: number): boolean {
    const word = this.wordAt(vcpu);
    return word !== undefined && isVisible(word, this.granularity);
  }

  /**
   * Goes on with `step`, which executes one instruction and returns whether there is another, up to what others can notice.
   * `first`: the instruction there is executed whatever it is. Returns false where the vCPU has stopped.
   */
  advance(vcpu: number, first: boolean, step: () => boolean): boolean {
    if (first && !step()) return false;
    for (let count = 0; !this.isVisible(vcpu); count += 1) if (count === longestSegment || !step()) return false;
    return true;
  }

  /** {@link advance} without records. `stop` is the STOP_ value where it has stopped. */
  run(vcpu: number, first: boolean, digest: Digest): { digest: Digest; stop: number | undefined } {
    let seen = digest;
    let stop: number | undefined;
    const goesOn = this.advance(vcpu, first, () => {
      const code = this.execute(vcpu);
      if (code === layout.STOP_AFTER_TRAP || this.isWatched(vcpu)) seen = this.digest(vcpu, seen);
      if (code !== layout.STOP_AFTER_TRAP && code !== layout.STOP_BUDGET) stop = code;
      return stop === undefined;
    });
    return { digest: seen, stop: goesOn ? undefined : (stop ?? layout.STOP_BUDGET) };
  }

  private execute(vcpu: number): number {
    const block = blockOf(vcpu);
    this.linear.setU32(block + layout.RUN_FLAGS, layout.RUN_FLAG_STOP_AFTER_TRAP);
    const code = this.machine.run(vcpu, 1);
    if (code !== layout.STOP_WFE) return code;
    // It may complete for any reason (DDI 0487, D1.6.1).
    this.linear.setU64(block + layout.REG_PC, this.programCounter(vcpu) + 4n);
    return layout.STOP_BUDGET;
  }

  private isWatched(vcpu: number): boolean {
    return this.watched.size > 0 && this.watched.has(this.programCounter(vcpu));
  }

  /** Adds x0 to x30, PC, PSTATE and what became of the last trap. */
  private digest(vcpu: number, { a, b }: Digest): Digest {
    const block = blockOf(vcpu);
    let [left, right] = [a, b];
    const add = (word: number): void => {
      left = Math.imul(left ^ word, 0x01000193);
      right = (Math.imul((right << 7) | (right >>> 25), 5) + word) | 0;
    };
    for (let offset = layout.REG_X; offset < layout.REG_XZR_READ; offset += 4) add(this.linear.u32(block + offset));
    for (const offset of [layout.REG_PC, layout.REG_PSTATE, layout.TRAP_DISPOSITION])
      add(this.linear.u32(block + offset));
    return { a: left, b: right };
  }
}

function blockOf(vcpu: number): number {
  return layout.VCPU_START + vcpu * layout.VCPU_STRIDE;
}
