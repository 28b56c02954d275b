/** What holds in all of several samples of a trap, a register at a time. */
import { bitAt, SOURCE } from './bits.ts';
import type { Sample } from './flips.ts';

/** Two 32-bit words with a bit set for each bit of a register of which something holds. */
type Mask = [low: number, high: number];

const maskBit = (mask: Mask, bit: number): boolean => ((mask[bit >> 5]! >>> (bit & 31)) & 1) === 1;

export class Agreement {
  readonly #samples: readonly Sample[];
  readonly #copies = new Map<number, Mask>();
  readonly #constants = new Map<number, Mask>();

  /** One sample at least. */
  constructor(samples: readonly Sample[]) {
    this.#samples = samples;
  }

  /** Whether the output bit is the input bit in all of them. */
  isCopy(output: number, input: number): boolean {
    if ((output & 63) === (input & 63)) return maskBit(this.#copyMask(output >> 6, input >> 6), output & 63);
    const source = Math.floor(input / SOURCE);
    return this.#samples.every(
      ({ inputs, outputs }) => bitAt(inputs[source]!, input % SOURCE) === bitAt(outputs, output),
    );
  }

  /** Whether the output bit is the same in all of them. */
  isConstant(output: number): boolean {
    const register = output >> 6;
    let mask = this.#constants.get(register);
    if (!mask) {
      const [first] = this.#samples;
      mask = this.#mask(register, () => first!.outputs, register);
      this.#constants.set(register, mask);
    }
    return maskBit(mask, output & 63);
  }

  /** Registers are counted as bits are: those of all sources in one row. */
  #copyMask(output: number, input: number): Mask {
    const key = output * SOURCE * 16 + input;
    let mask = this.#copies.get(key);
    if (!mask) {
      const source = Math.floor((input * 64) / SOURCE);
      mask = this.#mask(output, ({ inputs }) => inputs[source]!, input - (source * SOURCE) / 64);
      this.#copies.set(key, mask);
    }
    return mask;
  }

  /** Bits in which an output register is the register of a bank in all samples. */
  #mask(output: number, bank: (sample: Sample) => Uint32Array, register: number): Mask {
    const mask: Mask = [-1, -1];
    for (const sample of this.#samples) {
      const words = bank(sample);
      mask[0] &= ~(sample.outputs[output * 2]! ^ words[register * 2]!);
      mask[1] &= ~(sample.outputs[output * 2 + 1]! ^ words[register * 2 + 1]!);
    }
    return mask;
  }
}
