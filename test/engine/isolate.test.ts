import { afterAll, describe, expect, it } from 'vitest';
import type { JobResult } from '../../src/engine/engine.ts';
import { runJobs, startEngineProcess, stopEngineProcess } from '../../src/engine/isolate.ts';
import { describeWith, has } from '../support/needs.ts';
import * as g from './guest.ts';
import { job } from './jobs.ts';

const at = (instruction: number) => g.START + BigInt(4 * instruction);
const FFA_VERSION = 0x8400_0063n;
/** FADD of a size that does not exist: libunicorn 2.0 has an assertion against it. */
const ABORTS = 0x4ec925d8;

const askVersion = [...g.mov(0, FFA_VERSION), g.movz(1, 1, 1), g.smc(), g.END];

afterAll(stopEngineProcess);

describe('jobs run in a process of their own', () => {
  it('and their records come back in order, bit for bit', async () => {
    startEngineProcess();
    const patterns = [1n, 0xffff_ffff_ffff_ffffn, 0x8000_0000_0000_0000n, 0x0123_4567_89ab_cdefn];
    const jobs = patterns.map((x20) => {
      const x = new Array(31).fill(0n);
      x[20] = x20;
      return job(askVersion, { initial: { x }, watch: [at(6)] });
    });
    const records = await runJobs(jobs);
    records.forEach((record, n) => {
      expect(record.stop).toMatchObject({ kind: 'brk', pc: at(6), immediate: 0 });
      expect(record.boot.result).toBe(0);
      expect(record.traps).toHaveLength(1);
      expect(record.traps[0]!.before.x.slice(0, 2)).toEqual([FFA_VERSION, 0x10000n]);
      expect(record.traps[0]!.exception.elr).toBe(at(5));
      expect(record.arrivals[0]!.registers.x[20]).toBe(patterns[n]);
      expect(record.final.x[20]).toBe(patterns[n]);
      expect(record.engine).toMatch(has('libunicorn') ? /^libunicorn 2\./ : /^core/);
    });
  });

  it('and a hypervisor that does not come up never starts the guest', async () => {
    const notTheHost = [{ name: 'id', value: '5' }];
    const [record] = await runJobs([job([g.END], {}, 'pkvm/v6.6', notTheHost)]);
    expect(record!.boot.result).toBe(-22);
    expect(record!.stop).toMatchObject({ kind: 'boot-failed', pc: g.START });
    expect(record!.instructions).toBe(0);
  });

  it("and a program that does not fit the guest's memory is the user's error", async () => {
    const bad = job([g.END], { also: [[0x800f0000n, [g.NOP]]] });
    await expect(runJobs([bad])).rejects.toMatchObject({ name: 'InputError' });
  });
});

describeWith('libunicorn', 'a job that takes its process down', () => {
  it('becomes an engine failure that names the signal and the last address, and the next jobs run', async () => {
    const wild = job([g.NOP, g.NOP, g.b(1), ABORTS, g.END]);
    const records = await runJobs([job(askVersion), wild, job(askVersion)]);
    expect(records.map(({ stop }) => stop.kind)).toEqual(['brk', 'engine-failure', 'brk']);
    expect(records[1]!.stop).toMatchObject({ pc: at(2) });
    expect(records[1]!.stop.detail).toContain('SIGABRT');
    expect(records[1]!.stop.detail).toContain('4ec925d8');
    expect(records[1]).toMatchObject({ instructions: 3, traps: [], final: { pc: at(2) } });
  });

  it('or does not end by itself is killed, and says where it was', async () => {
    const endless = job([g.NOP, g.b(0)], { limits: { instructions: 1e12, milliseconds: 600_000 } });
    // A second after its start, long before its own limit: a job that nobody kills outlives this test.
    const [record, next] = await runJobs([endless, job([g.END], { limits: { milliseconds: 660_000 } })], {
      grace: -599_000,
    });
    expect(record!.stop).toMatchObject({ kind: 'time-limit', pc: at(1) });
    expect(record!.instructions).toBeGreaterThan(1000);
    expect(next!.stop.kind).toBe('brk');
  });
});

describe('no sequence of instruction words is a crash for the caller', () => {
  /** Marsaglia's xorshift: the same programs on every run. */
  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state >>> 0;
    };
  }

  const VECTORS = 0x80700000n;
  const nextInstruction = [g.mrs(28, g.SYSTEM.ELR_EL1), g.add(28, 28, 4), g.msr(g.SYSTEM.ELR_EL1, 28), g.ERET];
  const vectors: [bigint, number[]][] = [0n, 0x200n, 0x400n].map((offset) => [VECTORS + offset, nextInstruction]);
  const setVectors = [...g.mov(28, VECTORS), g.msr(g.SYSTEM.VBAR_EL1, 28)];
  const limits = { instructions: 500, traps: 20, milliseconds: 2_000 };

  /** Random words; half of the programs skip what is undefined, so that more of it executes. */
  function wildJob(random: () => number, n: number) {
    const words = Array.from({ length: 24 }, random);
    const x = Array.from({ length: 31 }, () =>
      random() & 1 ? 0x80000000n + BigInt(random() & 0xffffff) : BigInt(random()),
    );
    const pstate = n % 8 === 7 ? g.EL0T : g.EL1H;
    if (n % 2 === 0) return job([...setVectors, ...words, g.END], { initial: { x, pstate }, also: vectors, limits });
    return job([...words, g.END], { initial: { x, pstate }, limits });
  }

  it('each of 400 random programs ends with a stop reason', async () => {
    const random = generator(0x5eed);
    const jobs = Array.from({ length: 400 }, (_, n) => wildJob(random, n));
    const records: JobResult[] = await runJobs(jobs);
    expect(records).toHaveLength(400);
    for (const { stop, instructions } of records) {
      expect(stop.kind).not.toBe('time-limit');
      expect(stop.detail).not.toBe('');
      expect(instructions).toBeLessThanOrEqual(limits.instructions);
    }
    const kinds = new Set(records.map(({ stop }) => stop.kind));
    expect(kinds.has('undefined-instruction') && kinds.has('memory-fault')).toBe(true);
  });
});
