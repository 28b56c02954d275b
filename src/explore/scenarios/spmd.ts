import { everywhere, everywhereNever } from './expected.ts';
import { lock, read, type Scenario, type ScenarioThread, type Statement, unlock, when, write } from './language.ts';

/*
 * TF-A's dispatcher at EL3. Shared variables: requested is the version that the normal world last asked for (11, 1.1, at
 * first), closed the latch that ends the negotiation. Until 2e975efc4dcf (June 2026) all CPUs used them without a lock; since
 * then there is one, no handler holds it across a world switch, and each takes one snapshot. TF-A's spin lock acquires and
 * releases.
 */

/** FFA_VERSION(1.2): stored unless the negotiation is over. */
const negotiate: Statement[] = [read('closed', 'closed'), when('closed', 0, [write('requested', 12)])];

const locked = (body: Statement[]): Statement[] => [lock(), ...body, unlock()];

/** FFA_FEATURES ends the negotiation; the version that is agreed then, and the one that a later call finds. */
const close: Statement[] = [write('closed', 1), read('requested', 'agreed')];
const later: Statement[] = [read('requested', 'later')];

/** A request in 64 bits: whether x8-x17 are copied, then whether they are to be zero. */
const request: Statement[] = [read('requested', 'copied'), read('requested', 'zeroed')];

function threads(first: Statement[], title: string, version: Statement[]): ScenarioThread[] {
  return [
    { title, body: first },
    { title: 'FFA_VERSION(1.2) on another CPU', body: version },
  ];
}

const base = { locks: 'acquire-release', initial: { requested: 11 } } as const;

const frozen = {
  ...base,
  harm: 'the version changes after the call that has ended the negotiation',
  forbidden: 'not (P0.agreed=P0.later)',
} as const;

const torn = {
  ...base,
  harm: 'one request goes by two versions: x8-x17 of a caller of 1.1 reach the SPMC instead of zeroes',
  forbidden: 'not (P0.copied=P0.zeroed)',
} as const;

/** The dispatcher's version, and the CPUs that use it at once. */
export const spmdScenarios: readonly Scenario[] = [
  {
    ...frozen,
    claims: ['H18b'],
    name: 'spmd/version-closed-unlocked',
    title: 'FFA_FEATURES ends the negotiation while FFA_VERSION is between its test and its store',
    threads: threads([...close, ...later], 'FFA_FEATURES, and a call after it', negotiate),
    expect: everywhere,
    answer: 'Test and store must be one step: no barrier helps, on any memory model.',
  },
  {
    ...frozen,
    claims: ['H18b'],
    name: 'spmd/version-closed',
    title: 'the same under one lock',
    threads: threads([...locked(close), ...locked(later)], 'FFA_FEATURES, and a call after it', locked(negotiate)),
    expect: everywhereNever,
    answer: 'With test and store under the lock the version is what it was when the negotiation ended.',
  },
  {
    ...torn,
    claims: ['H18b'],
    name: 'spmd/version-torn-unlocked',
    title: 'a 64-bit request reads the version twice while FFA_VERSION changes it',
    threads: threads(request, 'FFA_MSG_SEND_DIRECT_REQ_64', negotiate),
    expect: everywhere,
    answer: 'Two reads may see two versions.',
  },
  {
    ...torn,
    claims: ['H18b'],
    name: 'spmd/version-torn',
    title: 'the same with one snapshot under the lock',
    threads: threads(locked(request), 'FFA_MSG_SEND_DIRECT_REQ_64', locked(negotiate)),
    expect: everywhereNever,
    answer: 'Under the lock a request goes by one version, whichever it is.',
  },
];
