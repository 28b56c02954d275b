import { everywhere, everywhereNever, onlyArm } from './expected.ts';
import {
  lock,
  read,
  type Scenario,
  type ScenarioThread,
  type Statement,
  set,
  unlock,
  when,
  write,
} from './language.ts';

/*
 * pKVM's proxy. Shared variables: neg is has_version_negotiated, version hyp_ffa_version (12, 1.2, until the host asks for
 * less). The hypervisor's spin lock acquires and releases.
 */

/** The host's FFA_VERSION(1.1), under version_lock. */
function negotiate(order: 'release' | undefined): Statement[] {
  const store = [write('version', 11), write('neg', 1, order)];
  return [lock(), read('neg', 'n'), when('n', 0, store), unlock()];
}

/** Any other call: refused before negotiation, else it uses the version. */
function call(order: 'acquire' | undefined): Statement[] {
  return [read('neg', 'n', order), when('n', 0, [], [set('dispatched', 1), read('version', 'used')])];
}

function threads(writer: 'release' | undefined, reader: 'acquire' | undefined): ScenarioThread[] {
  return [
    { title: 'FFA_VERSION(1.1) of the host', body: negotiate(writer) },
    { title: 'another call of the host', body: call(reader) },
  ];
}

const versionBase = {
  locks: 'acquire-release',
  initial: { version: 12 },
  claims: ['S2-5'],
  harm: 'a call is let through and uses the version from before negotiation',
  forbidden: 'P1.dispatched=1 /\\ P1.used=12',
} as const;

/** MEM_SHARE reads the version for the header, and again for the endpoint's descriptor. */
const parse: Statement[] = [lock('buffers'), read('version', 'header'), read('version', 'endpoint'), unlock('buffers')];

const tornBase = {
  locks: 'acquire-release',
  initial: { version: 11 },
  claims: ['S2-5'],
  harm: 'one descriptor is read by two versions: its header by one, its endpoint by the other',
  forbidden: 'not (P0.header=P0.endpoint)',
} as const;

/** The host's proxy at EL2. */
export const pkvmScenarios: readonly Scenario[] = [
  {
    ...versionBase,
    claims: [...versionBase.claims],
    name: 'pkvm/version-lock',
    title: 'the flag is stored with release under the lock and loaded with acquire outside it',
    threads: threads('release', 'acquire'),
    expect: everywhereNever,
    answer:
      'Release and acquire together are enough; the lock itself is not held by the reader and adds nothing for it.',
  },
  {
    ...versionBase,
    claims: [...versionBase.claims],
    name: 'pkvm/version-lock-plain',
    title: 'flag and version without acquire and release, as before v6.15',
    threads: threads(undefined, undefined),
    expect: onlyArm,
    answer: 'Without acquire and release a call may be let through with the old version.',
  },
  {
    ...versionBase,
    claims: [...versionBase.claims],
    name: 'pkvm/version-lock-release-only',
    title: 'the flag is stored with release, but loaded plainly',
    threads: threads('release', undefined),
    expect: onlyArm,
    answer: 'Release alone is not enough: the branch on the flag does not order the load of the version.',
  },
  {
    ...versionBase,
    claims: [...versionBase.claims],
    name: 'pkvm/version-lock-acquire-only',
    title: 'the flag is loaded with acquire, but stored plainly',
    threads: threads(undefined, 'acquire'),
    expect: onlyArm,
    answer:
      'Acquire alone is not enough: flag and version may become visible in either order within the critical section.',
  },
  {
    ...tornBase,
    claims: [...tornBase.claims],
    name: 'pkvm/torn-descriptor',
    title: 'FFA_VERSION(1.0) changes the version while MEM_SHARE reads a descriptor under the buffers’ lock',
    threads: [
      { title: 'FFA_MEM_SHARE', body: parse },
      { title: 'FFA_VERSION(1.0), without the lock', body: [write('version', 10)] },
    ],
    expect: everywhere,
    answer:
      'Where the version may change at run time it has to change under the lock of the buffers: no barrier helps.',
  },
  {
    ...tornBase,
    claims: [...tornBase.claims],
    name: 'pkvm/torn-descriptor-locked',
    title: 'FFA_VERSION(1.0) takes the buffers’ lock, too',
    threads: [
      { title: 'FFA_MEM_SHARE', body: parse },
      { title: 'FFA_VERSION(1.0), with the lock', body: [lock('buffers'), write('version', 10), unlock('buffers')] },
    ],
    expect: everywhereNever,
    answer: 'Under the same lock a descriptor is read by one version.',
  },
];
