import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exploreStubs, type StubExploration } from '../../../src/explore/stubs/explore.ts';
import { loadStubs, type StubSystem } from '../../../src/explore/stubs/load.ts';
import type { StubLimits } from '../../../src/explore/stubs/search.ts';
import { defaultScenarioOptions } from '../../../src/run/prepare.ts';

const folder = mkdtempSync(join(tmpdir(), 'stubs-'));
let files = 0;

/** A file with this text. */
export function stubFile(text: string): string {
  files += 1;
  const file = join(folder, `stub-${files}.S`);
  writeFileSync(file, text);
  return file;
}

export const limits: StubLimits = {
  granularity: 'accesses',
  states: 50_000,
  milliseconds: 60_000,
  preemptions: undefined,
};

/** Stubs on vCPUs, on the first of their models. */
export function systemOf(texts: string[], vcpus = Math.max(2, texts.length), models: string[] = []): StubSystem {
  return loadStubs(texts.map(stubFile), { ...defaultScenarioOptions, vcpus, models }, 1n)[0]!;
}

export function explored(system: StubSystem, changes: Partial<StubLimits> = {}): StubExploration {
  return exploreStubs(system, { ...limits, ...changes });
}

/** A register of each outcome, as numbers, in order. */
export function values({ outcomes }: StubExploration, vcpu: number, register: number): number[] {
  const found = outcomes.map(({ replay }) => Number(replay.runs[vcpu]!.final.x[register]));
  return [...new Set(found)].sort((a, b) => a - b);
}
