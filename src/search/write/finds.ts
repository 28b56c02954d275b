/** Puts what a search has found into files. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../guest/source.ts';
import { extentText, type WrittenFind } from '../report.ts';
import type { SearchFind, SearchReport } from '../search.ts';
import type { SearchSetup } from '../setup.ts';
import { writeVerifiedStub } from './verified.ts';

/** Where finds go, and what their headers say. */
export interface WriteOptions {
  /** A file, or a folder; undefined for the current folder. */
  output: string | undefined;
  /** The command that made the search. */
  command: string;
  seed: bigint;
  /** `//! firmware` of the stubs. */
  firmware: string;
}

function isFolder(path: string): boolean {
  return path.endsWith('/') || (existsSync(path) && statSync(path).isDirectory());
}

/** A name by what was found. */
function nameOf({ goal, targets }: SearchSetup, kind: string): string {
  const models = targets.map(({ model }) => model).join(' and ');
  return `${goal.kind === 'between' ? models : `${kind} on ${models}`}.S`.replace(/[^\w.=-]+/g, '-');
}

function fileOf(output: string | undefined, setup: SearchSetup, kind: string, alone: boolean): string {
  if (output === undefined) return nameOf(setup, kind);
  if (isFolder(output)) return join(output, nameOf(setup, kind));
  if (!alone) throw new InputError(`--output ${output}: there is more than one find, so it must be a folder`);
  return output;
}

function howText(report: SearchReport, { sequence, walkSeed }: SearchFind): string {
  if (walkSeed !== undefined) return `a random sequence, made small. ${extentText(report)}.`;
  const calls = sequence.moves.length;
  const { states, transitions } = report.breadth;
  const shorter = calls === 0 ? 'no call is needed' : `no sequence of fewer calls than ${calls} does it`;
  return `${shorter} (${states} states, ${transitions} transitions).`;
}

/** Writes a stub for each find, verified by running it. Throws InputError where `output` cannot take them all. */
export async function writeFinds(
  setup: SearchSetup,
  report: SearchReport,
  { output, command, seed, firmware }: WriteOptions,
): Promise<WrittenFind[]> {
  const written: WrittenFind[] = [];
  const alone = report.finds.length === 1;
  const files = report.finds.map(({ kind }) => fileOf(output, setup, kind, alone));
  for (const [index, find] of report.finds.entries()) {
    const header = { command, seed, firmware, how: howText(report, find), kind: find.kind };
    await writeVerifiedStub(files[index]!, setup, find.sequence, report.contents, header);
    written.push({ find, file: files[index]! });
  }
  return written;
}
