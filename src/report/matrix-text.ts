/** The matrix of a batch as lines of text. */
import { type BatchReport, type CellResult, STATUS_ORDER, type Status, type StubResult } from './batch.ts';
import { createPaint, type Paint, pad } from './format.ts';
import { commonFolder, type Matrix, type MatrixRow, matrixOf } from './matrix.ts';

const marks: Record<Status, string> = { pass: '.', red: 'r', findings: '!', failed: 'F', skipped: '-' };

/** Runs of one stub up to which a line for each of its results says more than columns, most of them empty. */
const FEW_RUNS = 8;

/** Combinations named in one line of the list; the others are counted. */
const NAMED = 6;

function painted(status: Status | undefined, paint: Paint): string {
  if (!status) return ' ';
  const mark = marks[status];
  if (status === 'failed') return paint.bold(paint.red(mark));
  if (status === 'red') return paint.red(mark);
  if (status === 'findings') return paint.yellow(mark);
  return status === 'skipped' ? paint.dim(mark) : paint.green(mark);
}

/** One line a model, each above the column that it names. */
function headLines(models: readonly string[], indent: number, paint: Paint): string[] {
  return models.map((model, n) => {
    const bars = '│ '.repeat(n);
    return paint.dim(`${' '.repeat(indent)}${bars}┌ `) + model;
  });
}

function rowLine({ stub, cells, error }: MatrixRow, folder: string, width: number, paint: Paint): string {
  const name = pad(stub.slice(folder.length), width);
  return error
    ? `${name}${paint.red('could not be read')}`
    : `${name}${cells.map((cell) => painted(cell?.status, paint)).join(' ')}`.trimEnd();
}

function columnLines({ models, rows }: Matrix, folder: string, width: number, paint: Paint): string[] {
  return [...headLines(models, width, paint), ...rows.map((row) => rowLine(row, folder, width, paint))];
}

/** `pkvm/v6.18@no-ffa`, and the rules where the stub is judged by several. */
function combination({ model, firmware, profile }: CellResult, profiles: number): string {
  return `${model}${firmware === undefined ? '' : `@${firmware}`}${profiles > 1 ? ` by ${profile}` : ''}`;
}

/** The worst first: what came out like this, by name. */
function resultLines({ cells }: StubResult, paint: Paint): string[] {
  const profiles = new Set(cells.map(({ profile }) => profile)).size;
  return STATUS_ORDER.toReversed().flatMap((status) => {
    const names = cells.filter((cell) => cell.status === status).map((cell) => combination(cell, profiles));
    const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : '';
    return names.length === 0 ? [] : [`${painted(status, paint)} ${names.slice(0, NAMED).join(', ')}${more}`];
  });
}

function listLines({ stubs }: BatchReport, folder: string, width: number, paint: Paint): string[] {
  return stubs.flatMap((stub) => {
    const results = stub.error ? [paint.red('could not be read')] : resultLines(stub, paint);
    return results.map((line, n) => pad(n === 0 ? stub.stub.slice(folder.length) : '', width) + line);
  });
}

/** Whether most of the columns would be empty, and there are more of them than the terminal has room for. */
function isSparse({ stubs }: BatchReport, { models }: Matrix, room: number): boolean {
  const runs = stubs.reduce((sum, { cells }) => sum + cells.length, 0);
  return 2 * models.length > room && runs <= FEW_RUNS * stubs.length;
}

/**
 * Stubs down, models across: each cell is the worst of its firmware and profiles. Where every stub has models of its own
 * and the columns do not fit, each stub's results are named instead.
 */
export function matrixLines(report: BatchReport, { color, width }: { color: boolean; width: number }): string[] {
  const paint = createPaint(color);
  const matrix = matrixOf(report);
  const stubs = report.stubs.map(({ stub }) => stub);
  const folder = stubs.length > 1 ? commonFolder(stubs) : '';
  const indent = Math.max(0, ...stubs.map((stub) => stub.length - folder.length)) + 2;
  const lines = isSparse(report, matrix, width - indent)
    ? listLines(report, folder, indent, paint)
    : columnLines(matrix, folder, indent, paint);
  return [
    ...lines,
    paint.dim('. pass   r red as the stub says   ! findings that no line declares   F failed   - did not run'),
  ];
}
