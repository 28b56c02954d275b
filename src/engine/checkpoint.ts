import { STATE_CALL_COUNT, STATE_SMC_NUMBER } from '../../assembly/el3/state.ts';
import * as layout from '../../assembly/layout.ts';
import {
  CONFIG_CONTEXTS,
  CONFIG_EL2_FAMILY,
  CONFIG_REPLY_COUNT,
  EL2_FAMILY_XEN,
} from '../../assembly/machine/config.ts';
import type { Machine } from './machine.ts';
import { LinearMemory } from './memory.ts';

/** 16 words are kept or not as one. */
const chunkWords = 16;

/** Words of linear memory, from a first one up to a last one (excluded). */
interface Area {
  from: number;
  to: number;
}

/** What differs from where a {@link Checkpoints} began: word numbers of chunks, and their words, one chunk after another. */
export interface Checkpoint {
  chunks: Uint32Array;
  words: Uint32Array;
}

const wordsOf = (start: number, size: number): Area => ({ from: start >>> 2, to: (start + size) >>> 2 });

/** Counters that only say how much has happened: two machines that differ in nothing else go on alike. */
const counters = [layout.FIRMWARE_STATE_START + STATE_SMC_NUMBER, layout.FIRMWARE_STATE_START + STATE_CALL_COUNT].map(
  (offset) => offset >>> 2,
);

/**
 * Any number of states of one machine, each kept as what differs from where the machine stood when this was made, and
 * brought back in time by that difference. Watches are none of its business.
 */
export class Checkpoints {
  private readonly machine: Machine;
  private readonly linear: LinearMemory;
  private readonly words: Uint32Array;
  private readonly areas: Area[];
  /** The words of `areas` as they were at the start, one area after another. */
  private readonly base: Uint32Array[];
  /** Words of a page as they were at the start, by the number of its first word. */
  private readonly pages = new Map<number, Uint32Array>();
  /** Of this many vCPUs the registers count, and no trap record. */
  private readonly vcpus: number;

  /** Takes the machine's snapshot: it must be left alone while this is in use. */
  constructor(machine: Machine, vcpus: number) {
    this.machine = machine;
    this.vcpus = vcpus;
    this.linear = new LinearMemory(machine.memory.buffer);
    this.words = new Uint32Array(machine.memory.buffer);
    this.areas = [...this.cpuAreas(), ...modelAreas, ...this.optionalAreas()];
    this.forgetRuns();
    machine.snapshot();
    this.base = this.areas.map(({ from, to }) => this.words.slice(from, to));
  }

  /** The machine as it is, between two runs. */
  take(): Checkpoint {
    this.forgetRuns();
    const chunks: number[] = [];
    this.areas.forEach((area, index) => {
      this.compare(area, this.base[index]!, chunks);
    });
    const count = this.linear.u32(layout.DIRTY_COUNT);
    for (let index = 0; index < count; index += 1) this.comparePage(index, chunks);
    chunks.sort((a, b) => a - b);
    const words = new Uint32Array(chunks.length * chunkWords);
    chunks.forEach((first, index) => {
      words.set(this.words.subarray(first, first + chunkWords), index * chunkWords);
    });
    return { chunks: Uint32Array.from(chunks), words };
  }

  /** Brings the machine to a checkpoint of its own. */
  bring({ chunks, words }: Checkpoint): void {
    this.machine.restore();
    const ram = layout.RAM_START >>> 2;
    chunks.forEach((first, index) => {
      const kept = words.subarray(index * chunkWords, (index + 1) * chunkWords);
      if (first >= ram) this.machine.prepareWrite((first - ram) * 4, chunkWords * 4);
      this.words.set(kept, first);
    });
    this.machine.renewMonitors();
  }

  /** A name for a state: two states of the same name go on alike, but for how much they say has happened before. */
  identity({ chunks, words }: Checkpoint): string {
    const named = words.slice();
    for (const counter of counters) {
      const index = chunks.indexOf(counter - (counter % chunkWords));
      if (index >= 0) named[index * chunkWords + (counter % chunkWords)] = 0;
    }
    return `${fingerprint(chunks)}${fingerprint(named)}`;
  }

  /** Blocks of the vCPUs in use, and of the partitions that are programs. */
  private blocks(): number[] {
    const contexts = Math.min(this.linear.u32(layout.CONFIG_START + CONFIG_CONTEXTS), layout.CONTEXT_COUNT);
    const numbers = [
      ...Array.from({ length: this.vcpus }, (_, vcpu) => vcpu),
      ...Array.from({ length: contexts }, (_, context) => layout.VCPU_COUNT + context),
    ];
    return numbers.map((number) => layout.VCPU_START + number * layout.VCPU_STRIDE);
  }

  private cpuAreas(): Area[] {
    return this.blocks().flatMap((block) => [
      wordsOf(block, layout.TRAP_BEFORE_X),
      wordsOf(block + layout.RUN_STOP, layout.CHECK_X - layout.RUN_STOP + 16),
    ]);
  }

  /** Scripted replies, of which some are used, and all that Xen has. */
  private optionalAreas(): Area[] {
    const replies = this.linear.u32(layout.CONFIG_START + CONFIG_REPLY_COUNT);
    const xen = this.linear.u32(layout.CONFIG_START + CONFIG_EL2_FAMILY) === EL2_FAMILY_XEN;
    return [
      ...(replies > 0 ? [wordsOf(layout.REPLY_START, replies * layout.REPLY_STRIDE)] : []),
      ...(xen ? [wordsOf(layout.XEN_STATE_START, layout.XEN_KEPT_SIZE)] : []),
    ];
  }

  /** Clears what a run leaves and the next one does not read: how it ended, and working copies of the register file. */
  private forgetRuns(): void {
    for (const block of this.blocks()) {
      for (const [start, end] of leftovers) this.linear.bytes.fill(0, block + start, block + end);
    }
  }

  private compare({ from, to }: Area, base: Uint32Array, chunks: number[]): void {
    for (let first = from; first < to; first += chunkWords) {
      const end = Math.min(first + chunkWords, to);
      for (let word = first; word < end; word += 1) {
        if (this.words[word] === base[word - from]) continue;
        chunks.push(first);
        break;
      }
    }
  }

  private comparePage(index: number, chunks: number[]): void {
    const page = this.linear.u16(layout.DIRTY_LIST + index * 2);
    const area = wordsOf(layout.RAM_START + page * layout.PAGE_SIZE, layout.PAGE_SIZE);
    const kept = wordsOf(layout.UNDO_START + index * layout.PAGE_SIZE, layout.PAGE_SIZE);
    const base = this.pages.get(page) ?? this.words.slice(kept.from, kept.to);
    this.pages.set(page, base);
    this.compare(area, base, chunks);
  }
}

/** Offsets within a vCPU block. */
const leftovers = [
  [layout.REG_XZR_WRITE, layout.REG_SP_EL0],
  [layout.REG_NZCV, layout.REG_NZCV + 4],
  [layout.RUN_STOP, layout.MONITOR_SIZE],
  [layout.RUN_COUNT, layout.CHECK_X + 16],
] as const;

const modelAreas: Area[] = [
  wordsOf(layout.PKVM_STATE_START, layout.PKVM_STATE_SIZE),
  wordsOf(layout.FIRMWARE_STATE_START, layout.FIRMWARE_STATE_SIZE),
  wordsOf(layout.PAGE_STATE_START, layout.PAGE_STATE_SIZE),
];

/** 106 bits of the words: two sums that are mixed differently, both exact. */
function fingerprint(words: Uint32Array): string {
  let [a, b, c, d] = [words.length, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul((b << 13) | (b >>> 19), 5) + (word ^ (a >>> 15));
    c = Math.imul(c + word, 0x27d4eb2f) ^ (c >>> 13);
    d = (Math.imul(d ^ (b + index), 0x165667b1) + c) | 0;
  }
  return [a, b, c, d].map((sum) => (sum >>> 0).toString(36)).join('.');
}
