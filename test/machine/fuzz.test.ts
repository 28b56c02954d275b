import { describe, expect, it } from 'vitest';
import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import { FILL_NONE } from '../../assembly/el3/switches.ts';
import * as ids from '../../assembly/ffa/ids.ts';
import * as layout from '../../assembly/layout.ts';
import type { SwitchRow } from '../../assembly/switch-row.ts';
import type { ScriptedReply } from '../../src/engine/engine.ts';
import { Machine } from '../../src/engine/machine.ts';
import type { RegisterFile } from '../../src/engine/record.ts';
import { hvcWord, registers, smcWord } from './fixture.ts';
import { Random } from './random.ts';

const functionIds = Object.values(ids).filter((value) => value > 0xffff);
const pages = [
  0x8001_0000n,
  0x8001_1000n,
  0x8020_0000n,
  0x800f_0000n,
  0x80ff_f000n,
  0x7fff_f000n,
  0xffff_ffff_ffff_f000n,
];
const interesting = [
  0n,
  1n,
  2n,
  16n,
  48n,
  64n,
  80n,
  96n,
  4096n,
  4097n,
  0x1_0000n,
  0x1_0002n,
  0x8000_0000n,
  0xffff_fff0n,
];
/** Lengths of descriptors and of their fragments. */
const lengthsInUse = [0n, 16n, 64n, 80n, 96n, 96n, 4096n];
/** Pages that no call of the sequences below may write. */
const guards = [0x8000_0000n, 0x8030_0000n, 0x80f0_0000n];
const outcomes = [layout.OUTCOME_RESUME, layout.OUTCOME_VECTOR, layout.OUTCOME_EL2_FAULT, layout.OUTCOME_EL2_PANIC];

function word(random: Random): bigint {
  const kind = random.below(4);
  if (kind === 0) return random.u64();
  if (kind === 1) return random.pick(pages);
  return kind === 2 ? random.pick(interesting) : BigInt(random.pick(functionIds));
}

/** The calls that parse memory come up often enough to get past their first checks. */
function functionId(random: Random): bigint {
  const memory = [
    ids.FFA_MEM_SHARE_64,
    ids.FFA_MEM_LEND,
    ids.FFA_MEM_FRAG_TX,
    ids.FFA_MEM_RECLAIM,
    ids.FFA_RXTX_MAP_64,
  ];
  const id = BigInt(random.once(2) ? random.pick(memory) : random.pick(functionIds));
  return random.once(10) ? id | (random.u64() & 0xffff_ffff_00ff_0000n) : id;
}

function reply(random: Random): ScriptedReply {
  const first = random.once(3)
    ? word(random)
    : BigInt(random.pick([0x8400_0061, 0x8400_0075, 0x8400_007a, 0x8400_007b]));
  const x = [first, ...Array.from({ length: 17 }, () => word(random))];
  const base = { functionId: undefined, address: undefined, x, keep: random.once(4) ? random.below(1 << 18) : 0 };
  return random.once(2) ? { ...base, rx: descriptor(random) } : base;
}

/** Something like a memory transaction descriptor. */
function descriptor(random: Random): Uint8Array {
  const bytes = random.once(4) ? random.bytes(256) : new Uint8Array(256);
  const view = new DataView(bytes.buffer);
  const access = random.pick([32, 48, 48, 48]);
  view.setUint32(0x1c, random.once(8) ? 2 : 1, true);
  view.setUint32(0x20, access === 32 ? 1 : Number(BigInt.asUintN(32, random.once(8) ? word(random) : 48n)), true);
  view.setUint32(access + 4, Number(BigInt.asUintN(32, random.once(8) ? word(random) : 64n)), true);
  view.setUint32(68, Number(BigInt.asUintN(32, random.once(2) ? word(random) : 1n)), true);
  for (let offset = 80; offset < 240; offset += 16) {
    const shareable = 0x8020_0000n + BigInt(random.below(64)) * 0x1000n;
    view.setBigUint64(offset, random.once(4) ? random.pick(pages) : shareable, true);
    view.setUint32(offset + 8, random.once(4) ? Number(BigInt.asUintN(32, word(random))) : random.below(3), true);
  }
  return bytes;
}

function switches(rows: SwitchRow[], random: Random): Record<string, number> {
  const value = (row: SwitchRow) => {
    if (!random.once(8)) return row.standard;
    return row.values === undefined ? Number(BigInt.asUintN(32, word(random))) : random.pick(Object.values(row.values));
  };
  return Object.fromEntries(rows.map((row) => [row.name, value(row)]));
}

function randomMachine(random: Random): Machine {
  return new Machine({
    model: { family: random.once(8) ? 'none' : 'pkvm', name: 'fuzz', switches: switches(pkvmSwitches, random) },
    // `beyond` is there to change what no call may change.
    firmware: random.once(2) ? {} : { ...switches(firmwareSwitches, random), beyond: FILL_NONE },
    replies: [],
    control: { tsc: !random.once(8), smd: random.once(8), hce: !random.once(8) },
    undefinedFill: random.u64(),
  });
}

function randomRegisters(random: Random): RegisterFile {
  const length = random.pick(lengthsInUse);
  const id = functionId(random);
  const plain = [id, length, length, id === BigInt(ids.FFA_MEM_FRAG_TX) ? random.pick(lengthsInUse) : 0n, 0n];
  const first = random.once(2) ? plain : [functionId(random), word(random), word(random), word(random), word(random)];
  const pstate = random.once(10) ? random.u64() & 0xffff_ffffn : 0x3c5n;
  return registers(random.once(20) ? Array.from({ length: 31 }, () => word(random)) : first, { pstate });
}

/** One trap of a sequence: returns whether EL2 is still alive after it. */
function step(target: Machine, random: Random): boolean {
  target.setReplies(Array.from({ length: random.pick([0, 0, 1, 4, 24]) }, () => reply(random)));
  if (random.once(2)) target.writeMemory(0x8001_0000n, descriptor(random));
  const before = randomRegisters(random);
  target.writeRegisters(0, before);
  const outcome = target.trap(0, random.once(10) ? hvcWord(random.below(4)) : smcWord(random.once(10) ? 1 : 0));
  expect(outcomes).toContain(outcome);
  const trap = target.readTrap(0);
  expect(trap.after.x.slice(18)).toEqual(before.x.slice(18));
  expect([trap.after.spEl0, trap.after.spEl1]).toEqual([before.spEl0, before.spEl1]);
  const alive = outcome === layout.OUTCOME_RESUME || outcome === layout.OUTCOME_VECTOR;
  expect(trap.disposition === 'none' && alive).toBe(false);
  return alive;
}

function play(seed: number): number {
  const random = new Random(seed);
  const target = randomMachine(random);
  for (const guard of guards) target.writeMemory(guard, new Uint8Array(4096).fill(0xa5));
  target.boot();
  target.writeRegisters(0, registers([0x8400_0063n, 0x1_0002n]));
  target.trap(0, smcWord());
  target.writeRegisters(0, registers([0xc400_0066n, 0x8001_0000n, 0x8001_1000n, 1n]));
  target.trap(0, smcWord());
  let traps = 0;
  while (traps < 30 && step(target, random)) traps++;
  for (const guard of guards) expect(target.readMemory(guard, 4096).every((byte) => byte === 0xa5)).toBe(true);
  return traps;
}

describe('a trap of anything at all', () => {
  it.each([1, 2, 3, 4])(
    'ends with an outcome, keeps x18 to x30 and writes no memory that is not its own: round %i',
    (round) => {
      let traps = 0;
      for (let seed = 0; seed < 150; seed++) traps += play(round * 1_000_000 + seed);
      expect(traps).toBeGreaterThan(1000);
    },
  );
});
