/** A batch as the test cases that CI systems count: one for each cell, one for each stub that cannot be read. */
import type { BatchReport, CellResult, StubResult } from '../batch.ts';
import { placeText, violationText } from '../batch-text.ts';

export interface TestCase {
  stub: string;
  /** What tells it from the others of its stub. */
  name: string;
  outcome: 'pass' | 'fail' | 'error' | 'skip';
  /** What kind of failure: `expectation`, a verdict, a kind of stop, `input`. */
  kind: string;
  /** One sentence, for all but `pass`. */
  message: string;
  /** One line each: what is wrong, with its place. */
  lines: string[];
  milliseconds: number;
}

/** The model; firmware and profile where the stub runs under several. */
function cellName({ model, firmware, profile }: CellResult, cells: readonly CellResult[]): string {
  const several = (key: 'firmware' | 'profile') => new Set(cells.map((cell) => cell[key])).size > 1;
  const parts = [several('firmware') ? (firmware ?? 'its own firmware') : '', several('profile') ? profile : ''];
  return [model, ...parts.filter((part) => part !== '')].join(', ');
}

function failureLines({ stub }: StubResult, { failures }: CellResult): string[] {
  return failures.map(
    ({ place, text, details }) => `${place ? placeText(place) : stub}: ${text}: ${details.join('; ')}`,
  );
}

function findingLines({ violations }: StubResult, index: number): string[] {
  return violations
    .filter(({ declared, cells }) => !declared && cells.includes(index))
    .map((found) => `${placeText(found.place)}: ${violationText(found)}`);
}

function kindOf({ violations }: StubResult, cell: CellResult, index: number): string {
  if (cell.failures.length > 0) return 'expectation';
  if (cell.status === 'failed') return cell.stop.kind;
  return violations.find(({ declared, cells }) => !declared && cells.includes(index))?.verdict ?? '';
}

const outcomes = { pass: 'pass', red: 'pass', findings: 'fail', failed: 'fail', skipped: 'skip' } as const;

function cellCase(stub: StubResult, cell: CellResult, index: number): TestCase {
  const failures = failureLines(stub, cell);
  const lines = [...failures, ...(cell.reason ? [cell.reason] : []), ...findingLines(stub, index)];
  const rest = lines.length > 1 ? `, and ${lines.length - 1} more` : '';
  return {
    stub: stub.stub,
    name: cellName(cell, stub.cells),
    outcome: outcomes[cell.status],
    kind: kindOf(stub, cell, index),
    message: outcomes[cell.status] === 'pass' ? '' : `${lines[0] ?? cell.status}${rest}`,
    lines: outcomes[cell.status] === 'pass' ? [] : lines,
    milliseconds: cell.milliseconds,
  };
}

function errorCase(stub: StubResult, { message, diagnostics }: NonNullable<StubResult['error']>): TestCase {
  const lines = diagnostics.map(({ file, line, column, message: text }) => `${file}:${line}:${column}: ${text}`);
  return {
    stub: stub.stub,
    name: 'can be read',
    outcome: 'error',
    kind: 'input',
    message,
    lines: lines.length > 0 ? lines : [message],
    milliseconds: 0,
  };
}

/** The cases of one stub, in order. */
export function casesOf(stub: StubResult): TestCase[] {
  if (stub.error) return [errorCase(stub, stub.error)];
  return stub.cells.map((cell, index) => cellCase(stub, cell, index));
}

/** The cases of a batch, in order. */
export function batchCases({ stubs }: BatchReport): TestCase[] {
  return stubs.flatMap(casesOf);
}
