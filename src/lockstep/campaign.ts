import { identify } from '../guest/encode/disassemble.ts';
import type { Encoding } from '../guest/encode/encoding.ts';
import { type Divergence, divergenceNamed, explain } from './divergences.ts';
import { type Difference, Lockstep } from './lockstep.ts';
import { CODE_BASE } from './state.ts';
import { isLonely, type StreamWord } from './stream.ts';
import { SystemCampaign } from './system-campaign.ts';
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

/** What a campaign is made of. */
export interface CampaignPlan {
  /** Seed of the states that blocks start in, and of the programs. */
  seed: number;
  /** Blocks that run in any case. */
  first: Iterable<Block>;
  /** Whole programs, of what does not stay in a block. */
  programs: number;
  /** Blocks without end, which run until `least` instructions were executed. */
  rest: Iterable<Block>;
  least: number;
}

/** Runs blocks of instructions in lockstep, each from a random state, and programs. */
export function runCampaign(plan: CampaignPlan, onProgress: (instructions: number) => void = () => {}): CampaignResult {
  const campaign = new Campaign(new Random(plan.seed));
  for (const batch of batches(plan.first)) {
    campaign.run(batch);
    onProgress(campaign.result.instructions);
  }
  for (let count = 0; count < plan.programs; count++) {
    campaign.runProgram();
    onProgress(campaign.result.instructions);
  }
  for (const batch of batches(plan.rest)) {
    if (campaign.result.instructions >= plan.least) break;
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
  readonly #programs = new SystemCampaign();
  #inPrograms = 0;

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
    this.result.instructions = this.lockstep.instructions + this.#inPrograms;
  }

  /** One random program of exceptions, calls and system instructions. */
  runProgram(): void {
    const { instructions, differences, explained } = this.#programs.run(this.#random, (name) => this.#count(name));
    this.#inPrograms += instructions;
    this.result.instructions += instructions;
    for (const [name, times] of Object.entries(explained)) this.#explain(divergenceNamed(name)!, times);
    for (const { pc, word, items, divergence } of differences) {
      if (divergence !== undefined) continue;
      this.result.unexplained.push({ ...items[0]!, pc: Number(pc), word, id: identify(word)?.base.id ?? '' });
    }
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
    else this.#explain(divergence, 1);
  }

  #explain(divergence: Divergence, times: number): void {
    this.result.explained.set(divergence, (this.result.explained.get(divergence) ?? 0) + times);
  }

  #cover(encoding: Encoding | undefined): void {
    this.#count(encoding?.group.name ?? 'any word');
  }

  #count(group: string): void {
    this.result.coverage.set(group, (this.result.coverage.get(group) ?? 0) + 1);
  }
}
