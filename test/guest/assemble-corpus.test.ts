import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findToolchain, runTool } from '../../src/guest/gnu/tools.ts';
import { allCases, assembleCase, assembleCaseWithGnu, GOLDEN, type Memory } from './corpus/cases.ts';

/** UPDATE_GOLDEN=1 writes down what GNU as and ld make of every case. */
const isUpdate = process.env.UPDATE_GOLDEN === '1';

/** What the stored results were made with; other releases may differ in what the manual leaves open. */
const RELEASE = /^GNU assembler .* 2\.40/;

function hasThatRelease(): boolean {
  try {
    const { assembler } = findToolchain();
    return RELEASE.test(runTool(assembler, ['--version'], '.').stdout);
  } catch {
    return false;
  }
}

function readGolden(): Record<string, Memory> {
  return JSON.parse(readFileSync(GOLDEN, 'utf8'));
}

function writeGolden(): void {
  const results = Object.fromEntries(allCases().map((example) => [example.name, assembleCaseWithGnu(example)]));
  writeFileSync(GOLDEN, `${JSON.stringify(results, undefined, 1)}\n`);
}

if (isUpdate) writeGolden();
const golden = readGolden();
const cases = allCases();

describe('programs that GNU as and the built-in assembler must turn into the same bytes', () => {
  it('are at least 250, each with a name of its own', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(250);
  });

  it('all have a stored result, and no result is left over', () => {
    expect(Object.keys(golden).sort()).toEqual(cases.map(({ name }) => name).sort());
  });

  it.each(cases)('$name', (example) => {
    expect(assembleCase(example)).toEqual(golden[example.name]);
  });
});

describe.runIf(hasThatRelease())('the stored results', () => {
  const files = [...new Set(cases.map(({ name }) => name.split(':')[0]!))];

  it.each(files)('are what GNU as and ld here make of the %s', { timeout: 60_000 }, (file) => {
    for (const example of cases.filter(({ name }) => name.startsWith(`${file}:`))) {
      expect(assembleCaseWithGnu(example), example.name).toEqual(golden[example.name]);
    }
  });
});
