/**
 * Writes what is derived from running things: test/conformance/*.md. The project must have been built (npm run
 * build).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'build', 'conformance.mjs');
mkdirSync(dirname(bundle), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['test/conformance/documents.ts'],
  bundle: true,
  outfile: bundle,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  logLevel: 'warning',
});
const { documents } = await import(pathToFileURL(bundle).href);
for (const [name, text] of Object.entries(await documents())) {
  writeFileSync(join(root, 'test', 'conformance', name), text);
  console.error(`wrote test/conformance/${name}`);
}
