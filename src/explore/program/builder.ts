import type * as word from '../word.ts';
import { CONSTANTS, DISCARD, type MicroOperation, STACK_POINTER, TEMPORARIES, ZERO } from './micro.ts';

/** The constants of one program; slot {@link CONSTANTS} plus the index holds one. */
export class ConstantPool {
  readonly words: word.Word[] = [];

  slot(lo: number, hi = 0): number {
    let index = this.words.findIndex((other) => other.lo === (lo | 0) && other.hi === (hi | 0));
    if (index < 0) index = this.words.push({ lo: lo | 0, hi: hi | 0 }) - 1;
    return CONSTANTS + index;
  }
}

/** Collects the steps of one instruction. */
export class InstructionBuilder {
  readonly steps: MicroOperation[] = [];
  /** Address of the instruction. */
  readonly address: number;
  private readonly constants: ConstantPool;
  private temporaries = TEMPORARIES;

  constructor(address: number, constants: ConstantPool) {
    this.address = address;
    this.constants = constants;
  }

  temporary(): number {
    if (this.temporaries === CONSTANTS) throw new Error('an instruction has too many temporaries');
    return this.temporaries++;
  }

  constant(lo: number, hi = 0): number {
    return this.constants.slot(lo, hi);
  }

  /** A small signed number as a 64-bit constant. */
  signedConstant(value: number): number {
    return this.constants.slot(value, value < 0 ? -1 : 0);
  }

  compute(operation: word.Operation, wide: boolean, left: number, right: number, target = this.temporary()): number {
    this.steps.push({ kind: 'compute', operation, wide, target, left, right });
    return target;
  }

  push(step: MicroOperation): void {
    this.steps.push(step);
  }
}

/** Register 31 as a source is zero. */
export const from = (register: number): number => (register === 31 ? ZERO : register);
/** Register 31 as a destination is nothing. */
export const to = (register: number): number => (register === 31 ? DISCARD : register);
/** Register 31 is the stack pointer. */
export const orStackPointer = (register: number): number => (register === 31 ? STACK_POINTER : register);

/** A field of `width` bits as a signed number. */
export function signed(field: number, width: number): number {
  return (field << (32 - width)) >> (32 - width);
}
