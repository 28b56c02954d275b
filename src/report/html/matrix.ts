/** The matrix of the page: stubs by folders down, models across, each cell a link to its run. */
import type { BatchReport, Status } from '../batch.ts';
import { commonFolder, type Matrix, type MatrixCell, type MatrixRow, matrixOf } from '../matrix.ts';
import { type Markup, markup } from './markup.ts';

/** The run on the page that a stub's cells have, or undefined where its details are left out. */
export type RunIndex = (stub: string, cells: readonly number[]) => number | undefined;

const marks: Record<Status, string> = { pass: '✓', red: '●', findings: '!', failed: '✗', skipped: '–' };

const words: Record<Status, string> = {
  pass: 'passes',
  red: 'is red, as the stub says',
  findings: 'has findings',
  failed: 'fails',
  skipped: 'did not run',
};

function cellMarkup(row: MatrixRow, model: string, cell: MatrixCell | undefined, index: RunIndex): Markup {
  if (!cell) return markup`<td></td>`;
  const label = `${row.stub} on ${model} ${words[cell.status]}`;
  const kind = `cell cell-${cell.status}${cell.own ? '' : ' cell-rules'}`;
  const run = index(row.stub, cell.cells);
  const mark = marks[cell.status];
  if (run === undefined) return markup`<td class="place"><span class="${kind}" title="${label}">${mark}</span></td>`;
  return markup`<td class="place"><a class="${kind}" href="#r${run}" title="${label}" aria-label="${label}">${mark}</a></td>`;
}

function rowMarkup(row: MatrixRow, models: readonly string[], index: RunIndex): Markup {
  const name = row.stub.split('/').at(-1)!;
  const head = markup`<th scope="row" class="stub-name" title="${row.title ?? row.stub}">${name}</th>`;
  if (row.error) return markup`<tr>${head}<td class="unread" colspan="${models.length}">could not be read</td></tr>\n`;
  return markup`<tr>${head}${row.cells.map((cell, n) => cellMarkup(row, models[n]!, cell, index))}</tr>\n`;
}

const folderOf = (stub: string): string => stub.slice(0, stub.lastIndexOf('/') + 1);

/** The rows of one folder, below its name. */
function groups({ rows, models }: Matrix, index: RunIndex): Markup[] {
  const common = commonFolder(rows.map(({ stub }) => stub));
  const folders = [...new Set(rows.map(({ stub }) => folderOf(stub)))];
  return folders.map((folder) => {
    const inside = rows.filter(({ stub }) => folderOf(stub) === folder);
    const name = folders.length > 1 ? folder.slice(common.length) || folder : folder;
    const head = markup`<tr><th scope="rowgroup" class="folder-name" colspan="${models.length + 1}">${name}</th></tr>\n`;
    return markup`<tbody>${name === '' ? undefined : head}${inside.map((row) => rowMarkup(row, models, index))}</tbody>\n`;
  });
}

/** The legend says what the marks mean; a hollow cell is one on which only rules are judged. */
function legend(matrix: Matrix): Markup {
  const cells = matrix.rows.flatMap((row) => row.cells.filter((cell) => cell !== undefined));
  const seen = (Object.keys(marks) as Status[]).filter((status) => cells.some((cell) => cell.status === status));
  const widened = cells.some(({ own }) => !own);
  return markup`<p class="legend">${seen.map(
    (status) =>
      markup`<span class="legend-item"><span class="cell cell-${status}" aria-hidden="true">${marks[status]}</span> ${words[status]}</span>`,
  )}${
    widened
      ? markup`<span class="legend-item"><span class="cell cell-pass cell-rules" aria-hidden="true">✓</span> the stub does not name it: only the rules are judged</span>`
      : undefined
  }</p>`;
}

/** The whole matrix. */
export function matrixMarkup(report: BatchReport, index: RunIndex): Markup {
  const matrix = matrixOf(report);
  const heads = matrix.models.map(
    (model) => markup`<th scope="col" class="model-head"><span class="model-name">${model}</span></th>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="matrix of stubs and models"><table id="matrix">
<thead><tr><td></td>${heads}</tr></thead>
${groups(matrix, index)}</table></div>
${legend(matrix)}`;
}
