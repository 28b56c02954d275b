/** The matrix of a batch as lines of text. */
import type { BatchReport, Status } from './batch.ts';
import { createPaint, type Paint, pad } from './format.ts';
import { commonFolder, type MatrixCell, type MatrixRow, matrixOf } from './matrix.ts';

const marks: Record<Status, string> = { pass: '.', red: 'r', findings: '!', failed: 'F', skipped: '-' };

function painted(cell: MatrixCell | undefined, paint: Paint): string {
  if (!cell) return ' ';
  const mark = marks[cell.status];
  if (cell.status === 'failed') return paint.bold(paint.red(mark));
  if (cell.status === 'red') return paint.red(mark);
  if (cell.status === 'findings') return paint.yellow(mark);
  return cell.status === 'skipped' ? paint.dim(mark) : paint.green(mark);
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
    : `${name}${cells.map((cell) => painted(cell, paint)).join(' ')}`.trimEnd();
}

/** Stubs down, models across: each cell is the worst of its firmware and profiles. */
export function matrixLines(report: BatchReport, { color }: { color: boolean }): string[] {
  const paint = createPaint(color);
  const { models, rows } = matrixOf(report);
  const folder = rows.length > 1 ? commonFolder(rows.map(({ stub }) => stub)) : '';
  const width = Math.max(0, ...rows.map(({ stub }) => stub.length - folder.length)) + 2;
  return [
    ...headLines(models, width, paint),
    ...rows.map((row) => rowLine(row, folder, width, paint)),
    paint.dim('. pass   r red as the stub says   ! findings that no line declares   F failed   - did not run'),
  ];
}
