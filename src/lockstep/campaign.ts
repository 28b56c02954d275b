import { identify } from '../guest/encode/disassemble.ts';
import type { Encoding } from '../guest/encode/encoding.ts';
import { type Divergence, explain } from './divergences.ts';
import { type Difference, Lockstep } from './lockstep.ts';
import { CODE_BASE } from './state.ts';
import { isLonely, type StreamWord } from './stream.ts';
import { Random } from './values.ts';

/** Blocks that are placed before the first of them runs: libunicorn does not see code change behind its back. */
const blocksPerBatch = 4000;
/** BRK #0x7fff, behind every block. */
const end = 0xd42fffe0;

/** What a campaign found. */
export interface CampaignResult {
  instructions: number;
  /** Differences that no divergence explains, with the encoding that the word was made from. */
  unexplained: (Difference & { id: string })[];
  /** How often each known divergence was met. */
  explained: Map<Divergence, number>;
  /** Instructions begun, by encoding group. */
  coverage: Map<string, number>;
  /** All of RAM was the same on both sides in the end, which says that no write went unseen. */
  memoryEqual: boolean;
}

type Block = readonly StreamWord[];

/**
 * Runs blocks of instructions in lockstep, each from a random state, until `least` instructions were executed and more
 * than the blocks of `first`; `rest` goes on for ever.
 */
export function runCampaign(
  first: Iterable<Block>,
  rest: Iterable<Block>,
  least: number,
  seed: number,
  onProgress: (instructions: number) => void = () => {},
): CampaignResult {
  const campaign = new Campaign(new Random(seed));
  for (const batch of batches(first)) {
    campaign.run(batch);
    onProgress(campaign.result.instructions);
  }
  for (const batch of batches(rest)) {
    if (campaign.result.instructions >= least) break;
    campaign.run(batch);
    onProgress(campaign.result.instructions);
  }
  campaign.result.memoryEqual = campaign.lockstep.isMemoryEqual();
  campaign.lockstep.close();
  return campaign.result;
}

function* batches(blocks: Iterable<Block>): Generator<Block[]> {
  let batch: Block[] = [];
  for (const block of blocks) {
    batch.push(block);
    if (batch.length < blocksPerBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

class Campaign {
  readonly lockstep = new Lockstep();
  readonly result: CampaignResult = {
    instructions: 0,
    unexplained: [],
    explained: new Map(),
    coverage: new Map(),
    memoryEqual: true,
  };
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
    this.lockstep.fillData(random);
  }

  run(batch: readonly Block[]): void {
    this.lockstep.place(
      CODE_BASE,
      batch.flatMap((block) => [...block.map(({ word }) => word), end]),
    );
    let address = CODE_BASE;
    for (const block of batch) {
      this.#runBlock(block, address);
      address += (block.length + 1) * 4;
    }
    this.result.instructions = this.lockstep.instructions;
  }

  #runBlock(block: Block, address: number): void {
    const base = block.length === 1 && isLonely(block[0]!) ? (block[0]!.word >>> 5) & 0x1f : undefined;
    const difference = this.lockstep.run(address, address + block.length * 4, this.#random, base);
    for (const pc of this.lockstep.begun) this.#cover(block[(pc - address) / 4]?.encoding);
    if (difference === undefined) return;
    this.lockstep.align();
    const id = block[(difference.pc - address) / 4]?.encoding?.id ?? identify(difference.word)?.base.id ?? '';
    const divergence = explain(id, [difference]);
    if (divergence === undefined) this.result.unexplained.push({ ...difference, id });
    else this.result.explained.set(divergence, (this.result.explained.get(divergence) ?? 0) + 1);
  }

  #cover(encoding: Encoding | undefined): void {
    const group = encoding?.group.name ?? 'any word';
    this.result.coverage.set(group, (this.result.coverage.get(group) ?? 0) + 1);
  }
}
