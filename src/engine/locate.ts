import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../guest/source.ts';

/**
 * A built file, looked for under each of the names in the folders from this file upwards, wherever bundling has put it:
 * `build/` and `dist/` stand beside `src/`. Throws EnvironmentError where it has not been built.
 */
function locate(names: readonly string[], built: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let depth = 0; depth < 4; depth++) {
    for (const file of names.map((name) => join(folder, name))) if (existsSync(file)) return file;
    folder = dirname(folder);
  }
  throw new EnvironmentError(`${built} does not exist`, 'npm run build');
}

/** The bundle of a process or thread. Throws EnvironmentError where it has not been built. */
export function locateBundle(name: string): string {
  return locate([name, join('dist', name)], `dist/${name}`);
}

/** The WebAssembly module. Throws EnvironmentError where it has not been built. */
export function locateWasm(): string {
  return locate([join('build', 'trapline.wasm')], 'build/trapline.wasm');
}
