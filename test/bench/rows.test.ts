import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { loopWords, peerCheck } from '../../src/bench/guest-loop.ts';
import { Peer } from '../../src/bench/peer.ts';
import { BenchError, type BenchRow } from '../../src/bench/row.ts';
import { checkRow, SIXTY_LINES } from '../../src/bench/rows/commands.ts';
import { peerRow } from '../../src/bench/rows/peer-row.ts';
import { compileLibunicornPeer, peerTrapRows, qemuArguments } from '../../src/bench/rows/peers.ts';
import { benchRows } from '../../src/bench/rows/rows.ts';
import { findTools, requireTool, temporaryFolder } from '../../src/bench/tools.ts';
import { assembleText } from '../../src/guest/assemble.ts';
import { EnvironmentError } from '../../src/guest/source.ts';

const rows = benchRows();

describe('the table of benchmarks', () => {
  it('names each row once, in parts from general to special', () => {
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(\/[a-z0-9+-]+){1,2}$/);
  });

  it('says of every row what an operation is', () => {
    for (const { id, what } of rows) expect(what, id).toMatch(/^\S.{10,}[^.]$/);
  });

  it('knows of every row whether it can be measured here, and what installs what is missing', async () => {
    for (const { id, available } of rows) {
      const availability = await available();
      if (!availability.available) {
        expect(availability.reason, id).not.toBe('');
        expect(availability.remedy, id).not.toBe('');
      }
    }
  });
});

/** Sets a row up, runs `n` operations and tears it down; what it lacks instead, where it lacks something. */
async function tryOut(row: BenchRow, n: number): Promise<number | EnvironmentError> {
  const availability = await row.available();
  if (!availability.available) return new EnvironmentError(availability.reason, availability.remedy);
  try {
    await row.setUp();
    return await row.round(n);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  } finally {
    await row.tearDown();
  }
}

describe('every row', () => {
  // A slow one on less than it measures.
  const quick = [...rows.filter(({ slow }) => !slow), checkRow('guest-asm/share')];
  it.each(quick.map((row) => [row.id, row] as const))(
    '%s does what it measures, or says what is missing',
    async (_, row) => {
      const outcome = await tryOut(row, 1);
      if (outcome instanceof EnvironmentError)
        expect(outcome.remedy).toMatch(/^sudo apt-get install |^npm run build$|^git checkout /);
      else expect(outcome).toBeGreaterThan(0);
    },
  );
});

describe('the peers', () => {
  it.each(peerTrapRows().map((row) => [row.id, row] as const))(
    '%s takes as many traps as it is asked for',
    async (_, row) => {
      for (const n of [1, 2, 777]) {
        const outcome = await tryOut(row, n);
        if (!(outcome instanceof EnvironmentError)) expect(outcome).toBeGreaterThan(0);
      }
    },
  );

  it('add up what their hooks added, modulo 2^64', () => {
    const step = Array.from({ length: 16 }, (_, index) => index + 2).reduce((sum, i) => sum + i);
    expect(peerCheck(1)).toBe(BigInt(step));
    expect(peerCheck(2 ** 52)).toBe(BigInt.asUintN(64, 2n ** 52n * BigInt(step)));
  });

  it('are not believed where they computed something else', async () => {
    const script = `console.log('trapline-peer 1 wrong');
      process.stdin.on('data', () => console.log(['1', '1', '97'].map((digits) => digits.padStart(16, '0')).join(' ')));`;
    const row = peerRow({
      id: 'smc/wrong/x0',
      unit: 'ns',
      what: 'a peer that miscalculates',
      available: () => ({ available: true }),
      start: () => Peer.start('wrong', process.execPath, ['-e', script]),
      check: peerCheck,
      versions: ({ description }) => ({ wrong: description }),
    });
    await row.setUp();
    expect(row.versions?.()).toEqual({ wrong: 'wrong' });
    await expect(row.round(1)).rejects.toThrow(new BenchError('smc/wrong/x0: computed 0x97, not 0x98'));
    await row.tearDown();
  });
});

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('what the peers are built from', () => {
  it('the EL2 handler for QEMU assembles to the image that is part of the package', () => {
    const stored = readFileSync('bench/peers/prebuilt/qemu-el2.bin');
    if (findTools('aarch64-linux-gnu-as').length > 0) {
      execFileSync('sh', ['bench/peers/build.sh', folder.path], { stdio: 'pipe' });
      expect(readFileSync(`${folder.path}/qemu-el2.bin`).equals(stored)).toBe(true);
    }
    // Its guest is the loop that everybody runs.
    const loop = Buffer.from(Uint32Array.from(loopWords('smc')).buffer);
    expect(stored.indexOf(loop)).toBeGreaterThan(0);
    expect(qemuArguments('image.bin').join(' ')).toContain('loader,file=image.bin,addr=0x40200000');
  });

  it('the stub of 60 lines has 60 lines, and each of them means something to the assembler', () => {
    const text = readFileSync(SIXTY_LINES, 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(60);
    const image = assembleText(text, SIXTY_LINES);
    expect(image.symbols.get('negotiate')! - image.entry).toBe(16n);
    expect(image.segments.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(200);
  });

  it('the C peer compiles without a warning', () => {
    try {
      compileLibunicornPeer(folder.path);
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentError);
      return;
    }
    const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', 'bench/peers/libunicorn.c'];
    execFileSync(requireTool('cc'), flags, { stdio: 'pipe' });
  });

  it('a program that is not installed is named with the package that brings it', () => {
    const path = process.env.PATH;
    process.env.PATH = folder.path;
    try {
      expect(() => requireTool('qemu-aarch64')).toThrow('qemu-aarch64 missing');
      const row = peerTrapRows().find(({ id }) => id === 'smc/qemu-el2/save-restore')!;
      expect(row.available()).toEqual({
        available: false,
        reason: 'qemu-system-aarch64 missing',
        remedy: 'sudo apt-get install qemu-system-arm',
      });
    } finally {
      process.env.PATH = path;
    }
  });
});
