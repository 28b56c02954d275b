import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultExploreOptions, type Exploration, type ExploreOptions, explore } from '../../src/explore/explore.ts';
import { readKinds, resolveInput } from '../../src/explore/inputs.ts';
import { type LoadedTest, loadLitmus } from '../../src/explore/load-test.ts';
import { printState } from '../../src/explore/outcome/print.ts';
import { InputError } from '../../src/guest/source.ts';

export const litmusFolder = fileURLToPath(new URL('../../litmus', import.meta.url));

/** Every test of the collection with what the architecture says of it. */
export const kinds = readKinds(`${litmusFolder}/kinds.txt`);

export const collection: { name: string; loaded: LoadedTest }[] = resolveInput(litmusFolder).map((input) => {
  if (input.kind !== 'litmus') throw new Error('the folder holds litmus tests only');
  const loaded = loadLitmus(readFileSync(input.file, 'utf8'), input.file);
  return { name: loaded.test.name, loaded };
});

/** A test from its parts: declarations, a column of instructions for each thread, and what stands behind them. */
export function litmus(initial: string, threads: string[][], ending: string): string {
  const height = Math.max(...threads.map((lines) => lines.length));
  const rows = Array.from({ length: height }, (_, row) => `${threads.map((lines) => lines[row] ?? '').join(' | ')} ;`);
  const header = `${threads.map((_, index) => `P${index}`).join(' | ')} ;`;
  return ['AArch64 test', `{ ${initial} }`, header, ...rows, ending, ''].join('\n');
}

export function exploreText(text: string, options: Partial<ExploreOptions> = {}): Exploration {
  return explore(loadLitmus(text, 'test.litmus'), { ...defaultExploreOptions, ...options });
}

/** The final states as printed, each once. */
export function states({ outcomes, loaded }: Exploration): string[] {
  const { observables } = loaded.question;
  return [...new Set(outcomes.map(({ values }) => printState(observables, values, loaded.program)))];
}

/** States and whether they satisfy the condition: what two explorations have to agree on. */
export function judgedStates({ outcomes, loaded }: Exploration): string[] {
  const { observables } = loaded.question;
  return outcomes.map(({ values, holds }) => `${printState(observables, values, loaded.program)} ${holds}`).sort();
}

/** Line, column and message of the first complaint about a text. */
export function complaint(use: () => unknown): string {
  try {
    use();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [first] = error.diagnostics;
    return first ? `${first.line}:${first.column} ${first.message}` : error.message;
  }
  throw new Error('nothing was wrong');
}
