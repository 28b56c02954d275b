import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../../../src/guest/encode/index.ts', import.meta.url));

/** Encodes the instructions of a small stub once in a new process and prints the CPU time in ms. */
const program = `
import { createTableEncoder } from './encode.mjs';
const lines = [['mov', 'x29, sp'], ['stp', 'x29, x30, [sp, #-16]!'], ['movz', 'x0, #0x8400, lsl #16'],
  ['ldr', 'x1, [x2, #8]'], ['bl', '0x40'], ['cmp', 'x0, #1'], ['b.ne', '0x80'],
  ['mrs', 'x3, currentel'], ['smc', '#0'], ['brk', '#0']];
const context = { address: 0n, evaluate: (text) => BigInt(text), alias: () => undefined };
const start = process.cpuUsage();
const encoder = createTableEncoder();
for (const [mnemonic, operands] of lines) {
  encoder.encode({ mnemonic, operands, mnemonicColumn: 1, operandsColumn: 7 }, context);
}
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000);
`;

describe('starting up', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'encode-'));
    const outfile = join(folder, 'encode.mjs');
    buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
    writeFileSync(join(folder, 'main.mjs'), program);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes under 15 ms of CPU time for the first instructions of a process', () => {
    const runs = Array.from({ length: 7 }, () => spawnSync(process.execPath, [join(folder, 'main.mjs')]));
    const times = runs.map((run) => Number(run.stdout.toString()));
    expect(Math.min(...times)).toBeGreaterThan(0);
    expect(Math.min(...times)).toBeLessThan(15);
  });
});
