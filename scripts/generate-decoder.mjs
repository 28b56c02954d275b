/** Writes assembly/a64/generated/ from the encoding table and the semantics (scripts/decoder/generate.ts). */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'build', 'generate-decoder.mjs');

/** Runs the generator. It is TypeScript and reads tables in TypeScript, so it is bundled first. */
export async function generateDecoder() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/decoder/generate.ts'],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
  });
  const generator = await import(pathToFileURL(bundle).href);
  generator.generateDecoder(root);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await generateDecoder();
