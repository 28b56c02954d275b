/** What a search is about: plain data, the same for every thread that takes part. */
import { profiles } from '../check/profiles.ts';
import type { MachineOptions } from '../engine/engine.ts';
import { InputError } from '../guest/source.ts';
import { didYouMean } from '../guest/stub/suggest.ts';

/** What can be looked for without a profile. */
export const SOUGHT = ['crash', 'stack-leak', 'version-split', 'shared-forever', 'warning'] as const;
export type Sought = (typeof SOUGHT)[number];

/** What the last call of a sequence must do. */
export type GoalSpec =
  | { kind: 'between' }
  | { kind: 'find'; what: Sought }
  /** Breaks a rule of a profile; `rules` is a glob over their names. */
  | { kind: 'profile'; profile: string; rules: string };

/** A model and what is behind it, by name and resolved. */
export interface SearchTarget {
  /** As in a stub: `pkvm/v6.18+retval=x0-x3`. */
  model: string;
  machine: MachineOptions;
}

export interface SearchSetup {
  /** One, or two to tell apart. */
  targets: SearchTarget[];
  goal: GoalSpec;
  conduit: 'smc' | 'hvc';
  /** Most replies in one call that are not the firmware's own: 0, 1 or 2. */
  deviations: number;
  /** Whether the replies to the hypervisor's own start are choices, too. */
  bootReplies: boolean;
}

/** Words that the callers of a model's family have for themselves: endpoint ids. */
const XEN_CALLER = 2n;

/** Endpoint id of the guest that calls: 0 is a host's, and Xen counts its domains from 1. */
export function callerId({ targets }: SearchSetup): bigint {
  return targets[0]!.machine.model.family === 'xen' ? XEN_CALLER : 0n;
}

/** Throws InputError for a profile that there is not. */
export function checkProfileName(name: string): void {
  const valid = profiles.map((profile) => profile.name);
  if (!valid.includes(name)) {
    throw new InputError(`unknown profile '${name}'${didYouMean(name, valid)}; valid: ${valid.join(', ')}`);
  }
}
