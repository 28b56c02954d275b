/** Stubs by models: the worst that each pair has to show. */
import { type BatchReport, batchModels, type CellResult, type Status, worse } from './batch.ts';

/** One stub on one model, over all firmware and profiles. */
export interface MatrixCell {
  status: Status;
  /** The stub names one of the combinations that came out like this. */
  own: boolean;
  /** Indices into the stub's cells. */
  cells: number[];
}

export interface MatrixRow {
  stub: string;
  title: string | undefined;
  /** By model, undefined where the stub did not run on it. */
  cells: (MatrixCell | undefined)[];
  /** It could not be read. */
  error: boolean;
}

export interface Matrix {
  models: string[];
  rows: MatrixRow[];
}

function combine(known: MatrixCell | undefined, { status, own }: CellResult, index: number): MatrixCell {
  if (!known) return { status, own, cells: [index] };
  const cells = [...known.cells, index];
  if (status === known.status) return { status, own: known.own || own, cells };
  return worse(known.status, status) === status ? { status, own, cells } : { ...known, cells };
}

/** The summary matrix of a batch: rows in the order of the stubs, columns in that of {@link batchModels}. */
export function matrixOf(report: BatchReport): Matrix {
  const models = batchModels(report);
  const rows = report.stubs.map(({ stub, title, cells, error }) => {
    const byModel = new Map<string, MatrixCell>();
    for (const [index, cell] of cells.entries()) {
      byModel.set(cell.model, combine(byModel.get(cell.model), cell, index));
    }
    return { stub, title, cells: models.map((model) => byModel.get(model)), error: error !== undefined };
  });
  return { models, rows };
}

/** The folders that all paths share, with a slash at the end; empty where there are none. */
export function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const first = folders[0] ?? [];
  let length = 0;
  while (length < first.length && folders.every((parts) => parts[length] === first[length])) length += 1;
  return length === 0 ? '' : `${first.slice(0, length).join('/')}/`;
}
