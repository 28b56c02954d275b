/** What guest and EL2, and EL2 and EL3, have said about the version: history that a state of the machine does not show. */
import { FFA_VERSION } from '../../assembly/ffa/ids.ts';
import { decodeFunctionId } from '../abi/function-id.ts';
import { isFfaId } from '../abi/table.ts';
import { type Negotiation, negotiate, nothing } from '../check/exchange.ts';
import type { BootRecord } from '../engine/record.ts';
import { hashText } from './growing.ts';
import { type Stepper, smcsOf } from './stepper.ts';

/** Both negotiations after some calls. */
interface Talk {
  guest: Negotiation;
  el3: Negotiation;
  hash: [low: number, high: number];
}

/** Every talk that has come up, by number. */
export class Talks {
  private readonly talks: Talk[] = [];
  private readonly numbers = new Map<string, number>();

  /** The talk after the hypervisor's boot. */
  afterBoot({ smcs }: BootRecord): number {
    let el3 = nothing;
    for (const { input, output } of smcs) el3 = this.heard(el3, input[0]!, word(input[1]), output[0]!);
    return this.numberOf(nothing, el3);
  }

  /** The talk after the stepper's last call, whose x0 and w1 are given. */
  after(number: number, stepper: Stepper, tried: number, x0: bigint, w1: number): number {
    const talk = this.talks[number]!;
    const smcs = smcsOf(tried);
    if (this.settled(talk, x0, smcs)) return number;
    let { el3 } = talk;
    for (let index = 0; index < smcs; index++) {
      const answer = BigInt(stepper.smcAnswer(index));
      el3 = this.heard(el3, BigInt(stepper.smcFunction(index)), stepper.smcArgument(index), answer);
    }
    const guest = this.heard(talk.guest, x0, w1, BigInt(stepper.result()));
    return this.numberOf(guest, el3);
  }

  hashOf(number: number): [low: number, high: number] {
    return this.talks[number]!.hash;
  }

  /** Whether a call can change nothing: it is not about the version, and both negotiations are over, or have not begun. */
  private settled({ guest, el3 }: Talk, x0: bigint, smcs: number): boolean {
    if (word(x0) === FFA_VERSION || guest.phase === 'open') return false;
    return smcs === 0 || el3.phase !== 'open';
  }

  private heard(before: Negotiation, input: bigint, request: number, output: bigint): Negotiation {
    const id = decodeFunctionId(input);
    return isFfaId(id) ? negotiate(before, id.word, request, output) : before;
  }

  private numberOf(guest: Negotiation, el3: Negotiation): number {
    const key = [guest, el3].map(({ phase, agreed, own }) => `${phase} ${agreed} ${own}`).join(', ');
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.talks.push({ guest, el3, hash: hashText(key) }) - 1;
    this.numbers.set(key, number);
    return number;
  }
}

/** w0 of a call without the SVE hint, or any other low half. */
function word(value: bigint | undefined): number {
  return Number((value ?? 0n) & 0xfffeffffn) >>> 0;
}
