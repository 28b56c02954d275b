/** Random words as guests: whatever they do, the interpreter comes back within its budget and says why. */

import { systemRegisterSlots } from '../../assembly/a64/system-register-slots.ts';
import * as layout from '../../assembly/layout.ts';
import type { MachineOptions } from '../engine/engine.ts';
import { Machine } from '../engine/machine.ts';
import { resolveFirmware, resolveModel } from '../engine/models.ts';
import { assembleText } from '../guest/assemble.ts';
import { strangeBlocks } from '../lockstep/stream.ts';
import { skipHandler } from '../lockstep/system-programs.ts';
import { Random, registerValue } from '../lockstep/values.ts';

const CODE = 0x80000000n;
const VECTORS = 0x80002000n;
const DATA = 0x80010000n;
const STACK = 0x80080000n;
/** Words of a round. */
const WORDS = 512;
/** Starts of a round, and how often each goes on from wherever the guest stopped. */
const [STARTS, PARTS] = [8, 40];
/** A machine that went through so many rounds makes room for a new one. */
const ROUNDS_PER_MACHINE = 25;

/** What stands behind the guests' calls, in turn. */
const families = ['pkvm/v6.18', 'xen/v1.2', 'none'];
/** EL0t, EL1t, EL1h, EL2h and EL3h, EL1h more often than the others. */
const levels = [0x3c5n, 0x3c5n, 0x3c4n, 0x3c0n, 0x3c9n, 0x3cdn];

const known = new Set(Object.entries(layout).flatMap(([name, value]) => (name.startsWith('STOP_') ? [value] : [])));

function options(name: string): MachineOptions {
  return {
    model: resolveModel(name, []),
    firmware: resolveFirmware([]),
    replies: [],
    control: { tsc: true, smd: false, hce: true },
    undefinedFill: 0x5a5a5a5a5a5a5a5an,
  };
}

/** Guests of random words, one round after another; the same seed makes the same. */
export class WildGuests {
  readonly #random: Random;
  readonly #skip = assembleText(skipHandler, 'skip').segments[0]!.bytes;
  readonly #vectorBase = systemRegisterSlots().get('vbar_el1')! / 8;
  #machine: Machine | undefined;
  #block = new BigUint64Array();
  #rounds = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /**
   * Places random words and runs them from some states. Returns the instructions begun. Throws what the interpreter throws,
   * and Error where it comes back without a reason or past its budget.
   */
  round(): number {
    const machine = this.#next();
    const before = this.#count();
    this.#place(machine);
    for (let start = 0; start < STARTS; start++) {
      this.#scramble();
      for (let part = 0; part < PARTS; part++) this.#runOn(machine);
    }
    return this.#count() - before;
  }

  /** Where the last round was when it ended. */
  get pc(): bigint {
    return this.#block[layout.REG_PC / 8] ?? 0n;
  }

  /** The machine is of no use any more; the next round has another. */
  discard(): void {
    this.#machine = undefined;
  }

  #next(): Machine {
    const turn = this.#rounds++;
    if (this.#machine !== undefined && turn % ROUNDS_PER_MACHINE !== 0) return this.#machine;
    const setup = options(families[Math.floor(turn / ROUNDS_PER_MACHINE) % families.length]!);
    if (this.#machine === undefined) this.#machine = new Machine(setup);
    else this.#machine.renew(setup, false);
    this.#machine.boot();
    this.#block = new BigUint64Array(this.#machine.memory.buffer, layout.VCPU_START, layout.VCPU_STRIDE / 8);
    return this.#machine;
  }

  /** Half of the words are instructions with a bit flipped, as far as they go; the others are any. */
  #place(machine: Machine): void {
    const strange = [...strangeBlocks(this.#random, WORDS)].map(([block]) => block!.word);
    const words = Uint32Array.from({ length: WORDS }, (_, index) => strange[index] ?? this.#random.word());
    machine.writeMemory(CODE, new Uint8Array(words.buffer));
    for (const offset of [0n, 0x200n, 0x400n]) machine.writeMemory(VECTORS + offset, this.#skip);
  }

  #scramble(): void {
    const random = this.#random;
    for (let n = 0; n < 31; n++) {
      const value = random.below(2) ? DATA + BigInt(random.below(0x10000)) : registerValue(random);
      this.#block[layout.REG_X / 8 + n] = value;
    }
    this.#block[layout.REG_SP_EL0 / 8] = STACK;
    this.#block[layout.REG_SP_EL1 / 8] = STACK - 0x1000n;
    this.#block[this.#vectorBase] = VECTORS;
    this.#block[layout.REG_PSTATE / 8] = levels[random.below(levels.length)]!;
    this.#block[layout.REG_PC / 8] = CODE;
  }

  #runOn(machine: Machine): void {
    const random = this.#random;
    const before = this.#count();
    const budget = random.below(2) ? 1 + random.below(20) : 200;
    const code = machine.run(0, budget);
    const begun = this.#count() - before;
    if (!known.has(code)) throw new Error(`stopped with ${code}, which is no reason`);
    if (begun > budget) throw new Error(`${begun} instructions within a budget of ${budget}`);
    if (code !== layout.STOP_BUDGET) this.#elsewhere();
  }

  /** Behind the instruction that stopped the guest, or somewhere in the words where it has jumped out of them. */
  #elsewhere(): void {
    const inside = this.pc >= CODE && this.pc < CODE + 4n * BigInt(WORDS);
    this.#block[layout.REG_PC / 8] = inside ? this.pc + 4n : CODE + 4n * BigInt(this.#random.below(WORDS));
  }

  #count(): number {
    return Number(this.#block[layout.RUN_COUNT / 8]);
  }
}

/** A round that did not end as it must. */
export interface WildFailure {
  round: number;
  message: string;
  pc: bigint;
}

export interface WildResult {
  seed: number;
  instructions: number;
  rounds: number;
  failures: WildFailure[];
}

/** Failures past this many say nothing new. */
const MOST_FAILURES = 20;

/** Runs rounds until at least so many instructions have begun; `onRound` is told how many, and the number of the round. */
export function runWild(
  least: number,
  seed: number,
  onRound: (instructions: number, round: number) => void = () => {},
): WildResult {
  const guests = new WildGuests(seed);
  const result: WildResult = { seed, instructions: 0, rounds: 0, failures: [] };
  while (result.instructions < least && result.failures.length < MOST_FAILURES) {
    result.rounds += 1;
    onRound(result.instructions, result.rounds);
    try {
      result.instructions += guests.round();
    } catch (error) {
      result.failures.push({ round: result.rounds, message: String(error), pc: guests.pc });
      guests.discard();
    }
  }
  return result;
}
