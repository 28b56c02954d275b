/** FFA_VERSION and the calls around it, between a caller and its callee, as DEN0077A 1.2, 13.2 sees them. */
import { FFA_ERROR, FFA_ERROR_64, FFA_VERSION } from '../../assembly/ffa/ids.ts';
import { decodeFunctionId } from '../abi/function-id.ts';
import { isFfaId } from '../abi/table.ts';
import type { BootRecord, ModelState, RunRecord, SmcRecord, TrapRecord } from '../engine/record.ts';

/** Nobody has agreed on a version; it is agreed and may be asked for again; another call has closed the matter. */
export type Phase = 'none' | 'open' | 'closed';

/** What caller and callee have said so far. */
export interface Negotiation {
  phase: Phase;
  /** The version that the caller works with from now on: the lower of what it asked for and what came back. */
  agreed: number | undefined;
  /** What the callee last named as its own. */
  own: number | undefined;
}

/** One FF-A call between two that negotiate. */
export interface Exchange {
  /** Function id, without the SVE hint. */
  call: number;
  /** w1 of the call. */
  request: number;
  /** x0 of the call and of the reply. */
  input: bigint;
  output: bigint;
  before: Negotiation;
  after: Negotiation;
  /** The callee's own variable for the version in effect, before and after; undefined where it shows none. */
  effectiveBefore: number | undefined;
  effectiveAfter: number | undefined;
}

/** What of the negotiation happened in one trap. */
export interface TrapExchanges {
  /** The guest's call; undefined for calls outside FF-A and for those that did not return. */
  guest: Exchange | undefined;
  /** EL2's own calls to EL3, without the one that it only passed on. */
  el3: Exchange[];
  /** As the guest sees it, after the trap. */
  agreed: number | undefined;
  /** The version of EL2 as EL3 has it after the trap: what it shows, else what the two have said. */
  agreedWithEl3: number | undefined;
}

/** Before anybody has said anything. */
export const nothing: Negotiation = { phase: 'none', agreed: undefined, own: undefined };
const MAJOR_SHIFT = 16;
const MINOR_MASK = 0xffff;
const BIT_31 = 0x80000000;

export const low = (value: bigint | undefined): number => Number((value ?? 0n) & 0xffffffffn);
export const majorOf = (word: number): number => (word & ~BIT_31) >>> MAJOR_SHIFT;
export const minorOf = (word: number): number => word & MINOR_MASK;

/** Whether FFA_VERSION was answered with a version and not with a code. */
export function isVersion(x0: bigint): boolean {
  return (low(x0) & BIT_31) === 0;
}

/** Whether the callee turned the call down: FFA_ERROR, or -1 from whoever does not know FF-A. */
export function isRefusal(x0: bigint): boolean {
  const word = low(x0);
  return word === FFA_ERROR || word === FFA_ERROR_64 || (word | 0) === -1;
}

/** What two have said after one call more; `request` is w1 of it, `output` x0 of its reply. */
export function negotiate(before: Negotiation, call: number, request: number, output: bigint): Negotiation {
  if (call !== FFA_VERSION) return before.phase === 'open' ? { ...before, phase: 'closed' } : before;
  if (!isVersion(output)) return before;
  const own = low(output);
  const asked = request & ~BIT_31;
  const agreed = majorOf(asked) === majorOf(own) && asked < own ? asked : own;
  return { phase: before.phase === 'closed' ? 'closed' : 'open', agreed, own };
}

/** The variable of the state that says which version is in effect towards a guest: pKVM's and Xen's. */
const AT_EL2 = ['guest_vers', 'hyp_ffa_version'];
/** The same towards EL2, or towards a guest without one: the SPMC's. */
const AT_EL3 = ['spmc_version'];
/** All variables of the models that any rule looks at. */
export const JUDGED_VARIABLES: readonly string[] = [...AT_EL2, ...AT_EL3];

/** The version in effect towards the caller, where the callee shows it. */
function effectiveVersion(state: ModelState, names: string[]): number | undefined {
  const value = names.map((name) => state[name]).find((candidate) => candidate !== undefined);
  return value === undefined || value === 0n ? undefined : low(value);
}

/** The version that a callee works with before and after a trap. */
interface Effective {
  before: number | undefined;
  after: number | undefined;
}

/** One side's talk with its callee, call by call. */
class Instance {
  negotiation: Negotiation = nothing;

  /** Takes a call in; undefined for calls outside FF-A. */
  exchange(input: bigint[], output: bigint, effective: Effective): Exchange | undefined {
    const id = decodeFunctionId(input[0] ?? 0n);
    if (!isFfaId(id)) return undefined;
    const before = this.negotiation;
    const request = low(input[1]);
    this.negotiation = negotiate(before, id.word, request, output);
    return {
      call: id.word,
      request,
      input: input[0] ?? 0n,
      output,
      before,
      after: this.negotiation,
      effectiveBefore: effective.before,
      effectiveAfter: effective.after,
    };
  }
}

const passedOn = ({ disposition }: TrapRecord): boolean => disposition === 'forwarded' || disposition === 'untrapped';

function exchangeSmcs(instance: Instance, smcs: SmcRecord[], effective: Effective): Exchange[] {
  return smcs
    .map(({ input, output }) => instance.exchange(input, output[0] ?? 0n, effective))
    .filter((exchange) => exchange !== undefined);
}

/** What was negotiated in each trap of a run, by the trap's index. What EL2 said at its boot counts with the first trap. */
export function exchangesOf(run: Pick<RunRecord, 'boot' | 'traps'>): TrapExchanges[] {
  const guests = new Map<number, Instance>();
  const el3 = new Instance();
  const nothingYet: Effective = { before: undefined, after: undefined };
  const atBoot = exchangeSmcs(el3, run.boot.smcs, nothingYet);
  const states = new Map<number, BootRecord['state']>();
  return run.traps.map((trap, index) => {
    const state = states.get(trap.vm ?? 0) ?? run.boot.state;
    const effective = (names: string[]): Effective => ({
      before: effectiveVersion(state, names),
      after: effectiveVersion(trap.state, names),
    });
    const atEl3 = effective(AT_EL3);
    const made = exchangeSmcs(el3, trap.smcs, atEl3);
    const guest = guests.get(trap.vm ?? 0) ?? new Instance();
    guests.set(trap.vm ?? 0, guest);
    const callee = trap.disposition === 'untrapped' ? atEl3 : effective(AT_EL2);
    const own = guest.exchange(trap.before.x, trap.after.x[0] ?? 0n, callee);
    states.set(trap.vm ?? 0, trap.state);
    return {
      guest: own,
      el3: [...(index === 0 ? atBoot : []), ...(passedOn(trap) ? [] : made)],
      agreed: guest.negotiation.agreed,
      agreedWithEl3: atEl3.after ?? el3.negotiation.agreed,
    };
  });
}
