/**
 * Runs random instructions on the interpreter and on libunicorn for some seeds, and adds what came of it to
 * docs/lockstep.json, of which scripts/generate.mjs makes docs/lockstep.md. A campaign of the same command is replaced.
 *
 *   node scripts/lockstep.mjs 10000000 11 12 13
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [count = '10000000', ...seeds] = process.argv.slice(2);
if (!/^\d+$/.test(count) || seeds.length === 0 || seeds.some((seed) => !/^\d+$/.test(seed))) {
  console.error('usage: node scripts/lockstep.mjs INSTRUCTIONS SEED…');
  process.exit(2);
}

/** One campaign; ends everything where it could not run. */
function run(seed) {
  const args = [join(root, 'dist/trapline.js'), 'lockstep', '--random', count, '--seed', seed, '--format', 'json'];
  const start = performance.now();
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0 && status !== 1) process.exit(status ?? 1);
  const report = JSON.parse(stdout);
  console.log(
    `seed ${seed}: ${report.instructions} instructions, ${report.unexplained.length} unexplained differences`,
  );
  return { report, seconds: Math.round((performance.now() - start) / 1000) };
}

const results = seeds.map(run);
const record = {
  command: ['node scripts/lockstep.mjs', count, ...seeds].join(' '),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  module: createHash('sha256')
    .update(readFileSync(join(root, 'build/trapline.wasm')))
    .digest('hex'),
  libunicorn: results[0].report.libunicorn,
  runs: results.map(({ report, seconds }) => ({
    seed: report.seed,
    instructions: report.instructions,
    seconds,
    unexplained: report.unexplained.length,
    memoryEqual: report.memory_equal,
    explained: report.explained,
    coverage: report.coverage,
  })),
};
const file = join(root, 'docs/lockstep.json');
const others = JSON.parse(readFileSync(file, 'utf8')).filter(({ command }) => command !== record.command);
writeFileSync(file, `${JSON.stringify([...others, record], undefined, 2)}\n`);
