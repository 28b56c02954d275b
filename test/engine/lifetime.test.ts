import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../support/needs.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapline-lifetime-'));
const script = join(folder, 'parent.mjs');

/** A parent that says the id of its engine's process, and then runs a guest that never ends, or nothing. */
const SOURCE = `
  import { EngineProcess } from ${JSON.stringify(join(root, 'src', 'engine', 'process.ts'))};
  import { job } from ${JSON.stringify(join(root, 'test', 'engine', 'jobs.ts'))};
  const engine = new EngineProcess(${JSON.stringify(join(root, 'dist', 'engine-child.js'))});
  const forever = { instructions: 1e15, traps: 1, milliseconds: 1e6 };
  if (process.argv[2] === 'busy') {
    engine.run(job([0x14000000], { limits: forever }), 1e6);
    const poll = setInterval(() => {
      if (engine.progress() === undefined) return;
      clearInterval(poll);
      console.log(engine.pid);
    }, 5);
  } else {
    console.log(engine.pid);
    if (process.argv[2] === 'idle') setInterval(() => {}, 1000);
  }
`;

beforeAll(async () => {
  await build({
    stdin: { contents: SOURCE, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    outfile: script,
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the parent; resolves with it and the id of its engine's process. */
function start(mode: string): Promise<{ parent: ChildProcess; engine: number }> {
  const parent = spawn(process.execPath, [script, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    parent.stdout!.once('data', (text) => resolve({ parent, engine: Number(text) }));
    parent.once('close', (code) => reject(new Error(`the parent ended with code ${code}`)));
  });
}

/** Whether a process still runs; one that only waits to be reaped does not. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && runs(pid); tries++) await new Promise((resolve) => setTimeout(resolve, 30));
  return !runs(pid);
}

describe.runIf(process.platform === 'linux' && has('libunicorn'))(
  "the engine's process does not outlive its parent",
  () => {
    it.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)('killed by %s while a guest runs', async (signal) => {
      const { parent, engine } = await start('busy');
      expect(runs(engine)).toBe(true);
      parent.kill(signal);
      expect(await gone(engine)).toBe(true);
    });

    it('killed while no guest runs', async () => {
      const { parent, engine } = await start('idle');
      parent.kill('SIGKILL');
      expect(await gone(engine)).toBe(true);
    });

    it('that ends by itself: a waiting process does not keep it', async () => {
      const { parent, engine } = await start('nothing');
      const code = await new Promise((resolve) => parent.once('close', resolve));
      expect(code).toBe(0);
      expect(await gone(engine)).toBe(true);
    });
  },
);
