/** One trap that is about to be taken, taken as often as one likes: the machine's side of the analysis. */
import * as layout from '../../assembly/layout.ts';
import type { Machine, TrapReadout } from '../engine/machine.ts';
import { CALLER_BITS, REPLY_BITS, type Reaches, SOURCE } from './bits.ts';

const ROW_WORDS = layout.FLIP_ROW_SIZE / 4;
const REGISTERS = 31;

/** What each bit of one source did: EFFECT_ bits, by bit. */
export type Effects = Uint8Array;

/** Whose bits to flip: 0 the caller's, n those of the scripted answer to SMC n - 1. */
export type Source = number;

/** A trap of one vCPU. Whoever makes one is in charge of the machine's snapshot. */
export class TrapProbe {
  readonly machine: Machine;
  readonly #vcpu: number;
  readonly #instruction: number;
  readonly #words: Uint32Array;
  readonly #registers: number;

  constructor(machine: Machine, vcpu: number, instruction: number) {
    this.machine = machine;
    this.#vcpu = vcpu;
    this.#instruction = instruction;
    this.#words = new Uint32Array(machine.memory.buffer);
    this.#registers = layout.VCPU_START + vcpu * layout.VCPU_STRIDE + layout.REG_X;
  }

  take(): void {
    this.machine.takeTrap(this.#vcpu, this.#instruction);
  }

  read(): TrapReadout {
    return this.machine.readTrap(this.#vcpu);
  }

  /** Keeps what the last trap left as what is usual. */
  keep(): void {
    this.machine.keepOutcome(this.#vcpu);
  }

  /** Whether the last trap took the usual path; `live`: EL3 answered by itself, and its answers count. */
  isUsualPath(live: boolean): boolean {
    return (this.machine.effects(this.#vcpu, live) & layout.EFFECT_PATH) === 0;
  }

  /** x0 to x30, a copy. */
  callerWords(): Uint32Array {
    const start = this.#registers / 4;
    return this.#words.slice(start, start + REGISTERS * 2);
  }

  setCaller(words: Uint32Array): void {
    this.#words.set(words, this.#registers / 4);
  }

  /** x0 to x17 of a scripted answer, a copy. */
  answerWords(answer: number): Uint32Array {
    const start = (layout.REPLY_START + answer * layout.REPLY_STRIDE + layout.REPLY_X) / 4;
    return this.#words.slice(start, start + 36);
  }

  setAnswer(answer: number, words: Uint32Array): void {
    this.#words.set(words, (layout.REPLY_START + answer * layout.REPLY_STRIDE + layout.REPLY_X) / 4);
  }

  /** x0 to x30 as the last trap left them, then x0 to x17 of the first SMCs that it made; a copy. */
  outputWords(smcs: number): Uint32Array {
    const outputs = new Uint32Array(layout.FLIP_ROW_SMCS / 4 + smcs * 36);
    outputs.set(this.callerWords());
    for (let smc = 0; smc < smcs; smc++) {
      const start = (layout.SMC_LOG_START + smc * layout.SMC_LOG_STRIDE + layout.SMC_IN) / 4;
      outputs.set(this.#words.subarray(start, start + 36), layout.FLIP_ROW_SMCS / 4 + smc * 36);
    }
    return outputs;
  }

  /**
   * Takes the trap once for each wanted bit of a source, flipped. What came out otherwise than usual goes to `reaches`, of
   * the caller's registers and of `smcs` SMCs. `live`: EL3 answers by itself.
   */
  flip(source: Source, smcs: number, live: boolean, reaches: Reaches, wanted?: Uint8Array): Effects {
    const bits = source === 0 ? CALLER_BITS : REPLY_BITS;
    const input = source === 0 ? this.#registers : layout.REPLY_START + (source - 1) * layout.REPLY_STRIDE;
    const start = source === 0 ? input : input + layout.REPLY_X;
    const flags = (source === 0 ? 0 : layout.FLIP_FLAG_REPLY) | (live ? layout.FLIP_FLAG_LIVE : 0);
    const effects = new Uint8Array(bits);
    const { bytes } = this.machine;
    for (let first = 0; first < bits; first += layout.FLIP_CAPACITY) {
      const count = Math.min(layout.FLIP_CAPACITY, bits - first);
      if (wanted) bytes.set(wanted.subarray(first, first + count), layout.FLIP_MASK);
      else bytes.fill(1, layout.FLIP_MASK, layout.FLIP_MASK + count);
      this.machine.flip(this.#vcpu, this.#instruction, start, first, count, flags);
      effects.set(bytes.subarray(layout.FLIP_EFFECTS, layout.FLIP_EFFECTS + count), first);
      this.#collect(effects, source, first, count, 31 + smcs * 18, reaches);
    }
    return effects;
  }

  /** Reads the rows of the last call of the module. */
  #collect(effects: Effects, source: Source, first: number, count: number, registers: number, reaches: Reaches): void {
    const shown = layout.EFFECT_REGISTERS | layout.EFFECT_SMC;
    for (let index = 0; index < count; index++) {
      if ((effects[first + index]! & shown) === 0) continue;
      this.#readRow(layout.FLIP_ROWS / 4 + index * ROW_WORDS, registers, source * SOURCE + first + index, reaches);
    }
  }

  #readRow(row: number, registers: number, input: number, reaches: Reaches): void {
    const words = this.#words;
    for (let register = 0; register < registers; register++) {
      const low = words[row + register * 2]!;
      const high = words[row + register * 2 + 1]!;
      if ((low | high) === 0) continue;
      const shared = (low !== 0 && high !== 0) || (low & (low - 1)) !== 0 || (high & (high - 1)) !== 0;
      addBits(low, register * 64, input, shared, reaches);
      addBits(high, register * 64 + 32, input, shared, reaches);
    }
  }
}

function addBits(word: number, start: number, input: number, shared: boolean, reaches: Reaches): void {
  for (let rest = word; rest !== 0; rest &= rest - 1) {
    reaches.add(start + 31 - Math.clz32(rest & -rest), input, shared);
  }
}
