import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../src/run/package.ts';
import type { GoalSpec, SearchSetup } from '../../src/search/setup.ts';
import { codeOf } from '../../src/search/write/code.ts';
import { withProof } from '../../src/search/write/proof.ts';
import { callsOf, runSearch, setupOf } from './fixture.ts';

const between: GoalSpec = { kind: 'between' };
const crash: GoalSpec = { kind: 'find', what: 'crash' };

interface Known {
  what: string;
  /** Under guest-asm/found. */
  stub: string;
  models: string[];
  goal: GoalSpec;
  firmware?: string;
  setup?: Partial<SearchSetup>;
  options?: { depth?: number; all?: boolean };
  kind: string;
  calls: string[];
  /** What EL3 answers otherwise than by its own rules: to the boot, then to the calls. */
  replies?: bigint[];
}

const MINUS_ONE = 0xffffffffffffffffn;

const known: Known[] = [
  {
    what: 'where the series of v7 and of v8 return other registers',
    stub: 'series-v7-series-v8.S',
    models: ['pkvm/series-v7', 'pkvm/series-v8'],
    goal: between,
    kind: 'registers',
    calls: ['FFA_RXTX_MAP_64'],
  },
  {
    what: 'where the series of v7 and mainline return other registers',
    stub: 'series-v7-v6.18.S',
    models: ['pkvm/series-v7', 'pkvm/v6.18'],
    goal: between,
    kind: 'registers',
    calls: ['FFA_VERSION'],
  },
  {
    what: 'where the series of v8 and mainline return other registers',
    stub: 'series-v8-v6.18.S',
    models: ['pkvm/series-v8', 'pkvm/v6.18'],
    goal: between,
    kind: 'registers',
    calls: ['FFA_VERSION'],
  },
  {
    what: 'the downgrade that one proxy answers and the next refuses',
    stub: 'downgrade.S',
    models: ['pkvm/v6.15', 'pkvm/no-downgrade'],
    goal: between,
    kind: 'answer',
    calls: ['FFA_VERSION', 'FFA_VERSION'],
  },
  {
    what: 'stack contents in the registers of FFA_VERSION',
    stub: 'stack-leak.S',
    models: ['pkvm/v6.18'],
    goal: { kind: 'find', what: 'stack-leak' },
    kind: 'stack-leak',
    calls: ['FFA_VERSION'],
  },
  {
    what: 'the version split by a 32-bit -1',
    stub: 'version-split.S',
    models: ['pkvm/v6.18'],
    goal: { kind: 'find', what: 'version-split' },
    kind: 'version-split-EL2-EL3',
    calls: ['FFA_VERSION'],
    replies: [0xffffffffn],
  },
  {
    what: 'the same with a real secure side, which refuses by itself',
    stub: 'version-split-hafnium.S',
    models: ['pkvm/v6.18'],
    goal: { kind: 'find', what: 'version-split' },
    firmware: 'tfa-spmd+hafnium',
    setup: { deviations: 0, bootReplies: false },
    kind: 'version-split-EL2-EL3',
    calls: ['FFA_VERSION'],
  },
  {
    what: 'the share that a longer shortest fragment refuses',
    stub: 'shortest-fragment.S',
    models: ['pkvm/v6.15', 'pkvm/v6.17-stable'],
    goal: between,
    setup: { deviations: 0, bootReplies: false },
    options: { depth: 3 },
    kind: 'answer',
    calls: ['FFA_VERSION', 'FFA_RXTX_MAP_64', 'FFA_MEM_LEND'],
  },
  {
    what: 'the write to NULL where firmware has no FF-A',
    stub: 'crash-null-dereference.S',
    models: ['pkvm/v6.18'],
    goal: crash,
    options: { depth: 3, all: true },
    kind: 'null-dereference',
    calls: ['FFA_VERSION', 'FFA_MEM_RECLAIM'],
    replies: [MINUS_ONE],
  },
  {
    what: 'the fragment that does not fit',
    stub: 'crash-buffer-overflow.S',
    models: ['pkvm/v6.18'],
    goal: crash,
    kind: 'buffer-overflow',
    calls: ['FFA_VERSION', 'FFA_MEM_RECLAIM'],
    replies: [0x84000075n, 0x8400007bn],
  },
  {
    what: 'a condition that EL2 does not expect to fail',
    stub: 'warning.S',
    models: ['pkvm/v6.18'],
    goal: { kind: 'find', what: 'warning' },
    kind: 'warning',
    calls: ['FFA_VERSION', 'FFA_MEM_RECLAIM'],
    replies: [0x84000075n],
  },
  {
    what: 'the page that stays shared when EL3 hands back an empty descriptor',
    stub: 'shared-forever.S',
    models: ['pkvm/v6.18'],
    goal: { kind: 'find', what: 'shared-forever' },
    setup: { deviations: 1, bootReplies: false },
    options: { depth: 4 },
    kind: 'shared-forever',
    calls: ['FFA_VERSION', 'FFA_RXTX_MAP_64', 'FFA_MEM_LEND', 'FFA_MEM_RECLAIM'],
    replies: [0x84000075n],
  },
  {
    what: 'buffers of no page, which a VM can neither unmap nor map again',
    stub: 'xen-shared-forever.S',
    models: ['xen/negotiation-merged'],
    goal: { kind: 'find', what: 'shared-forever' },
    kind: 'shared-forever',
    calls: ['FFA_VERSION', 'FFA_RXTX_MAP'],
  },
  {
    what: 'the message from a VM without buffers',
    stub: 'xen-crash.S',
    models: ['xen/negotiation-merged'],
    goal: crash,
    kind: 'null-dereference',
    calls: ['FFA_VERSION', 'FFA_MSG_SEND2'],
  },
];

describe('a search that nobody tells where to look', () => {
  it.each(known)('finds $what', async ({ stub, models, goal, firmware, setup, options, kind, calls, replies = [] }) => {
    const searched = setupOf(models, goal, setup, firmware);
    const report = await runSearch(searched, options);
    const index = report.finds.findIndex((find) => find.kind === kind);
    expect(report.finds.map((find) => find.kind)).toContain(kind);
    expect(callsOf(report, index)).toEqual(calls);
    const { sequence } = report.finds[index]!;
    const given = [...sequence.boot, ...sequence.moves.flatMap((move) => move.replies)];
    expect(given.map(({ x }) => x[0])).toEqual(replies);
    const text = readFileSync(packageFile(`guest-asm/found/${stub}`), 'utf8');
    expect(text).toContain(`\n${codeOf(withProof(searched, sequence), report.contents, 'smc').join('\n')}\n`);
  });

  it('finds no crash of the Xen that checks for a TX buffer, and says how far it looked', async () => {
    const { finds, breadth } = await runSearch(setupOf(['xen/v1.2'], crash));
    expect(finds).toEqual([]);
    expect(breadth).toMatchObject({ exhausted: 2, timedOut: false });
  });

  it('tells a model from itself by nothing', async () => {
    const { finds, breadth } = await runSearch(setupOf(['pkvm/v6.15', 'pkvm/v6.15'], between, { deviations: 1 }));
    expect(finds).toEqual([]);
    expect(breadth.exhausted).toBe(2);
  });
});
