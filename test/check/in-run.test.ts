import { describe, expect, it } from 'vitest';
import { FFA_FEATURES, FFA_MEM_SHARE } from '../../assembly/ffa/ids.ts';
import * as layout from '../../assembly/layout.ts';
import { callTable } from '../../src/abi/table.ts';
import { checkTrap } from '../../src/check/check.ts';
import { endInRunCheck, startInRunCheck } from '../../src/check/in-run.ts';
import { type Profile, smccc12 } from '../../src/check/profiles.ts';
import { calleeSaved, smc32X8X17, smc64X8X17, undefinedValue, x4x7 } from '../../src/check/rules/convention.ts';
import { Machine } from '../../src/engine/machine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../../src/engine/models.ts';
import type { RegisterFile, TrapRecord } from '../../src/engine/record.ts';

/** What the profile smccc-1.2 says of registers that come back. */
const preservation: Profile = { ...smccc12, rules: [undefinedValue, x4x7, smc32X8X17, smc64X8X17, ...calleeSaved] };

const BRK = 0xd4200000;
const SMC = 0xd4000003;
const HVC = 0xd4000002;
const start = BigInt(layout.RAM_BASE);

/** A generator of 32-bit numbers (xorshift), so that a failure can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function wide(next: () => number): bigint {
  return (BigInt(next()) << 32n) | BigInt(next());
}

function registers(next: () => number, x0: number, x1: number): RegisterFile {
  const x = Array.from({ length: 31 }, () => wide(next));
  x[0] = BigInt(x0);
  x[1] = BigInt(x1);
  const v = Array.from({ length: 32 }, () => (wide(next) << 64n) | wide(next));
  return { x, spEl0: wide(next) & ~15n, spEl1: 0x800f0000n, pc: start, pstate: 0xa0000bc5n, v, fpsr: 1n, fpcr: 0n };
}

function machine(model: string, undefinedFill = 0n): Machine {
  const made = new Machine({
    model: resolveModel(model, []),
    firmware: resolveFirmware([]),
    replies: [],
    control: { tsc: true, smd: false, hce: true },
    undefinedFill,
  });
  expect(made.boot().result).toBe(0);
  return made;
}

/** Runs some words from the first byte of RAM to `brk #0` with the check on. */
function runChecked(target: Machine, words: number[], initial: RegisterFile) {
  target.writeMemory(start, new Uint8Array(Uint32Array.from([...words, BRK]).buffer));
  target.writeRegisters(0, initial);
  startInRunCheck(target);
  expect(target.run(0, 1000)).toBe(layout.STOP_BRK);
  return endInRunCheck(target);
}

describe('the preservation check within a run', () => {
  it('finds nothing in a model that leaves x4 and up alone', () => {
    const found = runChecked(machine('pkvm/no-version-trap'), [SMC], registers(random(1), FFA_FEATURES, FFA_MEM_SHARE));
    expect(found).toEqual({ traps: 1, violations: 0, first: undefined });
  });

  it('finds the registers that a model writes and the convention keeps, of the first trap, and counts the others', () => {
    const initial = registers(random(2), FFA_FEATURES, FFA_MEM_SHARE);
    // smc #0; mov x8, #1 (so that there is something to lose again); mov x0, x20; smc #0
    const words = [SMC, 0xd2800028, 0xaa1403e0, SMC];
    initial.x[20] = BigInt(FFA_FEATURES);
    const found = runChecked(machine('pkvm/v6.18'), words, initial);
    expect([found.traps, found.violations, found.first?.address]).toEqual([2, 2, start]);
    expect(found.first?.functionId).toBe(BigInt(FFA_FEATURES));
    const lost = Array.from({ length: 14 }, (_, index) => `x${index + 4}`);
    expect(found.first?.changed).toEqual(lost);
  });

  /** A guest right above a firmware one of whose SMCs brings back vector registers of the other world. */
  function above(firmware: Setting[]): Machine {
    const target = new Machine({
      model: resolveModel('none', []),
      firmware: resolveFirmware(firmware, 'no-ffa'),
      replies: [],
      control: { tsc: false, smd: false, hce: true },
      undefinedFill: 0n,
    });
    expect(target.boot().result).toBe(0);
    return target;
  }

  const vectors = Array.from({ length: 32 }, (_, n) => `v${n}`);
  /** `mov x0, #-1` and `smc #0`: a call that nobody knows. */
  const call = [0x92800000, SMC];
  /** `mvn v5.16b, v5.16b` */
  const WRITE_V5 = 0x6e2058a5;

  it('finds vector registers that the firmware loses after calls that kept them', () => {
    const target = above([
      { name: 'interrupt_after', value: '3' },
      { name: 'interrupt_simd', value: 'lost' },
    ]);
    const found = runChecked(target, [...call, ...call, ...call, ...call, ...call], registers(random(5), 0, 0));
    expect([found.traps, found.violations, found.first?.address]).toEqual([5, 1, start + 20n]);
    expect(found.first?.changed).toEqual(expect.arrayContaining(vectors));
  });

  it('compares with what the guest has written to vector registers since the last call', () => {
    const target = above([
      { name: 'interrupt_after', value: '4' },
      { name: 'interrupt_simd', value: 'lost' },
    ]);
    const words = [...call, WRITE_V5, ...call, ...call, WRITE_V5, ...call, WRITE_V5, ...call];
    const found = runChecked(target, words, registers(random(6), 0, 0));
    expect([found.traps, found.violations, found.first?.address]).toEqual([5, 1, start + 36n]);
    expect(found.first?.changed).toEqual(expect.arrayContaining(vectors));
  });

  it('finds all vector registers that two have written in one call', () => {
    const target = above([
      { name: 'beyond', value: 'garbage' },
      { name: 'interrupt_after', value: '1' },
      { name: 'interrupt_simd', value: 'pair-lost' },
    ]);
    const found = runChecked(target, call, registers(random(7), 0, 0));
    expect(found.first?.changed).toEqual(expect.arrayContaining(vectors));
  });

  it('stops when it is told to', () => {
    const target = machine('pkvm/v6.18');
    runChecked(target, [SMC], registers(random(3), FFA_FEATURES, FFA_MEM_SHARE));
    target.writeRegisters(0, registers(random(4), FFA_FEATURES, FFA_MEM_SHARE));
    expect(target.run(0, 1000)).toBe(layout.STOP_BRK);
    expect(endInRunCheck(target).traps).toBe(1);
  });
});

/** Damages that a call may do, one bit each. */
const damages: ((file: RegisterFile, next: () => number) => void)[] = [
  () => {},
  (file, next) => {
    const n = next() % 31;
    file.x[n] = file.x[n]! ^ (1n << BigInt(next() % 64));
  },
  (file, next) => {
    const n = next() % 32;
    file.v[n] = file.v[n]! ^ (1n << BigInt(next() % 128));
  },
  (file, next) => Object.assign(file, { pstate: file.pstate ^ (1n << BigInt(next() % 32)) }),
  (file) => Object.assign(file, { spEl0: file.spEl0 ^ 16n }),
  (file) => Object.assign(file, { spEl1: file.spEl1 ^ 16n }),
  (file) => Object.assign(file, { fpsr: file.fpsr ^ 2n }),
  (file) => Object.assign(file, { fpcr: file.fpcr ^ 4n }),
];

const ids = callTable.flatMap(({ id32, id64 }) => [id32, id64]).filter((id) => id !== undefined);

/** One trap with damage done behind it: what the module finds, and what the profile finds in the same record. */
function compareOnce(target: Machine, next: () => number): [string[], string[]] {
  const conduit = (next() % 4 === 0 ? HVC : SMC) | (next() % 8 === 0 ? (next() % 4) << 5 : 0);
  const before = registers(next, ids[next() % ids.length]!, ids[next() % ids.length]!);
  if (next() % 2) before.x.fill(0n, 4, 18);
  target.writeRegisters(0, before);
  startInRunCheck(target);
  target.beginCheck(0);
  const outcome = target.trap(0, conduit);
  const after = target.readRegisters(0);
  if (next() % 3 === 0) after.x[0] = BigInt(ids[next() % ids.length]!);
  damages[next() % damages.length]!(after, next);
  target.writeRegisters(0, after);
  target.finishCheck(0);
  const { first } = endInRunCheck(target);
  if (outcome !== layout.OUTCOME_RESUME) return [[], []];
  const { outcome: _, cause: __, ...readout } = target.readTrap(0);
  const trap: TrapRecord = { ...readout, index: 0, instructionsBefore: 0, before, after };
  const expected = checkTrap(trap, preservation).findings.flatMap((finding) =>
    finding.registers.map((r) => r.register),
  );
  return [[...(first?.changed ?? []), ...(first?.undefinedValues ?? [])].toSorted(), expected.toSorted()];
}

describe('the check within a run and the profile that reports are made from', () => {
  it.each(['pkvm/v6.18', 'pkvm/v6.15', 'pkvm/v6.6', 'pkvm/mainline-2026b', 'pkvm/retval-v7'])(
    'agree on every register of 1000 calls with damage done behind them: %s',
    (model) => {
      const next = random(0x5eed + model.length);
      const target = machine(model, 0xa5a5a5a5a5a5a5a5n);
      let damaged = 0;
      for (let n = 0; n < 1000; n++) {
        const [found, expected] = compareOnce(target, next);
        expect(found).toEqual(expected);
        if (expected.length !== 0) damaged++;
      }
      expect(damaged).toBeGreaterThan(100);
      expect(damaged).toBeLessThan(1000);
    },
  );
});
