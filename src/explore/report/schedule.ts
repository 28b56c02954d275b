import type { LoadedTest } from '../load-test.ts';
import type { EdgeKind, Trace, TraceEdge } from '../trace/trace.ts';
import { overtaken, printAction, printSource } from './events.ts';

/** The labels of a trace in the order in which its accesses take effect: what `--schedule` takes. */
export function scheduleOf(trace: Trace): string {
  return trace.events.map(({ label }) => label).join(' ');
}

function pad(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

const shown: EdgeKind[] = ['rf', 'co', 'fr', 'addr', 'data', 'ctrl'];

/** Of the writes that wait for one branch the first says enough. */
function shownEdges(trace: Trace, kind: EdgeKind): TraceEdge[] {
  const edges = trace.edges.filter((edge) => edge.kind === kind && edge.from !== undefined);
  if (kind !== 'ctrl') return edges;
  return edges.filter(({ from }, index) => edges.findIndex((other) => other.from === from) === index);
}

function edgeLines(trace: Trace): string[] {
  return shown.flatMap((kind) => {
    const edges = shownEdges(trace, kind);
    if (edges.length === 0) return [];
    return [`  ${kind.padEnd(4)} ${edges.map(({ from, to }) => `${from} → ${to}`).join(', ')}`];
  });
}

/** A trace step by step: when, where in the program, the instruction, what it did and where that came from. */
export function renderSchedule({ program }: LoadedTest, trace: Trace): string[] {
  if (trace.events.length === 0) return ['  no access to memory'];
  const rows = trace.events.map((event, index) => {
    const { text } = program.threads[event.thread]!.instructions[event.instruction]!;
    const late = overtaken(trace, index).map(({ label }) => label);
    const notes = [printSource(trace, event), late.length > 0 ? `before ${late.join(', ')}` : ''];
    return [
      `  ${index + 1}`.padStart(4),
      event.label,
      text,
      printAction(program, event),
      notes.filter(Boolean).join('; '),
    ];
  });
  return [...pad(rows), ...edgeLines(trace)];
}
