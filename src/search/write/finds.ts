/** Puts what a search has found into files. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../guest/source.ts';
import { extentText, type WrittenFind } from '../report.ts';
import type { SearchFind, SearchReport } from '../search.ts';
import type { SearchSetup } from '../setup.ts';
import { writeVerifiedVector } from './vector.ts';
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

/** Throws InputError, before anything is looked for, where finds would have to go into what is no folder. */
export function checkOutput(output: string): void {
  let folder = isFolder(output) ? resolve(output) : dirname(output);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) throw new InputError(`--output ${output}: ${folder} is a file, not a folder`);
}

/** Whether more VMs than the first call: that is a record, no stub. */
function callsOfOthers({ sequence }: SearchFind): boolean {
  return sequence.moves.some(({ call }) => call.vm !== 0);
}

/** A name by what was found. */
function nameOf({ goal, targets }: SearchSetup, find: SearchFind): string {
  const models = targets.map(({ model }) => model).join(' and ');
  const ending = callsOfOthers(find) ? 'jsonl' : 'S';
  return `${goal.kind === 'between' ? models : `${find.kind} on ${models}`}.${ending}`.replace(/[^\w.=-]+/g, '-');
}

function fileOf(output: string | undefined, setup: SearchSetup, find: SearchFind, alone: boolean): string {
  if (output === undefined) return nameOf(setup, find);
  if (isFolder(output)) return join(output, nameOf(setup, find));
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
  const files = report.finds.map((find) => fileOf(output, setup, find, alone));
  for (const [index, find] of report.finds.entries()) {
    const header = { command, seed, firmware, how: howText(report, find), kind: find.kind };
    const file = files[index]!;
    mkdirSync(dirname(file), { recursive: true });
    if (callsOfOthers(find)) await writeVerifiedVector(file, setup, find.sequence, report.contents);
    else await writeVerifiedStub(file, { ...setup, vms: 1 }, find.sequence, report.contents, header);
    written.push({ find, file });
  }
  return written;
}
