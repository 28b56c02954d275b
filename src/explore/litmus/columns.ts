import type { LitmusSource } from './source.ts';
import type { Column, ColumnStatement } from './test.ts';

/** A piece of the file: what stands between two separators. */
interface Cell {
  text: string;
  offset: number;
}

/** Cuts at a separator outside quotes. */
function cut(source: LitmusSource, start: number, end: number, separator: string): Cell[] {
  const cells: Cell[] = [];
  let from = start;
  let quoted = false;
  for (let at = start; at <= end; at += 1) {
    const character = at === end ? separator : source.code[at];
    if (character === '"' && at < end) quoted = !quoted;
    if (at < end && (quoted || character !== separator)) continue;
    const text = source.code.slice(from, at);
    const lead = text.length - text.trimStart().length;
    cells.push({ text: text.trim(), offset: from + lead });
    from = at + 1;
  }
  return cells;
}

function threadOf(source: LitmusSource, cell: Cell): number {
  const match = /^P?(\d+)\s*:?$/i.exec(cell.text);
  if (match) return Number(match[1]);
  if (/^P?\d+\s*\.\s*F/i.test(cell.text)) source.fail(cell.offset, 'fault handlers are not supported');
  return source.fail(cell.offset, `expected a thread's name such as P0, found '${cell.text}'`);
}

/** Takes the labels off the front of a cell. */
function statementOf(cell: Cell): ColumnStatement {
  const labels: ColumnStatement['labels'] = [];
  let { text, offset } = cell;
  for (;;) {
    const match = /^([A-Za-z_.$][\w.$]*)\s*:(?!=)\s*/.exec(text);
    if (!match) return { labels, text, offset };
    labels.push({ name: match[1]!, offset });
    text = text.slice(match[0].length);
    offset += match[0].length;
  }
}

/** Fills the columns row by row. A row may have fewer cells than there are threads, not more. */
function addRow(source: LitmusSource, columns: Column[], row: Cell[]): void {
  row.forEach((cell, index) => {
    const column = columns[index];
    if (!column) {
      if (cell.text !== '') source.fail(cell.offset, `there is no thread for this column, there are ${columns.length}`);
      return;
    }
    if (cell.text !== '') column.statements.push(statementOf(cell));
  });
}

/** Reads the threads, from the row with their names on. Throws InputError for a malformed table. */
export function parseColumns(source: LitmusSource, start: number, end: number): Column[] {
  const lines = cut(source, start, end, ';');
  const rows = lines.map(({ text, offset }) => cut(source, offset, offset + text.length, '|'));
  const header = rows[0]!;
  if (lines.length < 2) source.fail(header[0]!.offset, "expected the row of thread names, 'P0 | P1 ;'");
  const columns = header.map((cell): Column => ({ thread: threadOf(source, cell), statements: [] }));
  columns.forEach(({ thread }, index) => {
    if (thread !== index) source.fail(header[index]!.offset, `expected thread P${index} in this column`);
  });
  for (const row of rows.slice(1)) addRow(source, columns, row);
  return columns;
}
