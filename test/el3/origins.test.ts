import { describe, expect, it } from 'vitest';
import type { Writer } from '../../src/engine/record.ts';
import { Platform } from './fixture.ts';

const FFA_VERSION = 0x8400_0063n;
const REQUEST_64 = 0xc400_006fn;
const RUN = 0x8400_006dn;
const interrupted = ['0x8001: on REQ64 interrupt, then RESP64'];
const canaries = (first: bigint) => Array.from({ length: 10 }, (_, n) => first + BigInt(n));
const nothing = [0n, 0n, 0n, 0n, 0n, 0n];

/** Who wrote x8 to x17 of FFA_VERSION, and of the response that FFA_RUN ends with; and what came. */
function outcome(firmware: string): { version: Writer[]; run: Writer[]; x: bigint[] } {
  const platform = new Platform(firmware, { partitions: interrupted });
  const version = platform.smc(FFA_VERSION, 0x10002n, ...nothing, ...canaries(0x100n));
  platform.smc(REQUEST_64, 0x8001n, ...nothing, ...canaries(0x200n));
  const run = platform.smc(RUN, 0x8001_0000n, ...nothing, ...canaries(0x300n));
  const distinct = (writers: Writer[]) => [...new Set(writers.slice(8, 18))];
  return { version: distinct(version.writers), run: distinct(run.writers), x: run.after.x.slice(8, 18) };
}

describe('x8 to x17 of an answer', () => {
  it.each([
    ['tfa-spmd+hafnium', 'caller', 'stale', canaries(0x200n)],
    ['tfa-spmd+optee', 'caller', 'partition', canaries(0n).map(() => 0n)],
    ['preserving', 'caller', 'caller', canaries(0x300n)],
    ['zeroing', 'el3', 'el3', canaries(0n).map(() => 0n)],
  ])('are of whom the record says, with %s', (firmware, version, run, x) => {
    expect(outcome(firmware)).toEqual({ version: [version], run: [run], x });
  });
});
