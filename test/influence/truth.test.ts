import { describe, expect, it } from 'vitest';
import { resolveFirmware, resolveModel } from '../../src/engine/models.ts';
import { RandomStream } from '../../src/guest/stub/random.ts';
import type { TrapInfluence } from '../../src/influence/influence.ts';
import { negotiated, registers, smc } from '../machine/fixture.ts';
import { FEATURES, ID_GET, influenceOf, made, RXTX_MAP, stateOf, VERSION } from './fixture.ts';
import { type Damage, DamagedMachine, hasBit, namesBit, pathOf, segmentAt, tryTrap } from './naive.ts';

const MEM_SHARE = 0x8400_0073n;
const cases: [string, string, bigint[]][] = [
  ['FFA_FEATURES', 'pkvm/v6.18', [FEATURES, MEM_SHARE]],
  ['FFA_ID_GET', 'pkvm/series-v8', [ID_GET]],
  ['FFA_VERSION', 'pkvm/v6.12', [VERSION, 0x1_0001n]],
  ['FFA_RXTX_MAP', 'pkvm/series-v7', [RXTX_MAP, 0x8001_0000n, 0x8002_0000n, 1n]],
];

/** Every third bit, and those next to the ends of the halves. */
const tried = Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => bit % 3 === 0 || bit === 31 || bit === 32);

describe('an analysis, held against traps that are taken one by one', () => {
  it.each(cases)('names every bit of %s that changes a bit of the reply on the same path (%s)', (_, model, first) => {
    const machine = negotiated({ model });
    const influence = influenceOf(machine, first);
    const { x } = registers(first);
    machine.snapshot();
    const usual = tryTrap(machine, x);
    const wrong: string[] = [];
    for (let register = 0; register < 31; register++) {
      for (const bit of tried) {
        const flipped = x.map((value, n) => (n === register ? value ^ (1n << BigInt(bit)) : value));
        const outcome = tryTrap(machine, flipped);
        if (hasBit(influence.decisive, register, bit)) continue;
        if (pathOf(outcome) !== pathOf(usual)) wrong.push(`x${register}[${bit}] decides the path`);
        outcome.after.x.forEach((value, n) => {
          const change = value ^ usual.after.x[n]!;
          for (let output = 0; output < 64; output++) {
            if (!((change >> BigInt(output)) & 1n)) continue;
            const segment = segmentAt(influence, n, output);
            if (!namesBit(segment, [n, output], [register, bit])) wrong.push(`x${register}[${bit}] → x${n}[${output}]`);
          }
        });
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(cases)(
    'calls preserved and constant what is so from any registers on the path of %s (%s)',
    (_, model, first) => {
      const machine = negotiated({ model });
      const influence = influenceOf(machine, first);
      const random = new RandomStream(99n);
      const { x } = registers(first);
      machine.snapshot();
      for (let n = 0; n < 20; n++) {
        const drawn = x.map((value, register) => value ^ (random.next() & free(influence, register)));
        const { after } = tryTrap(machine, drawn);
        influence.registers.forEach(({ register, segments }) => {
          for (const { kind, high, low, value } of segments) {
            const bits = (word: bigint) => BigInt.asUintN(high - low + 1, word >> BigInt(low));
            if (kind === 'constant') expect([register, bits(after.x[register]!)]).toEqual([register, value]);
            if (kind === 'preserved') expect(bits(after.x[register]!)).toBe(bits(drawn[register]!));
          }
        });
      }
    },
  );
});

/** Bits of a register that neither decide the path nor go with others that do. */
function free({ decisive, held }: TrapInfluence, register: number): bigint {
  let mask = 0n;
  for (let bit = 0; bit < 64; bit++) {
    if (!hasBit(decisive, register, bit) && !hasBit(held, register, bit)) mask |= 1n << BigInt(bit);
  }
  return mask;
}

function damaged(damage: Damage): TrapInfluence {
  const machine = new DamagedMachine({
    model: resolveModel('pkvm/series-v8', []),
    firmware: resolveFirmware([]),
    replies: [],
    control: { tsc: true, smd: false, hce: true },
    undefinedFill: 0n,
  });
  machine.boot();
  smc(machine, [VERSION, 0x1_0002n]);
  machine.damage = damage;
  return influenceOf(machine, [FEATURES, MEM_SHARE]);
}

const BIT_5 = 1n << 5n;

describe('a dependency that no record tells of', () => {
  it('shows where a bit is that of another register', () => {
    const influence = damaged((x, before) => {
      x[20] = (before[20]! & ~BIT_5) | ((before[21]! >> 40n) & 1n ? BIT_5 : 0n);
    });
    expect(made(influence, 20)).toEqual(['63:6 preserved | 5:5 moved caller x21+40 | 4:0 preserved']);
    expect(made(influence, 21)).toEqual(['63:0 preserved']);
  });

  it('shows where a bit is inverted, which is no copy', () => {
    const influence = damaged((x) => {
      x[9]! ^= 1n << 63n;
    });
    expect(made(influence, 9)).toEqual(['63:63 mixed | 62:0 preserved']);
    expect(segmentAt(influence, 9, 63).inputs).toEqual([{ source: 'caller', register: 9, high: 63, low: 63 }]);
  });

  it('shows where a bit is two others at once', () => {
    const influence = damaged((x, before) => {
      const both = (before[12]! >> 3n) & (before[13]! >> 3n) & 1n;
      x[11] = (before[11]! & ~1n) | both;
    });
    const segment = segmentAt(influence, 11, 0);
    expect(['mixed', 'conditional']).toContain(segment.kind);
    expect(made(influence, 11)[0]).toMatch(/^63:1 preserved/);
  });

  it('shows where a register changes only if another holds half of a secret, which no single bit tells', () => {
    const influence = damaged((x, before) => {
      const sum = Array.from({ length: 64 }, (_, n) => (before[15]! >> BigInt(n)) & 1n).filter((bit) => bit === 1n);
      if (sum.length > 33) x[16] = 0n;
    });
    const kinds = influence.registers[16]!.segments.map(({ kind }) => kind);
    expect(kinds).not.toContain('preserved');
  });

  it('does not show where there is none', () => {
    expect(
      made(
        damaged(() => {}),
        8,
        30,
      ).every((text) => text === '63:0 preserved'),
    ).toBe(true);
  });
});

describe('an analysis', () => {
  it.each(cases)('leaves the machine as it was before %s, and the trap as it comes (%s)', (_, model, first) => {
    const machine = negotiated({ model });
    machine.writeRegisters(0, registers(first));
    const before = stateOf(machine);
    influenceOf(machine, first);
    expect(stateOf(machine)).toEqual(before);
    const other = negotiated({ model });
    expect(smc(machine, first)).toEqual(smc(other, first));
  });

  it('says the same for the same seed, and of registers the same for any', () => {
    const at = (seed: bigint) => influenceOf(negotiated(), [ID_GET], seed);
    expect(at(5n)).toEqual(at(5n));
    expect(at(6n).registers.map(({ segments }) => segments.map(({ kind }) => kind))).toEqual(
      at(5n).registers.map(({ segments }) => segments.map(({ kind }) => kind)),
    );
  });
});
