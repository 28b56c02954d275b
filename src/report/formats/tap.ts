/** The report of a batch in the Test Anything Protocol, version 14. */
import type { BatchReport } from '../batch.ts';
import { countText } from '../batch-text.ts';
import { batchCases, type TestCase } from './cases.ts';

/** `#` would start a directive, `\` escapes it; a description is one line. */
function description(text: string): string {
  return text.replace(/[\\#]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A YAML block. JSON strings are YAML's double-quoted ones; lines go into a literal, which every reader takes as it is. */
function block({ message, kind, outcome, lines }: TestCase): string[] {
  return [
    '  ---',
    `  message: ${JSON.stringify(message)}`,
    `  severity: ${outcome === 'error' ? 'error' : 'fail'}`,
    `  kind: ${JSON.stringify(kind)}`,
    '  details: |',
    ...lines.map((line) => `    ${line.replace(/\s+/g, ' ')}`),
    '  ...',
  ];
}

function caseLines(test: TestCase, number: number): string[] {
  const what = test.outcome === 'error' ? `${test.stub}: ${test.name}` : `${test.stub} on ${test.name}`;
  const text = `${number} - ${description(what)}`;
  if (test.outcome === 'pass') return [`ok ${text}`];
  if (test.outcome === 'skip') return [`ok ${text} # SKIP ${description(test.message)}`];
  return [`not ok ${text}`, ...block(test)];
}

/** One test point a cell. Ends with a newline. */
export function renderTap(report: BatchReport): string {
  const cases = batchCases(report);
  const lines = [
    'TAP version 14',
    `1..${cases.length}`,
    ...cases.flatMap((test, index) => caseLines(test, index + 1)),
    `# ${countText(report)}`,
  ];
  return `${lines.join('\n')}\n`;
}
