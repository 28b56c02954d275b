/** Every bit of the caller's registers and of EL3's answers, flipped one by one around a trap, from two base points. */
import { EFFECT_MEMORY, EFFECT_PATH, EFFECT_SMC, FLIP_SMC_COUNT } from '../../assembly/layout.ts';
import type { TrapReadout } from '../engine/machine.ts';
import { RandomStream } from '../guest/stub/random.ts';
import { drawFree, drawOnPath, type FreeBits, freeBits } from './base-points.ts';
import { Reaches } from './bits.ts';
import type { Effects, TrapProbe } from './probe.ts';
import { AnswerScript, receivedBytes } from './script.ts';

/** Further random register files that are tried without flipping bits. */
const SAMPLES = 32;

/** Instructions of secure partitions in one trap, beyond which trying it thousands of times takes too long. */
export const MOST_SECURE = 20_000;
/** What a trial may execute besides what the trap itself does, whose instructions count fourfold. */
const SECURE_ALLOWANCE = 1000;

/** Registers that went into a trap, by source, and those that came out. */
export interface Sample {
  /** Of the caller, then of each answer, as 32-bit words. */
  inputs: Uint32Array[];
  /** Of the caller, then of each SMC. */
  outputs: Uint32Array;
}

/** All flips from one register file. */
export interface BasePoint extends Sample {
  /** What EL2 does with the bits of all sources, EL3's answers fixed. */
  near: Reaches;
  effects: Effects[];
  /** What becomes of the caller's bits with EL3 in between, and what usually comes out then. */
  far: Reaches;
  farEffects: Effects;
  farOutputs: Uint32Array;
}

export interface Flips {
  /** The trap's own first. */
  points: BasePoint[];
  samples: Sample[];
  usual: TrapReadout;
  /** SMCs that are looked at. */
  smcs: number;
  /** By source: bits that were drawn anew for the second point. */
  drawn: FreeBits[];
}

/** What a base point is made from. */
interface Draft {
  caller: Uint32Array;
  /** Bits of each answer to be drawn anew; none for the trap's own point. */
  free?: FreeBits[];
}

class Flipper {
  readonly #probe: TrapProbe;
  readonly #random: RandomStream;
  #smcs = 0;
  /** Instructions of secure partitions, up to the end of the last trap that was usual. */
  #executed = 0;
  #drawn: FreeBits[] = [];
  #samples: Sample[] = [];

  constructor(probe: TrapProbe, random: RandomStream) {
    this.#probe = probe;
    this.#random = random;
  }

  run(): Flips | undefined {
    const { machine } = this.#probe;
    const caller = this.#probe.callerWords();
    const begun = machine.secureInstructions();
    const usual = this.#start(caller);
    if (this.#executed - begun > MOST_SECURE) return undefined;
    const limit = machine.secureLimit();
    machine.limitSecure(Math.min(limit, begun + 4 * (this.#executed - begun) + SECURE_ALLOWANCE));
    const flips = this.#examineAll(caller, usual);
    machine.limitSecure(limit);
    return flips;
  }

  #examineAll(caller: Uint32Array, usual: TrapReadout): Flips {
    this.#smcs = Math.min(usual.smcCount, FLIP_SMC_COUNT);
    const own = this.#examine({ caller });
    const draft = this.#drawCaller(own);
    const second = this.#examine(draft);
    this.#probe.setCaller(caller);
    // Where only one of them repeats from its answers alone there is no comparing them.
    const points = second.inputs.length === own.inputs.length ? [own, second] : [own];
    const samples = points.length > 1 ? this.#samples : [];
    return { points, samples, usual, smcs: this.#smcs, drawn: this.#drawn };
  }

  /** Takes the trap once from these registers, with a snapshot before it, and keeps what came out as usual. */
  #start(caller: Uint32Array): TrapReadout {
    this.#probe.setCaller(caller);
    this.#probe.machine.snapshot();
    return this.#keepUsual();
  }

  #keepUsual(): TrapReadout {
    this.#probe.take();
    this.#probe.keep();
    const readout = this.#probe.read();
    this.#executed = this.#probe.machine.secureInstructions();
    this.#probe.machine.restore();
    return readout;
  }

  /** The caller's registers for the second point, on the same path as the first, which is still the usual one. */
  #drawCaller({ inputs, effects, farEffects }: BasePoint): Draft {
    const [near, ...answers] = effects.map((each) => freeBits(each, EFFECT_PATH));
    const free = freeBits(farEffects, EFFECT_PATH, near);
    const drawn = drawOnPath(inputs[0]!, free, this.#random, (words) => {
      this.#probe.setCaller(words);
      return this.#isOnPath(true);
    });
    this.#drawn = [drawn.free];
    return { caller: drawn.words, free: answers };
  }

  #isOnPath(live: boolean): boolean {
    this.#probe.take();
    const usual = this.#probe.isUsualPath(live);
    this.#probe.machine.restore();
    return usual;
  }

  #examine(draft: Draft): BasePoint {
    const { machine } = this.#probe;
    this.#probe.setCaller(draft.caller);
    machine.snapshot();
    this.#probe.take();
    this.#probe.keep();
    const usual = this.#probe.read();
    const received = receivedBytes(machine);
    const outputs = this.#probe.outputWords(this.#smcs);
    machine.restore();
    const near = this.#smcs > 0 ? this.#examineAnswers(draft, usual, outputs, received) : undefined;
    return near ?? this.#examineWhole(draft, outputs);
  }

  /** EL3 is no part of it, or cannot be told apart. */
  #examineWhole({ caller, free }: Draft, outputs: Uint32Array): BasePoint {
    const reaches = new Reaches();
    const effects = this.#probe.flip(0, this.#smcs, true, reaches);
    if (free) this.#drawSamples([caller], [effects], true);
    return {
      inputs: [caller],
      outputs,
      near: reaches,
      effects: [effects],
      far: reaches,
      farEffects: effects,
      farOutputs: outputs,
    };
  }

  /** Undefined where the trap does not come out the same from its answers alone. */
  #examineAnswers(draft: Draft, usual: TrapReadout, outputs: Uint32Array, received: Uint8Array): BasePoint | undefined {
    const { machine } = this.#probe;
    const answers = usual.smcs.slice(0, this.#smcs).map(({ output }) => output);
    const script = new AnswerScript(machine, answers, received);
    machine.snapshot();
    const scripted = this.#repeats(usual, outputs) ? this.#examineScripted(draft) : undefined;
    script.remove();
    this.#start(draft.caller);
    if (!scripted) return undefined;
    const far = new Reaches();
    const reaching = scripted.effects[0]!.map((effect) => (effect & (EFFECT_SMC | EFFECT_MEMORY) ? 1 : 0));
    const farEffects = this.#probe.flip(0, this.#smcs, true, far, reaching);
    return { ...scripted, far, farEffects, farOutputs: outputs };
  }

  /** Whether the trap comes out as it did without the script. */
  #repeats(usual: TrapReadout, outputs: Uint32Array): boolean {
    this.#probe.take();
    const { disposition, outcome, smcCount } = this.#probe.read();
    const came = disposition === usual.disposition && outcome === usual.outcome && smcCount === usual.smcCount;
    const same = came && isSame(this.#probe.outputWords(this.#smcs), outputs);
    this.#probe.keep();
    this.#probe.machine.restore();
    return same;
  }

  #examineScripted({ caller, free }: Draft): Pick<BasePoint, 'inputs' | 'outputs' | 'near' | 'effects'> {
    if (free) this.#drawAnswers(free);
    this.#probe.take();
    this.#probe.keep();
    const outputs = this.#probe.outputWords(this.#smcs);
    this.#probe.machine.restore();
    const near = new Reaches();
    const effects = Array.from({ length: this.#smcs + 1 }, (_, n) => this.#probe.flip(n, this.#smcs, false, near));
    const answers = Array.from({ length: this.#smcs }, (_, n) => this.#probe.answerWords(n));
    const inputs = [caller, ...answers];
    if (free) this.#drawSamples(inputs, effects, false);
    return { inputs, outputs, near, effects };
  }

  #drawAnswers(free: readonly FreeBits[]): void {
    free.forEach((each, answer) => {
      const drawn = drawOnPath(this.#probe.answerWords(answer), each, this.#random, (words) => {
        this.#probe.setAnswer(answer, words);
        return this.#isOnPath(false);
      });
      this.#probe.setAnswer(answer, drawn.words);
      this.#drawn.push(drawn.free);
    });
  }

  /** Other registers on the same path, all free bits at once. */
  #drawSamples(inputs: readonly Uint32Array[], effects: readonly Effects[], live: boolean): void {
    const free = effects.map((each, source) => freeBits(each, EFFECT_PATH, this.#drawn[source]));
    for (let n = 0; n < SAMPLES; n++) {
      const drawn = inputs.map((words, source) => drawFree(words, free[source]!, this.#random));
      this.#setInputs(drawn);
      this.#probe.take();
      if (this.#probe.isUsualPath(live)) {
        this.#samples.push({ inputs: drawn, outputs: this.#probe.outputWords(this.#smcs) });
      }
      this.#probe.machine.restore();
    }
    this.#setInputs(inputs);
  }

  #setInputs([caller, ...answers]: readonly Uint32Array[]): void {
    this.#probe.setCaller(caller!);
    answers.forEach((words, answer) => {
      this.#probe.setAnswer(answer, words);
    });
  }
}

const isSame = (one: Uint32Array, other: Uint32Array): boolean => one.every((word, n) => word === other[n]);

/**
 * Flips every bit of x0 to x30, and of x0 to x17 of EL3's answers, around the trap that is about to be taken. Leaves the
 * machine as it was, but for its snapshot. Undefined where programs of secure partitions execute more than
 * {@link MOST_SECURE} instructions in the trap.
 */
export function flipBits(probe: TrapProbe, seed: bigint): Flips | undefined {
  return new Flipper(probe, new RandomStream(seed)).run();
}
