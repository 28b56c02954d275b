import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isStubText } from '../../guest/load.ts';
import { InputError } from '../../guest/source.ts';

/** Files of a folder and of the folders in it. */
function stubsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isStubText(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function stubsAt(path: string): string[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) throw new InputError(`${path}: there is no such file or folder`);
  if (!status.isDirectory()) return [path];
  const found = stubsIn(path);
  if (found.length === 0) throw new InputError(`${path}: no stub (.S, .s) in this folder`);
  return found;
}

/**
 * The stubs that are meant: files as they are, and the text files (.S, .s, .asm) of folders, all levels down. Sorted by
 * path, each once. Throws InputError for a path that is not there and a folder without stubs.
 */
export function findStubs(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap(stubsAt))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
