/** Deciding whether a sequence is what a search looks for, by its last call. */
import { FFA_VERSION } from '../../assembly/ffa/ids.ts';
import * as layout from '../../assembly/layout.ts';
import { OUTCOME_EL2_FAULT, TRIED_UNDEFINED, TRIED_WARNED } from '../../assembly/layout.ts';
import { checkRun } from '../check/check.ts';
import { exchangesOf } from '../check/exchange.ts';
import { findProfile, type Profile } from '../check/profiles.ts';
import { disagreement } from '../check/rules/negotiation.ts';
import type { BootRecord, TrapRecord } from '../engine/record.ts';
import type { SearchCall } from './sequence.ts';
import { chosenRules, type GoalSpec, type Sought } from './setup.ts';
import { lostMemory, mayLoseMemory, type SharedPages } from './sharing.ts';
import { outcomeOf, type Stepper } from './stepper.ts';

/** What a run of calls shows of one machine. */
export interface SearchedRun {
  boot: BootRecord;
  traps: TrapRecord[];
  stop: { kind: 'brk' | 'el2-fault' | 'el2-panic'; pc: bigint; detail: string };
  /** The machine after the last call. Whoever judges may do with it what he likes. */
  stepper: Stepper;
  /** Pages that are shared before the first call and after each. */
  pages: SharedPages[];
}

/**
 * Names what the last call did; nothing where that is not what is looked for. Two finds of one name are of one kind.
 * `quick` goes by what the machine says at once, `slow` by the record of all calls, where the last is one that it `asks`
 * about. `by` says what its judgement depends on besides the last call: the models' variables and what has been said about
 * versions, or all of the state.
 */
export type Goal =
  | { pace: 'quick'; judge(steppers: readonly Stepper[], tried: readonly number[]): Kinds }
  | {
      pace: 'slow';
      by: 'variables' | 'state';
      asks(call: SearchCall, tried: number, stepper: Stepper): boolean;
      judge(run: SearchedRun): Kinds;
    };

export type Kinds = readonly string[];
/** What most calls are. */
export const NOTHING: Kinds = [];

const causes: Record<number, string> = {
  [layout.CAUSE_NULL_DEREFERENCE]: 'null-dereference',
  [layout.CAUSE_BUFFER_OVERFLOW]: 'buffer-overflow',
  [layout.CAUSE_ENDLESS_LOOP]: 'endless-loop',
  [layout.CAUSE_UNEXPECTED_EXCEPTION]: 'unexpected-exception',
};

/** Whether EL2 is dead after a call. */
export const isDead = (tried: number): boolean => {
  const outcome = outcomeOf(tried);
  return outcome === layout.OUTCOME_EL2_FAULT || outcome === layout.OUTCOME_EL2_PANIC;
};

/** How a run ends whose last call was tried with this. */
export function stopOf(tried: number): SearchedRun['stop'] {
  const dead = outcomeOf(tried) === OUTCOME_EL2_FAULT ? 'el2-fault' : 'el2-panic';
  return { kind: isDead(tried) ? dead : 'brk', pc: 0n, detail: '' };
}

function betweenGoal(): Goal {
  const first = new Uint32Array(2);
  const second = new Uint32Array(2);
  return {
    pace: 'quick',
    judge([one, other], tried) {
      if (isDead(tried[0]!) !== isDead(tried[1]!)) return ['survival'];
      if (isDead(tried[0]!)) return NOTHING;
      one!.answer(first);
      other!.answer(second);
      if (first[0] === second[0] && first[1] === second[1]) return NOTHING;
      return one!.result() === other!.result() ? ['registers'] : ['answer'];
    },
  };
}

function profileGoal(profile: Profile, rules: string): Goal {
  const chosen = { ...profile, rules: chosenRules(profile, rules) };
  return {
    pace: 'slow',
    by: 'variables',
    asks: () => true,
    judge(run) {
      const { findings } = checkRun(run, chosen);
      const last = run.traps.length - 1;
      const broken = findings.filter(({ trap, verdict }) => trap === last && verdict !== 'disputed');
      return [...new Set(broken.map(({ rule }) => rule))];
    },
  };
}

/** Versions are the same whatever bit 31 says: EL2 does not look at it. */
const BIT_31 = 0x80000000;

function withoutBit31(record: TrapRecord): TrapRecord {
  const strip = (name: string): Record<string, bigint> =>
    record.state[name] === undefined ? {} : { [name]: record.state[name] & ~BigInt(BIT_31) };
  return { ...record, state: { ...record.state, ...strip('hyp_ffa_version'), ...strip('guest_vers') } };
}

/** Low half of x0, less the SVE hint. */
const WITHOUT_HINT = 0xfffeffffn;

/** Who means different versions. */
const sides = { guest: 'guest-EL2', el3: 'EL2-EL3' };

const versionSplit: Goal = {
  pace: 'slow',
  by: 'variables',
  asks: ({ x }) => (x[0]! & WITHOUT_HINT) === BigInt(FFA_VERSION),
  judge({ boot, traps }) {
    const trap = traps.at(-1)!;
    const negotiation = exchangesOf({ boot, traps: traps.map(withoutBit31) }).at(-1)!;
    const who = trap.disposition === 'undefined' ? undefined : disagreement({ negotiation, trap });
    return who ? [`version-split-${sides[who]}`] : NOTHING;
  },
};

const sharedForever: Goal = {
  pace: 'slow',
  by: 'state',
  asks: (_, tried, stepper) => !isDead(tried) && mayLoseMemory(stepper, tried),
  judge: ({ stepper, traps, pages }) => (lostMemory(stepper, traps, pages) > 0 ? ['shared-forever'] : NOTHING),
};

const found: Record<Sought, Goal> = {
  crash: {
    pace: 'quick',
    judge: ([stepper], [tried]) => (isDead(tried!) ? [causes[stepper!.cause()] ?? 'panic'] : NOTHING),
  },
  'stack-leak': {
    pace: 'quick',
    judge: (_, [tried]) => (tried! & TRIED_UNDEFINED ? ['stack-leak'] : NOTHING),
  },
  warning: { pace: 'quick', judge: (_, [tried]) => (tried! & TRIED_WARNED ? ['warning'] : NOTHING) },
  'version-split': versionSplit,
  'shared-forever': sharedForever,
};

/** The goal that a specification means. Throws where the profile does not exist. */
export function makeGoal(spec: GoalSpec): Goal {
  switch (spec.kind) {
    case 'between':
      return betweenGoal();
    case 'profile':
      return profileGoal(findProfile(spec.profile)!, spec.rules);
    case 'find':
      return found[spec.what];
  }
}
