import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { Complaint } from './complaint.ts';
import { SourceFile } from './placed-text.ts';

/** Reads files for `.include` and `.incbin`. */
export class FileFinder {
  readonly #searchPaths: readonly string[];

  constructor(searchPaths: readonly string[]) {
    this.#searchPaths = searchPaths;
  }

  /** Looks beside the file that names it, then along the search paths. Throws a fatal Complaint at `offset`. */
  read(name: string, includer: string, limit: number, offset: number): { path: string; bytes: Uint8Array } {
    if (name === '') throw new Complaint('the file name is empty', offset);
    if (name.includes('\0')) throw new Complaint('a file name holds no NUL', offset);
    for (const folder of [dirname(includer), ...this.#searchPaths]) {
      const path = isAbsolute(name) ? name : join(folder, name);
      if (!isFile(path)) continue;
      return { path, bytes: readLimited(path, limit, offset) };
    }
    const places = [dirname(includer), ...this.#searchPaths].map(shown).join(', ');
    throw new Complaint(`there is no file ${name} in ${places}`, offset, { fatal: true });
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function readLimited(path: string, limit: number, offset: number): Uint8Array {
  try {
    if (statSync(path).size <= limit) return readFileSync(path);
  } catch (error) {
    throw new Complaint(`${shown(path)} cannot be read: ${(error as Error).message}`, offset, { fatal: true });
  }
  throw new Complaint(`${shown(path)} is larger than ${limit} bytes`, offset, { fatal: true });
}

/** A path as the user best recognises it: relative to the working directory where it lies below. */
export function shown(path: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}

/** Source text as a file with lines. Throws a Complaint at `offset` where the bytes are no UTF-8 text. */
export function sourceFile(path: string, bytes: Uint8Array, offset: number): SourceFile {
  if (bytes.includes(0)) throw new Complaint(`${shown(path)} holds NUL bytes: it is not a source text`, offset);
  try {
    return new SourceFile(shown(path), new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Complaint(`${shown(path)} is not UTF-8 text`, offset);
  }
}
