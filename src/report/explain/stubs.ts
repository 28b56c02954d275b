/** The stubs that show a rule, or make a call. */
import { decodeFunctionId } from '../../abi/function-id.ts';
import type { CallRow } from '../../abi/row.ts';
import { findCall } from '../../abi/table.ts';
import type { BatchReport, StubResult, Violation } from '../batch.ts';
import { cellsText, placeText } from '../batch-text.ts';
import { createPaint, flow } from '../format.ts';
import { callOf, placeOf } from '../report.ts';
import { ranges } from '../words.ts';
import type { ExplainOptions } from './lines.ts';

/** Places that are listed; the others are counted. */
const LISTED = 16;

function groupBy<Value>(values: readonly Value[], key: (value: Value) => string): Value[][] {
  const groups = new Map<string, Value[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return [...groups.values()];
}

/** What stands in one line, part by part. */
function placeParts(stub: StubResult, group: Violation[]): string[] {
  const { place, call, verdict, dispute } = group[0]!;
  const registers = ranges([...new Set(group.map(({ register }) => register))].filter((name) => name !== ''));
  const cells = [...new Set(group.flatMap((found) => found.cells))].sort((a, b) => a - b);
  const said = dispute ? `disputed: ${dispute.id}` : verdict;
  return [placeText(place), call, registers, said, `on ${cellsText(stub, cells)}`];
}

function list(title: string, lines: string[][], none: string, options: ExplainOptions): string[] {
  if (lines.length === 0) return ['', none];
  const shown = lines.slice(0, LISTED).flatMap((parts) => flow(parts, options.width, 2, 2, '  '));
  const rest = lines.length - LISTED;
  return ['', title, ...shown, ...(rest > 0 ? [createPaint(options.color).dim(`  and ${rest} more places`)] : [])];
}

/** Where violations of these rules show. */
export function stubsShowing(report: BatchReport, rules: ReadonlySet<string>, options: ExplainOptions): string[] {
  const lines = report.stubs.flatMap((stub) => {
    const found = stub.violations.filter(({ rule, dispute }) => rules.has(rule) || (dispute && rules.has(dispute.id)));
    const key = ({ place, call, verdict, dispute }: Violation) =>
      [place.file, place.line, place.text, call, verdict, dispute?.id].join('|');
    return groupBy(found, key).map((group) => placeParts(stub, group));
  });
  return list('stubs that show it', lines, 'no stub that comes with Trapline shows it on its own models', options);
}

/** Where the guest makes this call. */
export function stubsCalling(report: BatchReport, row: CallRow, options: ExplainOptions): string[] {
  const calls = new Map<string, string[]>();
  for (const known of report.stubs.flatMap(({ reports }) => reports.filter((each) => each !== undefined))) {
    for (const trap of known.run.traps) {
      if (findCall(decodeFunctionId(trap.before.x[0] ?? 0n).word) !== row) continue;
      const parts = [placeOf(known.image, trap.address), callOf(trap, known.version)];
      calls.set(parts.join(' '), parts);
    }
  }
  return list('stubs that make it', [...calls.values()], 'no stub that comes with Trapline makes this call', options);
}
