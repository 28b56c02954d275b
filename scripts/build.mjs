/** Builds build/trapline.wasm (asc) and the command line's bundles in dist/ (esbuild). */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generateDecoder } from './generate-decoder.mjs';
import { optimize } from './optimize.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Compiles the module. Throws with the compiler's own messages where it does not compile. */
export async function buildWasm() {
  mkdirSync(join(root, 'build'), { recursive: true });
  await generateDecoder();
  const asc = join(dirname(require.resolve('assemblyscript/package.json')), 'bin', 'asc.js');
  execFileSync(process.execPath, [asc, '--config', 'asconfig.json', '--target', 'release'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const file = join(root, 'build', 'trapline.wasm');
  writeFileSync(file, await optimize(readFileSync(join(root, 'build', 'compiled.wasm'))));
}

/** Entry points of the command line; each exists once its part of the project does. */
const entries = {
  trapline: 'src/cli/main.ts',
  'engine-child': 'src/engine/child.ts',
  'batch-child': 'src/run/batch/child.ts',
  'replay-worker': 'src/replay/worker.ts',
  'fuzz-worker': 'src/fuzz/worker.ts',
  'search-worker': 'src/search/worker.ts',
};

/** Bundles script and style of the HTML report, which carries them inside. */
async function bundlePage(build) {
  await build({
    absWorkingDir: root,
    entryPoints: { 'report-page': 'src/web/main.ts', 'report-page-style': 'src/web/style/page.css' },
    outdir: 'dist',
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2022'],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  });
}

/** Bundles the command line: start-up is part of what a user waits for, so there is one file to load, not eighty. */
export async function bundle() {
  const { build } = await import('esbuild');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file)))),
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    chunkNames: 'chunks/[name]-[hash]',
  });
  await bundlePage(build);
  const command = join(root, 'dist', 'trapline.js');
  if (existsSync(command)) chmodSync(command, 0o755);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildWasm();
  await bundle();
}
