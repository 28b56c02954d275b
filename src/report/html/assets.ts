import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../../guest/source.ts';

/**
 * A built file of the page, looked for upwards from this file, wherever bundling has put it. Throws EnvironmentError
 * where it has not been built.
 */
function readAsset(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let depth = 0; depth < 5; depth++) {
    for (const file of [join(folder, name), join(folder, 'dist', name)]) {
      if (existsSync(file)) return readFileSync(file, 'utf8');
    }
    folder = dirname(folder);
  }
  throw new EnvironmentError(`dist/${name} does not exist`, 'npm run build');
}

/** Script and style of the page, as scripts/build.mjs bundles them from src/web/. */
export function readAssets(): { script: string; style: string } {
  return { script: readAsset('report-page.js'), style: readAsset('report-page-style.css') };
}
