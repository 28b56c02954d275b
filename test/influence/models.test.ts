import { describe, expect, it } from 'vitest';
import type { TrapInfluence } from '../../src/influence/influence.ts';
import { booted, machine, negotiated } from '../machine/fixture.ts';
import { FEATURES, hasBits, ID_GET, influenceOf, made, madeOf, RUN, RXTX_MAP, times, VERSION } from './fixture.ts';

const MEM_SHARE = 0x8400_0073n;
const UNKNOWN = 0xc200_0001n;
const ZERO = '63:0 constant 0';
const OWN = '63:0 preserved';
const STACK = '63:0 stack';

const reply = (n: number, source = 0): string => `63:0 reply reply ${source} x${n}+0`;
const replies = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => reply(first + n));
/** The caller’s own, by way of EL3. */
const echoes = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => `${reply(first + n)} from x${first + n}+0`);

function features(model: string): TrapInfluence {
  return influenceOf(negotiated({ model }), [FEATURES, MEM_SHARE]);
}

describe('what registers of a reply are made of', () => {
  it('is a constant 0 in x8 to x17 of an SMC32 call that merged pKVM answers, and the caller’s own bits above', () => {
    const influence = features('pkvm/v6.18');
    expect(made(influence, 0)).toEqual(['63:0 constant 84000061']);
    expect(made(influence, 1, 17)).toEqual(times(17, ZERO));
    expect(made(influence, 18, 30)).toEqual(times(13, OWN));
    expect(influence.registers[8]!.writer).toBe('el2');
  });

  it.each(['pkvm/series-v7', 'pkvm/series-v8'])('is the caller’s own from x8 on with %s', (model) => {
    expect(made(features(model), 8, 30)).toEqual(times(23, OWN));
  });

  it('is the caller’s own from x4 on where EL2 follows SMCCC 1.1', () => {
    expect(made(features('pkvm/v6.12'), 4, 30)).toEqual(times(27, OWN));
  });

  it('is EL3’s answer in x0 to x17 of a call that EL2 forwards, which passes the caller’s x0 to x17', () => {
    const influence = influenceOf(negotiated(), [ID_GET]);
    expect(made(influence, 0, 17)).toEqual(replies(0, 17));
    expect(made(influence, 18, 30)).toEqual(times(13, OWN));
    expect(influence.asked).toHaveLength(1);
    expect(influence.asked[0]!.map(madeOf)).toEqual(times(18, OWN));
  });

  it('tells a register that EL3 hands back as the caller had it from one that never left the caller', () => {
    const influence = influenceOf(negotiated(), [UNKNOWN]);
    expect(made(influence, 1, 17)).toEqual(echoes(1, 17));
    expect(made(influence, 18, 30)).toEqual(times(13, OWN));
  });

  it('is uninitialised stack where FFA_VERSION leaves it, and the version is constant on its path', () => {
    const influence = influenceOf(negotiated(), [VERSION, 0x1_0002n]);
    expect(made(influence, 0)).toEqual(['63:0 constant 10002']);
    expect(made(influence, 1, 17)).toEqual(times(17, STACK));
    expect(made(influence, 18, 30)).toEqual(times(13, OWN));
  });

  it('is the same without a hypervisor, where the call goes to EL3', () => {
    const influence = influenceOf(machine({ model: 'none' }), [RUN, 0x8001_0000n]);
    expect(made(influence, 0, 17)).toEqual(replies(0, 17));
  });
});

describe('bits that decide the path', () => {
  it('are those of the function id but for the hint, and of the feature id, not those above them', () => {
    const { decisive, ignored } = features('pkvm/v6.18');
    expect(hasBits(decisive, 0, 31, 17)).toBe(true);
    expect(hasBits(decisive, 0, 15, 0)).toBe(true);
    expect(hasBits(decisive, 1, 29, 1)).toBe(true);
    expect(hasBits(ignored, 0, 63, 32)).toBe(true);
    expect(hasBits(ignored, 0, 16, 16)).toBe(true);
    expect(hasBits(ignored, 1, 63, 32)).toBe(true);
    expect(decisive.every(({ register }) => register <= 1)).toBe(true);
  });

  it('are the major version’s, of FFA_VERSION’s argument, whose bits 63:32 nobody reads', () => {
    const { decisive, ignored } = influenceOf(negotiated(), [VERSION, 0x1_0002n]);
    expect(hasBits(decisive, 1, 30, 16)).toBe(true);
    expect(hasBits(ignored, 1, 63, 32)).toBe(true);
  });

  it('are those of EL3’s status, where EL2 looks at it', () => {
    const { decisive } = influenceOf(negotiated(), [RXTX_MAP, 0x8001_0000n, 0x8002_0000n, 1n]);
    expect(decisive).toContainEqual({ source: 0, register: 2, high: 31, low: 0 });
  });
});

describe('what bits do besides registers', () => {
  const influence = influenceOf(negotiated(), [RXTX_MAP, 0x8001_0000n, 0x8002_0000n, 1n]);

  it('is to change what EL2 keeps: the addresses of the buffers', () => {
    expect(hasBits(influence.state, 1, 22, 12)).toBe(true);
    expect(hasBits(influence.state, 2, 23, 12)).toBe(true);
    expect(influence.state.every(({ register }) => register === 1 || register === 2)).toBe(true);
  });

  it('is to decide the path where an address is not aligned or not in RAM', () => {
    expect(hasBits(influence.decisive, 1, 11, 0)).toBe(true);
    expect(hasBits(influence.decisive, 1, 63, 32)).toBe(true);
  });

  it('is not to reach EL3, to which EL2 names pages of its own', () => {
    expect(influence.passed).toEqual([]);
    expect(influence.asked[0]!.slice(0, 4).map(madeOf)).toEqual([
      '63:0 constant c4000066',
      '63:0 constant 800f0000',
      '63:0 constant 800f1000',
      '63:0 constant 1',
    ]);
  });

  it('is to reach EL3 alone, where EL2 forwards a call to firmware that keeps what it does not need', () => {
    const { passed } = influenceOf(negotiated(), [ID_GET]);
    expect(hasBits(passed, 9, 63, 0)).toBe(true);
    expect(passed.every(({ register }) => register < 18)).toBe(true);
  });
});

describe('a dependency that a switch plants', () => {
  it('shows in bits 63:32 of x0 where EL2 refuses a function id of 64 bits', () => {
    const sound = influenceOf(negotiated(), [FEATURES, MEM_SHARE]);
    const planted = influenceOf(negotiated({ set: { upper_bits: 'refused' } }), [FEATURES, MEM_SHARE]);
    expect(hasBits(sound.ignored, 0, 63, 32)).toBe(true);
    expect(hasBits(planted.decisive, 0, 63, 32)).toBe(true);
  });

  it('shows in x8 to x17 where firmware leaves what it does not name as the SMC passed it', () => {
    const firmware = { unnamed: 'kept' };
    const planted = influenceOf(negotiated({ firmware }), [ID_GET]);
    expect(made(planted, 8, 17)).toEqual(echoes(8, 17));
    expect(made(influenceOf(negotiated(), [ID_GET]), 8, 17)).toEqual(replies(8, 17));
  });

  it('shows in the version gate: before FFA_VERSION every argument of FFA_FEATURES is without effect', () => {
    const closed = influenceOf(booted(), [FEATURES, MEM_SHARE]);
    expect(hasBits(closed.ignored, 1, 63, 0)).toBe(true);
    const open = influenceOf(booted({ set: { gate: 'open' } }), [FEATURES, MEM_SHARE]);
    expect(hasBits(open.decisive, 1, 29, 1)).toBe(true);
  });
});
