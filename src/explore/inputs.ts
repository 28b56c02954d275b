import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../guest/source.ts';
import { findScenarios } from './scenarios/index.ts';
import type { Scenario } from './scenarios/language.ts';

/** What a word of the command line stands for. */
export type ExploreInput = { kind: 'scenario'; scenario: Scenario } | { kind: 'litmus'; file: string };

/** A file of herd's that lists tests, one a line; others of the kind may be among them. */
function readList(file: string): string[] {
  const names = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  return names.flatMap((name) => litmusFiles(join(dirname(file), name)));
}

/** Tests in a folder and those below it, by name. */
function readFolder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return readFolder(path);
    return entry.name.endsWith('.litmus') ? [path] : [];
  });
}

/** Throws InputError for a folder or a list without tests. */
function litmusFiles(path: string): string[] {
  const folder = statSync(path).isDirectory();
  if (!folder && !/(^|\/)@[^/]*$/.test(path)) return [path];
  const files = folder ? readFolder(path) : readList(path);
  if (files.length === 0)
    throw new InputError(`${path}: no litmus test (.litmus) in this ${folder ? 'folder' : 'list'}`);
  return files;
}

/** Scenarios by name, litmus files, folders of them and lists (`@all`). Throws InputError for a name that is none of these. */
export function resolveInput(name: string): ExploreInput[] {
  const scenarios = findScenarios(name);
  if (scenarios.length > 0) return scenarios.map((scenario) => ({ kind: 'scenario', scenario }));
  try {
    return litmusFiles(name).map((file) => ({ kind: 'litmus', file }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new InputError(`${name}: no such file, and no scenario of that name (trapline explore --list shows them)`);
  }
}

/** What a file of kinds expects of a test. */
export type Kind = 'Allowed' | 'Forbidden' | 'Required';

/** Reads herd's lists of expected results: a name and Allowed, Forbidden or Required a line. */
export function readKinds(file: string): Map<string, Kind> {
  const kinds = new Map<string, Kind>();
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const text = line.replace(/#.*/, '').trim();
      if (text === '') return;
      const match = /^(\S+)\s+(Allow|Forbid|Require)/.exec(text);
      if (!match) {
        const message = "expected a test's name and Allowed, Forbidden or Required";
        throw new InputError(message, [{ file, line: index + 1, column: 1, message, text: line }]);
      }
      kinds.set(
        match[1]!,
        ({ Allow: 'Allowed', Forbid: 'Forbidden', Require: 'Required' } as const)[match[2] as 'Allow'],
      );
    });
  return kinds;
}
