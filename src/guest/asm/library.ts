import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string[] | undefined;

/** The folder of macros and constants that comes with Trapline, found upwards from this file or the bundle it is in. */
export function librarySearchPath(): string[] {
  if (found !== undefined) return found;
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'guest-asm', 'include');
    const parent = dirname(folder);
    if (existsSync(candidate)) found = [candidate];
    else if (parent === folder) found = [];
    if (found !== undefined) return found;
    folder = parent;
  }
}
