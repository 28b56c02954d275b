import { Candidate, INITIAL, type Node } from '../axiomatic/candidate.ts';
import type { Execution } from '../axiomatic/execution.ts';
import type { Matrix } from '../axiomatic/matrix.ts';
import { completeOrder } from '../axiomatic/observed-order.ts';
import type { AccessSet } from '../axiomatic/path.ts';
import { baseLabel, suffixes, TimeCounter } from './labels.ts';
import type { EdgeKind, Trace, TraceEdge, TraceEvent } from './trace.ts';

/** Labels of the nodes of a candidate. */
export function nodeLabels(nodes: readonly Node[]): string[] {
  const groups = new Map<string, number[]>();
  for (const [index, { thread, access }] of nodes.entries()) {
    const key = `${thread} ${access.occurrence}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const labels: string[] = new Array(nodes.length);
  const times = new TimeCounter();
  for (const members of groups.values()) {
    const { thread, access } = nodes[members[0]!]!;
    const { instruction, occurrence } = access;
    const labelled = { thread, instruction, occurrence };
    const base = baseLabel(labelled, times.time(labelled));
    const ends = suffixes(members.map((node) => nodes[node]!.access.kind));
    members.forEach((node, index) => {
      labels[node] = base + ends[index]!;
    });
  }
  return labels;
}

/** An execution as a candidate again, with its whole order. */
export function orderOf(execution: Execution): { candidate: Candidate; order: Matrix } {
  const candidate = new Candidate(execution.paths, execution.cells.cells.length);
  candidate.source.set(execution.source);
  execution.coherence.forEach((writes, cell) => {
    candidate.coherence[cell] = [...writes];
  });
  const order = completeOrder(candidate);
  if (!order) throw new Error('the model forbids an execution that it allowed');
  return { candidate, order };
}

/** Nodes in an order that the model's order allows, with as few changes of thread and of program order as may be. */
function linearize(candidate: Candidate, order: Matrix): number[] {
  const remaining = new Set(candidate.nodes.keys());
  const line: number[] = [];
  let thread = 0;
  while (remaining.size > 0) {
    const ready = [...remaining].filter((node) => ![...remaining].some((other) => order.has(other, node)));
    const chosen = ready.find((node) => candidate.nodes[node]!.thread === thread) ?? ready[0]!;
    thread = candidate.nodes[chosen]!.thread;
    remaining.delete(chosen);
    line.push(chosen);
  }
  return line;
}

function eventOf({ nodes, values }: Execution, labels: readonly string[], index: number): TraceEvent {
  const { thread, access, piece } = nodes[index]!;
  const word = values[index]!;
  return {
    label: labels[index]!,
    thread,
    instruction: access.instruction,
    occurrence: access.occurrence,
    region: access.region,
    offset: access.offset + piece.shift,
    size: piece.size,
    read: access.kind === 'read' ? word : undefined,
    written: access.kind === 'write' ? word : undefined,
    order: access.order,
    failed: false,
  };
}

/** Collects the edges of an execution between labels. */
class EdgeCollector {
  readonly edges: TraceEdge[] = [];
  private readonly candidate: Candidate;
  private readonly labels: readonly string[];

  constructor(candidate: Candidate, labels: readonly string[]) {
    this.candidate = candidate;
    this.labels = labels;
    for (const node of candidate.nodes.keys()) this.addNode(node);
    for (const writes of candidate.coherence) this.addCoherence(writes);
  }

  private add(kind: EdgeKind, from: number, to: number): void {
    const label = from === INITIAL ? undefined : this.labels[from];
    this.edges.push({ kind, from: label, to: this.labels[to]! });
  }

  private addNode(node: number): void {
    const { nodes, source } = this.candidate;
    const { thread, access } = nodes[node]!;
    const previous = nodes[node - 1];
    if (previous?.thread === thread) this.add('po', node - 1, node);
    if (access.kind === 'read') this.add('rf', source[node]!, node);
    this.addDependencies('addr', access.address, node);
    this.addDependencies('data', access.data, node);
    if (access.kind === 'write') this.addDependencies('ctrl', access.control, node);
    if (access.pairedRead >= 0) this.addDependencies('rmw', 1n << BigInt(access.pairedRead), node);
    if (access.kind === 'read') this.addFromRead(node);
  }

  private addDependencies(kind: EdgeKind, sources: AccessSet, node: number): void {
    const start = this.candidate.starts[this.candidate.nodes[node]!.thread]!;
    this.candidate.paths[this.candidate.nodes[node]!.thread]!.pieces.forEach(({ access }, index) => {
      if ((sources >> BigInt(access)) & 1n) this.add(kind, start + index, node);
    });
  }

  /** From a read to the first write that it did not see. */
  private addFromRead(read: number): void {
    const { coherence, source, nodes } = this.candidate;
    const writes = coherence[nodes[read]!.piece.cell]!;
    const from = source[read]!;
    const next = writes[from === INITIAL ? 0 : writes.indexOf(from) + 1];
    if (next !== undefined) this.add('fr', read, next);
  }

  private addCoherence(writes: readonly number[]): void {
    writes.forEach((write, index) => {
      if (index > 0) this.add('co', writes[index - 1]!, write);
    });
  }
}

/** What took place in an execution that a model allows. */
export function traceExecution(execution: Execution): Trace {
  const { candidate, order } = orderOf(execution);
  const labels = nodeLabels(candidate.nodes);
  const events = linearize(candidate, order).map((node) => eventOf(execution, labels, node));
  const barriers = execution.paths.flatMap(({ path }) =>
    path.barriers.map(({ instruction, occurrence }) => ({ thread: path.thread, instruction, occurrence })),
  );
  return { events, edges: new EdgeCollector(candidate, labels).edges, barriers };
}
