/** Stubs of bugs of the past as a tour: what is red where the bug is, and where it is not. */
import type { BatchFailure, CellResult, StubResult } from './batch.ts';
import { count, type Paint, wrap } from './format.ts';

/** Whether it shows what a bug of the past breaks. */
export const isRed = ({ cells }: StubResult): boolean => cells.some(({ reds }) => reds.length > 0);

/** `returned: x4 == before` of `red returned [MODELS]: x4 == before`. */
export function brokenCondition(text: string): string {
  return text.replace(/^red /, '').replace(/ ?\[[^\]]*\]:/, ':');
}

/** Model, and the firmware behind it where the stub names one. */
function targetOf({ model, firmware }: CellResult): string {
  return firmware === undefined ? model : `${model}@${firmware}`;
}

/** A rule's complaint says by itself what it is about; a condition is told with the first thing that is otherwise. */
function redReason({ place, text, details }: BatchFailure): string {
  const [first = '', ...rest] = details;
  const condition = brokenCondition(text);
  const what = /^finding /.test(condition) ? first : [condition, first].filter((part) => part).join('; ');
  const more = rest.length > 0 ? `, and ${rest.length} more` : '';
  return `${place ? `line ${place.line}: ` : ''}${what}${more}`;
}

function redLines(cell: CellResult, width: number, paint: Paint): string[] {
  return [
    `  ${paint.red('red')}    ${targetOf(cell)}`,
    ...cell.reds.flatMap((reason) => wrap(redReason(reason), width, 11)),
  ];
}

/** The stub's title and file, its red runs with what is broken there, then its green ones. */
export function tourLines(stub: StubResult, width: number, paint: Paint): string[] {
  const green = stub.cells.filter(({ status }) => status === 'pass');
  return [
    '',
    paint.bold(stub.title ?? stub.stub),
    `  ${paint.dim(stub.stub)}`,
    ...stub.cells.filter(({ status }) => status === 'red').flatMap((cell) => redLines(cell, width, paint)),
    ...green.map((cell) => `  ${paint.green('green')}  ${targetOf(cell)}`),
  ];
}

/** `63 stubs, 67 runs red and 69 green`. */
export function tourCount(stubs: readonly StubResult[]): string {
  const cells = stubs.flatMap((stub) => stub.cells);
  const number = (status: CellResult['status']) => cells.filter((cell) => cell.status === status).length;
  return `${count(stubs.length, 'stub')} of bugs of the past: ${count(number('red'), 'run')} red, ${number('pass')} green`;
}
