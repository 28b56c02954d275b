import type { ReadOrder } from '../program/micro.ts';
import type { Word } from '../word.ts';

/** One access to memory as it took place. */
export interface TraceEvent {
  /** `P1:3`: the third instruction of P1. */
  label: string;
  thread: number;
  /** Number of the instruction in its thread, from 0. */
  instruction: number;
  /** Instructions that the thread executed before. */
  occurrence: number;
  region: number;
  offset: number;
  size: number;
  /** What was read, and what was written; atomic accesses do both. */
  read: Word | undefined;
  written: Word | undefined;
  order: ReadOrder | 'release' | 'acquireRelease';
  /** A store exclusive that did not store. */
  failed: boolean;
}

/** What connects two events: program order, reads-from, coherence, from-reads, dependencies, one atomic access. */
export type EdgeKind = 'po' | 'rf' | 'co' | 'fr' | 'addr' | 'data' | 'ctrl' | 'rmw';

export interface TraceEdge {
  kind: EdgeKind;
  /** Label of an event; undefined for the initial state. */
  from: string | undefined;
  to: string;
}

/** A barrier as executed. */
export interface TraceBarrier {
  thread: number;
  occurrence: number;
  instruction: number;
}

/** One execution: its events in an order in which they can take effect, and how they are connected. */
export interface Trace {
  events: TraceEvent[];
  edges: TraceEdge[];
  barriers: TraceBarrier[];
}

/** The events of a thread in program order. */
export function threadEvents(trace: Trace, thread: number): TraceEvent[] {
  const own = trace.events.filter((event) => event.thread === thread);
  return own.sort((a, b) => a.occurrence - b.occurrence || (a.label < b.label ? -1 : 1));
}
