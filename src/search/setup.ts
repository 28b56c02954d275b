/** What a search is about: plain data, the same for every thread that takes part. */
import { findProfile, type Profile } from '../check/profiles.ts';
import type { Rule } from '../check/rule.ts';
import type { MachineOptions } from '../engine/engine.ts';
import { InputError } from '../guest/source.ts';
import { matchesGlob } from '../guest/stub/glob.ts';
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
  /** Virtual machines that call, from 1; more than one only where the hypervisor is Xen. */
  vms: number;
  /** Whether the replies to the hypervisor's own start are choices, too. */
  bootReplies: boolean;
}

/** Endpoint id of the first VM of Xen's: its domain is number 1, and 0 is the hypervisor's id. */
const XEN_CALLER = 2n;

/** Endpoint id of a guest that calls: 0 is a host's. */
export function callerId({ targets }: SearchSetup, vm: number): bigint {
  return targets[0]!.machine.model.family === 'xen' ? XEN_CALLER + BigInt(vm) : 0n;
}

/** The rules of a profile that a glob takes in. */
export function chosenRules({ rules }: Profile, glob: string): Rule[] {
  return rules.filter(({ id }) => matchesGlob(glob, id));
}

/** Throws InputError for a glob that takes in no rule of the profile. */
export function checkRules(profile: string, glob: string): void {
  const known = findProfile(profile)!;
  if (chosenRules(known, glob).length > 0) return;
  const valid = known.rules.map(({ id }) => id);
  throw new InputError(
    `--rules: no rule of ${profile} is called '${glob}'${didYouMean(glob, valid)}; valid: ${valid.join(', ')}`,
  );
}

/** VMs that a search can have: their memory is part of every state. */
const MOST_VMS = 4;
/** What is known of VMs but the first: how their calls end. */
const OF_ANY_VM: readonly string[] = ['crash', 'stack-leak', 'warning'];

/** Throws InputError for VMs where there can be none, or where nobody could tell what was found. */
export function checkVms({ vms, targets, goal }: SearchSetup): void {
  if (vms === 1) return;
  if (vms > MOST_VMS) throw new InputError(`--vms ${vms}: ${MOST_VMS} at most`);
  if (targets.some(({ machine }) => machine.model.family !== 'xen')) throw new InputError('--vms is for models of Xen');
  const known = goal.kind === 'find' && OF_ANY_VM.includes(goal.what);
  if (!known) throw new InputError(`--vms goes with --find ${OF_ANY_VM.join(', --find ')}`);
}
