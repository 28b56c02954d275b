/** The machines of a search with its alphabets: one machine, or two that make the same calls and get the same replies. */
import type { TrapRecord } from '../engine/record.ts';
import { callAlphabet, callsOfVm } from './calls.ts';
import { type Content, contentsFor } from './contents.ts';
import { combine } from './growing.ts';
import { ownAddress } from './places.ts';
import { type ReplyAlphabet, replyAlphabet } from './replies.ts';
import { type SearchCall, type SearchPath, type SearchSequence, STEP_LENGTH } from './sequence.ts';
import { callerId, type SearchSetup } from './setup.ts';
import { Stepper, smcsOf } from './stepper.ts';

/** `smc #0` and `hvc #0`. */
const INSTRUCTIONS = { smc: 0xd4000003, hvc: 0xd4000002 };

export class World {
  readonly steppers: Stepper[];
  readonly calls: SearchCall[];
  readonly contents: Content[];
  readonly alphabet: ReplyAlphabet;
  /** What the last call came to, machine by machine (TRIED_ bits). */
  readonly tried: number[] = [];

  /** Throws EnvironmentError where the module has not been built. */
  constructor(setup: SearchSetup) {
    this.calls = [];
    this.contents = [];
    for (let vm = 0; vm < setup.vms; vm++) this.addCaller(setup, vm);
    this.alphabet = replyAlphabet();
    this.steppers = setup.targets.map(
      ({ machine }) =>
        new Stepper({
          machine,
          instruction: INSTRUCTIONS[setup.conduit],
          calls: this.calls,
          replies: this.alphabet.replies,
          contents: this.contents,
          vms: setup.vms,
        }),
    );
  }

  /** One guest has its memory in RAM; several have memory of their own. */
  private addCaller(setup: SearchSetup, vm: number): void {
    const own = callerId(setup, vm);
    const calls = callAlphabet(own);
    this.calls.push(...(setup.vms === 1 ? calls : callsOfVm(calls, vm, this.contents.length)));
    this.contents.push(...contentsFor(own, setup.vms === 1 ? undefined : ownAddress));
  }

  /** Boots all machines, number `reply` of the alphabet being given to the hypervisor. Returns which of them came up. */
  boot(reply: number): boolean[] {
    const replies = reply === 0 ? [] : [this.alphabet.replies[reply - 1]!];
    return this.steppers.map((stepper) => stepper.boot(replies, String(reply)));
  }

  /** Makes a call of the table on all machines; `keep` goes on from there. */
  try(call: number, first: number, second: number, keep: boolean): void {
    for (let n = 0; n < this.steppers.length; n++) this.tried[n] = this.steppers[n]!.try(call, first, second, keep);
  }

  /** Bits that any machine has. */
  anyTried(): number {
    return this.tried.length === 1 ? this.tried[0]! : this.tried[0]! | this.tried[1]!;
  }

  /** Hash of the machines' states after the last call. */
  stateAfter(): [low: number, high: number] {
    const [one, other] = this.steppers;
    if (!other) return [one!.afterLow(), one!.afterHigh()];
    return combine(one!.afterLow(), one!.afterHigh(), other.afterLow(), other.afterHigh());
  }

  /** The functions that EL2 asked EL3 for in the last call from number `from` on, each once, on whatever machine. */
  functionsAsked(from: number): { functionId: number; index: number }[] {
    const asked: { functionId: number; index: number }[] = [];
    this.steppers.forEach((stepper, n) => {
      for (let index = from; index < smcsOf(this.tried[n]!); index++) {
        const functionId = stepper.smcFunction(index);
        if (!asked.some((each) => each.functionId === functionId)) asked.push({ functionId, index });
      }
    });
    return asked;
  }

  /** Functions of the SMCs of the boot that was made without replies of the alphabet. */
  functionsAskedAtBoot(): number[] {
    const all = this.steppers.flatMap(({ bootRecord }) => bootRecord.smcs.map(({ input }) => input[0]!));
    return [...new Set(all.map((x0) => Number(x0 & 0xfffeffffn)))];
  }

  /** Brings the machines to the end of a path. `each` is told of every call of it, its numbers in `tried`. */
  enter(path: SearchPath, each: (step: number) => void = () => {}): void {
    this.boot(path[1]!);
    for (let at = STEP_LENGTH; at < path.length; at += STEP_LENGTH) {
      this.try(path[at]!, path[at + 1]!, path[at + 2]!, true);
      each(at / STEP_LENGTH - 1);
    }
  }

  /** Boots the machines and plays a sequence, whose calls and replies need not be in the tables. */
  play(sequence: SearchSequence, each: (step: number) => void): boolean[] {
    const came = this.steppers.map((stepper) => stepper.boot(sequence.boot, keyOf(sequence)));
    if (came.includes(false)) return came;
    sequence.moves.forEach(({ call, replies }, step) => {
      this.steppers.forEach((stepper, n) => {
        this.tried[n] = stepper.take(call, replies);
      });
      each(step);
    });
    return came;
  }

  /** The sequence that a path means. */
  sequenceOf(path: SearchPath): SearchSequence {
    const replies = (...numbers: (number | undefined)[]) =>
      numbers
        .filter((number) => number !== undefined && number !== 0)
        .map((number) => this.alphabet.replies[number! - 1]!);
    const moves = Array.from({ length: path.length / STEP_LENGTH - 1 }, (_, step) => {
      const at = (step + 1) * STEP_LENGTH;
      return { call: this.calls[path[at]!]!, replies: replies(path[at + 1], path[at + 2]) };
    });
    return { boot: replies(path[1]), moves };
  }

  /** Record of the last call on the first machine. */
  record(index: number): TrapRecord {
    return this.steppers[0]!.record(index);
  }
}

/** Tells boots apart. */
function keyOf({ boot }: SearchSequence): string {
  return boot.map(({ functionId, x }) => `${functionId}:${x.join()}`).join(';') || '0';
}
