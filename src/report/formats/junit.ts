/** The report of a batch as JUnit XML, in the form that CI systems read: suites, cases, one failure a case. */
import type { BatchReport, StubResult } from '../batch.ts';
import { casesOf, type TestCase } from './cases.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Whether XML 1.0 can hold the character at all (2.2, Char). */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

/** Text for an element; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  const allowed = [...text].map((character) => (isXmlCharacter(character.codePointAt(0)!) ? character : '\ufffd'));
  return allowed.join('').replace(/[&<>]/g, (character) => entities[character]!);
}

function attribute(text: string): string {
  return escapeXml(text).replace(/["'\n\t]/g, (character) => entities[character]!);
}

function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${attribute(String(value))}"`)
    .join('');
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/** `guest-asm/preserve/id-get.S` as a reader of classes and packages likes it: `guest-asm.preserve.id-get`. */
function className(stub: string): string {
  return stub
    .replace(/\.[^./]*$/, '')
    .replace(/^[./]+/, '')
    .replaceAll('/', '.');
}

function inner({ outcome, message, kind, lines }: TestCase): string[] {
  if (outcome === 'pass') return [];
  if (outcome === 'skip') return [`      <skipped${attributes({ message })}/>`];
  const tag = outcome === 'error' ? 'error' : 'failure';
  return [`      <${tag}${attributes({ message, type: kind })}>${escapeXml(lines.join('\n'))}</${tag}>`];
}

function caseLines(test: TestCase): string[] {
  const { stub: file, name, milliseconds } = test;
  const head = attributes({ classname: className(file), name, file, time: seconds(milliseconds) });
  const body = inner(test);
  return body.length > 0 ? [`    <testcase${head}>`, ...body, '    </testcase>'] : [`    <testcase${head}/>`];
}

function counts(cases: readonly TestCase[]) {
  const number = (outcome: TestCase['outcome']) => cases.filter((test) => test.outcome === outcome).length;
  return {
    tests: cases.length,
    failures: number('fail'),
    errors: number('error'),
    skipped: number('skip'),
    time: seconds(cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  };
}

function suite(stub: StubResult): string[] {
  const cases = casesOf(stub);
  return [
    `  <testsuite${attributes({ name: stub.stub, ...counts(cases) })}>`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ];
}

/** One suite a stub, one case a cell. Ends with a newline. */
export function renderJunit({ stubs }: BatchReport): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'trapline', ...counts(stubs.flatMap(casesOf)) })}>`,
    ...stubs.flatMap(suite),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}
