import { everywhere, everywhereNever, onlyArm } from './expected.ts';
import {
  barrier,
  increment,
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
 * Xen's negotiation of the FF-A version, per VM, on several vCPUs of that VM. Versions are written without the point: 11 is
 * 1.1. Shared variables: gv is guest_vers, neg guest_vers_negotiated, tmp guest_vers_tmp, count ffa_vm_count. Xen's spin
 * lock has a full barrier on both sides.
 */

/** How the first other call publishes the version, and how calls look whether it is published. */
interface Posted {
  /** Between version and flag. */
  writerBarrier?: Statement;
  readerOrder?: 'acquire';
}

/** FFA_VERSION as posted: the version is stored at once, the flag is not touched. */
function versionPosted(version: number): Statement[] {
  const store = [lock(), read('neg', 'n'), when('n', 0, [write('gv', version)]), unlock()];
  return [read('neg', 'n'), when('n', 0, store)];
}

/** Any other call as posted: publishes the version by the flag, then is dispatched. */
function otherPosted(dispatch: Statement[], { writerBarrier, readerOrder }: Posted = {}): Statement[] {
  const dispatched = [set('dispatched', 1), ...dispatch];
  const publish = [
    ...(writerBarrier ? [writerBarrier] : []),
    write('neg', 1),
    increment('count'),
    unlock(),
    ...dispatched,
  ];
  const locked = [read('gv', 'v'), when('v', 0, [unlock()], publish)];
  const negotiate = [lock(), read('neg', 'n'), when('n', 0, locked, [unlock(), ...dispatched])];
  return [read('neg', 'n', readerOrder), when('n', 0, negotiate, dispatched)];
}

/** FFA_VERSION as merged: the version waits in tmp. */
function versionMerged(version: number): Statement[] {
  const store = [lock(), read('gv', 'g'), when('g', 0, [write('tmp', version)]), unlock()];
  return [read('gv', 'g'), when('g', 0, store)];
}

/** Any other call as merged: gv is 0 until it is published, and never changes again. */
function otherMerged(dispatch: Statement[], writerBarrier: Statement[] = []): Statement[] {
  const dispatched = [set('dispatched', 1), ...dispatch];
  const publish = [...writerBarrier, write('gv', 't'), increment('count'), unlock(), ...dispatched];
  const locked = [read('tmp', 't'), when('t', 0, [unlock()], publish)];
  const negotiate = [lock(), read('gv', 'g'), when('g', 0, locked, [unlock(), ...dispatched])];
  return [read('gv', 'g'), when('g', 0, negotiate, dispatched)];
}

const useOnce = [read('gv', 'used')];
const useTwice = [read('gv', 'used'), read('gv', 'again')];

function threads(version: Statement[], first: Statement[], second: Statement[]): ScenarioThread[] {
  return [
    { title: 'FFA_VERSION', body: version },
    { title: 'the first other call', body: first },
    { title: 'a call that uses the version', body: second },
  ];
}

const usesZero = 'P2.dispatched=1 /\\ P2.used=0 \\/ P1.dispatched=1 /\\ P1.used=0';
const zeroHarm = 'a call is dispatched and takes the version to be 0, so it uses structures of the wrong size';
const usesAnother = 'P2.dispatched=1 /\\ not (P2.used=[gv])';
const twoReadsDiffer = 'P2.dispatched=1 /\\ not (P2.used=P2.again)';

function posted(how: Posted): ScenarioThread[] {
  return threads(versionPosted(11), otherPosted(useOnce, how), otherPosted(useOnce, how));
}

const base = { locks: 'full-barriers', initial: {} } as const;

const negotiation: Scenario[] = [
  {
    ...base,
    name: 'xen/negotiation-v1',
    title: 'negotiation as posted: the version, then a flag, in two critical sections, read without the lock',
    claims: ['S3-12', 'S3-13'],
    threads: posted({}),
    harm: zeroHarm,
    forbidden: usesZero,
    expect: onlyArm,
    answer:
      'The posted patch lets a call run with version 0: the reader may load the version before the flag. The order in which the writers store them, which the lock keeps, does not help it.',
  },
  {
    ...base,
    name: 'xen/negotiation-v1-two-attempts',
    title: 'negotiation as posted, where the guest asked for another version before',
    claims: ['S3-12'],
    initial: { gv: 10 },
    threads: posted({}),
    harm: 'a call is dispatched with a version that is not the one agreed on',
    forbidden: usesAnother,
    expect: onlyArm,
    answer: 'After two attempts the stale version is a real one, 1.0 and not 0, so that no check for 0 would notice.',
  },
  {
    ...base,
    name: 'xen/negotiation-v1-two-reads',
    title: 'negotiation as posted, and a handler that reads the version twice (PARTITION_INFO_GET)',
    claims: ['S3-12'],
    threads: threads(versionPosted(11), otherPosted([]), otherPosted(useTwice)),
    harm: 'one handler works with two versions',
    forbidden: twoReadsDiffer,
    expect: onlyArm,
    answer: 'The two reads of one handler may see 0 and 1.1: sizes that were checked are not those that are copied.',
  },
  {
    ...base,
    name: 'xen/negotiation-write-barrier',
    title: 'negotiation as posted, with a write barrier between version and flag',
    claims: ['S3-13'],
    threads: posted({ writerBarrier: barrier('ishst') }),
    harm: zeroHarm,
    forbidden: usesZero,
    expect: onlyArm,
    answer:
      'A write barrier alone is not enough: the writers are ordered by the lock already, what is missing is on the reader’s side.',
  },
  {
    ...base,
    name: 'xen/negotiation-reader-acquire',
    title: 'negotiation as posted, with an acquiring load of the flag outside the lock',
    claims: ['S3-13'],
    threads: posted({ readerOrder: 'acquire' }),
    harm: zeroHarm,
    forbidden: usesZero,
    expect: everywhereNever,
    answer:
      'An acquiring load of the flag is enough, even without a write barrier: the lock’s own barriers order the writers.',
  },
  {
    ...base,
    name: 'xen/negotiation-merged',
    title: 'negotiation as merged: one word that is 0 until it is published',
    claims: ['S3-14'],
    threads: threads(versionMerged(11), otherMerged(useOnce), otherMerged(useOnce)),
    harm: zeroHarm,
    forbidden: usesZero,
    expect: everywhereNever,
    answer:
      'The merged form needs no barrier: flag and version are one word, and later reads of one word never see an older value.',
  },
  {
    ...base,
    name: 'xen/negotiation-merged-two-attempts',
    title: 'negotiation as merged, where the guest asked for another version before',
    claims: ['S3-14', 'S3-16'],
    initial: { tmp: 10 },
    threads: threads(versionMerged(11), otherMerged(useOnce), otherMerged(useOnce)),
    harm: 'a call is dispatched with a version that is not the one agreed on',
    forbidden: usesAnother,
    expect: everywhereNever,
    answer:
      'Whichever attempt is published, every call uses that one; a version call that waits for the lock meanwhile changes nothing.',
  },
  {
    ...base,
    name: 'xen/negotiation-merged-two-reads',
    title: 'negotiation as merged, and a handler that reads the version twice',
    claims: ['S3-14'],
    threads: threads(versionMerged(11), otherMerged([]), otherMerged(useTwice)),
    harm: 'one handler works with two versions',
    forbidden: twoReadsDiffer,
    expect: everywhereNever,
    answer: 'Once a call is dispatched the word is published and does not change, so that all its reads agree.',
  },
  {
    ...base,
    name: 'xen/negotiation-merged-write-barrier',
    title: 'negotiation as merged, with the write barrier that was proposed for it',
    claims: ['S3-14'],
    threads: threads(
      versionMerged(11),
      otherMerged(useOnce, [barrier('ishst')]),
      otherMerged(useOnce, [barrier('ishst')]),
    ),
    harm: zeroHarm,
    forbidden: usesZero,
    expect: everywhereNever,
    answer: 'The barrier changes no verdict: what the merged form needs it has without.',
  },
];

const racing: Scenario[] = [
  {
    ...base,
    name: 'xen/version-race',
    title: 'negotiation as merged: FFA_VERSION(1.0) races the first other call, after FFA_VERSION(1.1)',
    claims: ['S3-15'],
    initial: { tmp: 11 },
    threads: [
      { title: 'FFA_VERSION(1.0)', body: versionMerged(10) },
      { title: 'FFA_FEATURES, the first other call', body: otherMerged(useOnce) },
    ],
    harm: 'the version is neither of the two, the call uses another one, or the VM is not counted exactly once',
    forbidden: 'not ([gv]=10 \\/ [gv]=11) \\/ not (P1.used=[gv]) \\/ not ([count]=1)',
    expect: everywhereNever,
    answer: 'Either version may win; it is whole, the call uses it, and the VM joins the list once.',
  },
  {
    ...base,
    name: 'xen/publish-once',
    title: 'negotiation as merged: two first calls at once',
    claims: ['S3-15'],
    initial: { tmp: 11 },
    threads: [
      { title: 'a first other call', body: otherMerged(useOnce) },
      { title: 'another one', body: otherMerged(useOnce) },
    ],
    harm: 'the VM is counted twice, or not',
    forbidden: 'not ([count]=1)',
    expect: everywhereNever,
    answer: 'The lock lets one of them publish; the VM is counted once.',
  },
  {
    ...base,
    name: 'xen/version-after-publish',
    title: 'negotiation as merged: FFA_VERSION(1.0) waits for the lock while another call publishes 1.1',
    claims: ['S3-16'],
    initial: { tmp: 11 },
    threads: [
      { title: 'FFA_VERSION(1.0)', body: versionMerged(10) },
      { title: 'the first other call, and one more', body: [...otherMerged(useOnce), read('gv', 'later')] },
    ],
    harm: 'the version changes after it was published',
    forbidden: 'P1.dispatched=1 /\\ (not (P1.used=[gv]) \\/ not (P1.later=P1.used))',
    expect: everywhereNever,
    answer: 'FFA_VERSION looks at gv again under the lock, finds it published and changes nothing.',
  },
  {
    ...base,
    name: 'xen/open-version-v1',
    title: 'as posted: a reader without the lock goes by the version alone, while negotiation is open',
    claims: ['S3-17'],
    threads: openVersion(versionPosted(12), versionPosted(11), otherPosted([])),
    harm: 'the reader sees a version that is not the one agreed on in the end',
    forbidden: 'not (P2.seen=0) /\\ not (P2.seen=[gv])',
    expect: everywhere,
    answer:
      'As posted the version is visible before it is final: whoever reads it has to look at the flag, too, and in order.',
  },
  {
    ...base,
    name: 'xen/open-version-merged',
    title: 'as merged: a reader without the lock goes by the version alone, while negotiation is open',
    claims: ['S3-17'],
    threads: openVersion(versionMerged(12), versionMerged(11), otherMerged([])),
    harm: 'the reader sees a version that is not the one agreed on in the end',
    forbidden: 'not (P2.seen=0) /\\ not (P2.seen=[gv])',
    expect: everywhereNever,
    answer: 'As merged what is not 0 is final, so that the version alone says all.',
  },
];

/** The guest changes its mind and then makes another call, on one vCPU; the reader is on another. */
function openVersion(first: Statement[], second: Statement[], other: Statement[]): ScenarioThread[] {
  return [
    { title: 'FFA_VERSION(1.2), then FFA_VERSION(1.1)', body: [...first, ...second] },
    { title: 'the first other call', body: other },
    { title: 'a reader without the lock', body: [read('gv', 'seen')] },
  ];
}

/** The first other call stores another field of the context, publishes the version and joins the list. */
const publishWithNeighbour: Statement[] = [
  lock(),
  write('is64', 1),
  write('gv', 11),
  lock('list'),
  write('listed', 1),
  unlock('list'),
  unlock(),
];

const neighbours: Scenario[] = [
  {
    ...base,
    name: 'xen/neighbour-field',
    title: 'as merged later: another field (is_64bit) is stored before the version, and read without a lock behind it',
    claims: ['S3-14'],
    threads: [
      { title: 'the first other call', body: publishWithNeighbour },
      {
        title: 'a call that reads the field without the list’s lock',
        body: [read('gv', 'g'), when('g', 0, [], [set('dispatched', 1), read('is64', 'field')])],
      },
    ],
    harm: 'the version is published and the field is not',
    forbidden: 'P1.dispatched=1 /\\ P1.field=0',
    expect: onlyArm,
    answer:
      'The published word vouches for itself only. Whatever else is to be read behind it needs an order on both sides.',
  },
  {
    ...base,
    name: 'xen/neighbour-field-locked',
    title: 'as merged later: the field is read under the list’s lock, where the context is found in the list',
    claims: ['S3-14'],
    threads: [
      { title: 'the first other call', body: publishWithNeighbour },
      {
        title: 'PARTITION_INFO_GET of another VM, under the list’s lock',
        body: [
          lock('list'),
          read('listed', 'found'),
          when('found', 0, [], [set('dispatched', 1), read('is64', 'field')]),
          unlock('list'),
        ],
      },
    ],
    harm: 'the version is published and the field is not',
    forbidden: 'P1.dispatched=1 /\\ P1.field=0',
    expect: everywhereNever,
    answer: 'The list’s lock gives the order, as the comment in the code says.',
  },
];

/** PARTITION_INFO_GET for the count: the number of VMs less the caller itself. */
const countVms = [read('count', 'vms')];
const underflow = 'P1.dispatched=1 /\\ P1.vms=0';
const underflowHarm = 'the caller is not counted yet, and the number of VMs less itself is below 0';

/** The publishing call and a call of another vCPU of the VM that sees the version published. */
function countThreads(publish: Statement[], order?: 'acquire'): ScenarioThread[] {
  const check = when('g', 0, [], [set('dispatched', 1), ...countVms]);
  return [
    { title: 'the first other call, which publishes', body: [lock(), ...publish, unlock()] },
    { title: 'PARTITION_INFO_GET on another vCPU', body: [read('gv', 'g', order), check] },
  ];
}

const counting: Scenario[] = [
  {
    ...base,
    name: 'xen/vm-count',
    title: 'the VM count as merged: the version is published, then the VM is counted',
    claims: ['S3-5'],
    threads: countThreads([write('gv', 11), increment('count')]),
    harm: underflowHarm,
    forbidden: underflow,
    expect: everywhere,
    answer:
      'Between publishing and counting another vCPU of the VM gets a number of partitions that has wrapped, under any memory model.',
  },
  {
    ...base,
    name: 'xen/vm-count-first',
    title: 'the VM is counted first, then the version is published, without barriers',
    claims: ['S3-5'],
    threads: countThreads([increment('count'), write('gv', 11)]),
    harm: underflowHarm,
    forbidden: underflow,
    expect: onlyArm,
    answer:
      'Turning the two round is right for sequential consistency only: Arm orders neither the stores nor the loads.',
  },
  {
    ...base,
    name: 'xen/vm-count-write-barrier',
    title: 'the VM is counted first, then published behind a write barrier',
    claims: ['S3-5'],
    threads: countThreads([increment('count'), barrier('ishst'), write('gv', 11)]),
    harm: underflowHarm,
    forbidden: underflow,
    expect: onlyArm,
    answer: 'A write barrier alone is not enough here either: the reader may load the count before the version.',
  },
  {
    ...base,
    name: 'xen/vm-count-ordered',
    title: 'the VM is counted first, published behind a write barrier, and the version is read with acquire',
    claims: ['S3-5'],
    threads: countThreads([increment('count'), barrier('ishst'), write('gv', 11)], 'acquire'),
    harm: underflowHarm,
    forbidden: underflow,
    expect: everywhereNever,
    answer: 'With an order on both sides whoever sees the version published sees the VM counted.',
  },
];

/** Xen's mediator. */
export const xenScenarios: readonly Scenario[] = [...negotiation, ...racing, ...neighbours, ...counting];
