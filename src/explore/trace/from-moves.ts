import { accessesMemory, type MicroOperation } from '../program/micro.ts';
import type { Move } from '../sequential/explore.ts';
import type { StateLayout } from '../sequential/layout.ts';
import { type AccessObserver, SequentialMachine } from '../sequential/machine.ts';
import type { Word } from '../word.ts';
import { baseLabel, TimeCounter } from './labels.ts';
import type { EdgeKind, Trace, TraceEvent } from './trace.ts';

/** How many accesses an instruction makes. */
function partsOf(steps: readonly MicroOperation[]): number {
  return steps
    .filter(accessesMemory)
    .reduce((sum, step) => sum + (step.kind === 'compareAndSwap' ? step.places.length : 1), 0);
}

interface ThreadProgress {
  instruction: number;
  part: number;
  occurrence: number;
}

/** Runs a machine access by access and writes down what takes place. */
export class TraceRecorder implements AccessObserver {
  readonly trace: Trace = { events: [], edges: [], barriers: [] };
  readonly machine: SequentialMachine;
  private readonly layout: StateLayout;
  private readonly times = new TimeCounter();
  private readonly progress: ThreadProgress[];
  /** Per byte of memory: who wrote it last, and who read it since. */
  private readonly writers: (string | undefined)[];
  private readonly readers: Set<string>[];
  private thread = 0;

  constructor(layout: StateLayout) {
    this.layout = layout;
    this.machine = new SequentialMachine(layout);
    this.machine.observer = this;
    this.progress = layout.threads.map(() => ({ instruction: -1, part: 0, occurrence: 0 }));
    this.writers = new Array(layout.memory.size).fill(undefined);
    this.readers = this.writers.map(() => new Set());
  }

  /** Executes the next access of a thread. Returns the labels of its events. */
  run({ thread, choice }: Move): string[] {
    const before = this.trace.events.length;
    this.thread = thread;
    this.machine.run(thread, choice);
    return this.trace.events.slice(before).map(({ label }) => label);
  }

  accessed(position: number, offset: number, size: number, read: Word | undefined, written: Word | undefined): void {
    const label = this.nextLabel(position);
    const { instruction, occurrence } = this.progress[this.thread]!;
    const { region, start } = this.regionAt(offset);
    const failed = read === undefined && written === undefined;
    const event: TraceEvent = {
      label: failed ? `${label}!` : label,
      thread: this.thread,
      instruction,
      occurrence,
      region,
      offset: offset - start,
      size,
      read,
      written,
      order: orderOf(this.layout.threads[this.thread]!.flat.steps[position]!),
      failed,
    };
    this.addEdges(event, offset);
    this.trace.events.push(event);
  }

  private nextLabel(position: number): string {
    const { flat } = this.layout.threads[this.thread]!;
    const instruction = flat.instructionOf[position]!;
    const parts = partsOf(flat.program.instructions[instruction]!.steps);
    const progress = this.progress[this.thread]!;
    const again = progress.instruction === instruction && progress.part < parts;
    progress.part = again ? progress.part + 1 : 1;
    if (!again) progress.occurrence += 1;
    progress.instruction = instruction;
    const labelled = { thread: this.thread, instruction, occurrence: progress.occurrence };
    const base = baseLabel(labelled, this.times.time(labelled));
    return parts > 1 ? `${base}.${progress.part}` : base;
  }

  private regionAt(offset: number): { region: number; start: number } {
    const { starts } = this.layout.memory;
    const region = starts.findLastIndex((start) => start <= offset);
    return { region, start: starts[region]! };
  }

  private addEdges(event: TraceEvent, offset: number): void {
    const { label } = event;
    const previous = this.trace.events.findLast(({ thread }) => thread === event.thread);
    if (previous) this.add('po', previous.label, label);
    const bytes = Array.from({ length: event.size }, (_, index) => offset + index);
    if (event.read)
      for (const writer of new Set(bytes.map((byte) => this.writers[byte]))) this.add('rf', writer, label);
    if (event.written) this.overwrite(bytes, label);
    else if (event.read) for (const byte of bytes) this.readers[byte]!.add(label);
  }

  private overwrite(bytes: readonly number[], label: string): void {
    for (const writer of new Set(bytes.map((byte) => this.writers[byte]))) if (writer) this.add('co', writer, label);
    for (const reader of new Set(bytes.flatMap((byte) => [...this.readers[byte]!]))) this.add('fr', reader, label);
    for (const byte of bytes) {
      this.writers[byte] = label;
      this.readers[byte]!.clear();
    }
  }

  private add(kind: EdgeKind, from: string | undefined, to: string): void {
    this.trace.edges.push({ kind, from, to });
  }
}

function orderOf(step: MicroOperation): TraceEvent['order'] {
  if (step.kind === 'load') return step.order;
  if (step.kind === 'store') return step.release ? 'release' : 'plain';
  if (step.kind !== 'atomic' && step.kind !== 'compareAndSwap') return 'plain';
  if (step.acquire) return step.release ? 'acquireRelease' : 'acquire';
  return step.release ? 'release' : 'plain';
}

/** What takes place when threads run one after the other in a given order. */
export function traceMoves(layout: StateLayout, moves: readonly Move[]): Trace {
  const recorder = new TraceRecorder(layout);
  for (const move of moves) recorder.run(move);
  return recorder.trace;
}
