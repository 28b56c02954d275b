/** How the expectations of a stub came out, as lines of text. */
import type { Difference, ExpectationResult } from '../check/expect.ts';
import { hex } from '../engine/hex.ts';
import { createPaint, flow, type Paint, wrap } from './format.ts';
import type { TextOptions } from './register-text.ts';

const BITS_PER_DIGIT = 4;

function valueText(value: bigint | string, width: number | undefined): string {
  return typeof value === 'string' ? value : hex(value, Math.ceil((width ?? 64) / BITS_PER_DIGIT));
}

/** `arrival 1: x8 is 0000000000000000, expected 9e3779b97f4a7c15`. */
export function differenceText({ where, what, comparison, expected, found, width }: Difference): string {
  const wanted = `${comparison === '!=' ? 'anything but ' : ''}${valueText(expected, width)}`;
  return `${where}: ${what} is ${valueText(found, width)}, expected ${wanted}`;
}

const marks: Record<ExpectationResult['status'], { plain: string; sign: string }> = {
  pass: { plain: 'pass', sign: '✓   ' },
  red: { plain: 'RED ', sign: '●   ' },
  fail: { plain: 'FAIL', sign: '✗   ' },
  'not-reached': { plain: 'FAIL', sign: '✗   ' },
  skipped: { plain: 'skip', sign: '-   ' },
};

function statusColor(status: ExpectationResult['status'], paint: Paint): (text: string) => string {
  if (status === 'pass') return paint.green;
  return status === 'skipped' ? paint.dim : (text) => paint.bold(paint.red(text));
}

function resultLines(result: ExpectationResult, options: TextOptions): string[] {
  const { position, text, status, differences, detail } = result;
  const mark = options.color ? marks[status].sign : marks[status].plain;
  const place = position ? `${position.file}:${position.line} ` : '(standard) ';
  const reasons = [...differences.map(differenceText), ...(detail === undefined ? [] : [detail])];
  return [
    ...flow(
      [statusColor(status, createPaint(options.color))(mark), place, ...text.split(/\s+/)],
      options.width,
      0,
      7,
      ' ',
    ),
    ...reasons.flatMap((reason) => wrap(reason, options.width, 7)),
  ];
}

/** A line or more for each expectation that is for this model; in a full report for the others as well. */
export function expectationLines(results: ExpectationResult[], options: TextOptions): string[] {
  const shown = results.filter(({ status }) => options.full || status !== 'skipped');
  return shown.flatMap((result) => resultLines(result, options));
}
