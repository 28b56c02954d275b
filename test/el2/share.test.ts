import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import type { Machine } from '../../src/engine/machine.ts';
import { anyReply, booted, neg1, negotiated, registers, type Setup, smc, smcWord } from '../machine/fixture.ts';

const tx = 0x8001_0000n;
const rx = 0x8001_1000n;
const invalid = neg1 - 1n;
const RXTX_MAP = 0xc400_0066n;
const MEM_SHARE = 0xc400_0073n;
const MEM_RECLAIM = 0x8400_0077n;
const FRAG_TX = 0x8400_007bn;
const RETRIEVE_RESP = 0x8400_0075n;

function mapped(setup: Setup = {}): Machine {
  const target = negotiated(setup);
  smc(target, [RXTX_MAP, tx, rx, 1n]);
  return target;
}

/** A transaction descriptor with one receiver, its access descriptor at `access`, and these ranges. */
function descriptor(access: number, composite: number, ranges: [bigint, number][], accessOffset = access): Uint8Array {
  const bytes = new Uint8Array(4096);
  const view = new DataView(bytes.buffer);
  view.setUint32(0x1c, 1, true);
  if (access !== 32) view.setUint32(0x20, accessOffset, true);
  view.setUint32(composite + 4, ranges.length, true);
  ranges.forEach(([address, pages], index) => {
    view.setBigUint64(composite + 16 + index * 16, address, true);
    view.setUint32(composite + 24 + index * 16, pages, true);
  });
  // Last, for a composite may lie over the access descriptor.
  view.setUint32(access + 4, composite, true);
  return bytes;
}

function share(target: Machine, bytes: Uint8Array, length: number) {
  target.writeMemory(tx, bytes);
  return smc(target, [MEM_SHARE, BigInt(length), BigInt(length), 0n, 0n]);
}

describe('FFA_MEM_SHARE', () => {
  it('shares the pages, issues the call and returns what EL3 answered', () => {
    const target = mapped();
    const { after, smcs } = share(target, descriptor(48, 64, [[0x8020_0000n, 2]]), 96);
    expect([after.x[0], smcs[0]!.input.slice(0, 4)]).toEqual([0x8400_0061n, [MEM_SHARE, 96n, 96n, 0n]]);
    expect([0n, 0x1000n, 0x2000n].map((offset) => target.pageState(0x8020_0000n + offset))).toEqual([2, 2, 0]);
  });

  const minimums = [
    { minimum_fragment: '48', accepted: 64 },
    { minimum_fragment: '64', accepted: 64 },
    { minimum_fragment: '80', accepted: 80 },
    { minimum_fragment: 'by-version', accepted: 80 },
  ];
  it.each(minimums)(
    'needs a first fragment of $accepted bytes at 1.2 under $minimum_fragment',
    ({ minimum_fragment, accepted }) => {
      for (const length of [64, 80]) {
        const target = mapped({ set: { minimum_fragment } });
        const { after } = share(target, descriptor(48, length - 16, []), length);
        expect(after.x[0]).toBe(length >= accepted ? 0x8400_0061n : 0x8400_0060n);
      }
    },
  );

  it.each([
    { request: 0x1_0000n, access: 32, accepted: 48 },
    { request: 0x1_0001n, access: 48, accepted: 64 },
    { request: 0x1_0002n, access: 48, accepted: 80 },
  ])('needs $accepted bytes by-version after FFA_VERSION($request)', ({ request, access, accepted }) => {
    for (const length of [accepted - 16, accepted]) {
      const target = booted({ set: { minimum_fragment: 'by-version' } });
      smc(target, [0x8400_0063n, request]);
      smc(target, [RXTX_MAP, tx, rx, 1n]);
      const { after } = share(target, descriptor(access, length - 16, []), length);
      expect(after.x[0]).toBe(length === accepted ? 0x8400_0061n : 0x8400_0060n);
    }
  });

  it('gives up all ranges where one of them does not belong to the host, or overlaps another', () => {
    for (const second of [0x800f_0000n, 0x8020_1000n, 0x9000_0000n, 0xffff_ffff_ffff_f000n]) {
      const target = mapped();
      const { after } = share(
        target,
        descriptor(48, 64, [
          [0x8020_0000n, 2],
          [second, 1],
        ]),
        112,
      );
      expect(after.x.slice(0, 3)).toEqual([0x8400_0060n, 0n, neg1 - 5n]);
      expect(target.pageState(0x8020_0000n)).toBe(layout.PAGE_OWNED);
    }
  });

  it('reads the composite descriptor from past its TX page where the header sends it there and nothing checks', () => {
    const set = { access_offset: 'from-descriptor', descriptor_bounds: 'off' };
    const inside = share(mapped({ set }), descriptor(48, 64, [], 4096), 80);
    expect(inside.after.x[2]).toBe(invalid);
    const target = mapped({ set });
    target.writeMemory(tx, descriptor(48, 64, [], 0xffff_fff0));
    target.writeRegisters(0, registers([MEM_SHARE, 80n, 80n, 0n, 0n]));
    expect(target.trap(0, smcWord())).toBe(layout.OUTCOME_EL2_FAULT);
    expect(target.readTrap(0).cause).toBe(layout.CAUSE_BUFFER_OVERFLOW);
  });
});

describe('FFA_MEM_RECLAIM', () => {
  const first = (length: bigint) =>
    anyReply([RETRIEVE_RESP, length, 96n], descriptor(48, 64, [[0x8020_0000n, 2]]).slice(0, 96));
  const released = anyReply([0x8400_0061n]);
  const outcome = (target: Machine) => {
    target.writeRegisters(0, registers([MEM_RECLAIM, 1n, 0n, 0n]));
    return target.trap(0, smcWord());
  };

  it('takes the pages back that were shared', () => {
    const target = mapped();
    share(target, descriptor(48, 64, [[0x8020_0000n, 2]]), 96);
    target.setReplies([first(96n), released]);
    const { after, warnings } = smc(target, [MEM_RECLAIM, 1n, 0n, 0n]);
    expect([after.x[0], warnings, target.pageState(0x8020_0000n)]).toEqual([0x8400_0061n, 0, layout.PAGE_OWNED]);
  });

  it('stops EL2 where a fragment is longer than the buffer that it is put together in', () => {
    const target = mapped();
    target.setReplies([first(4096n), released, anyReply([FRAG_TX, 1n, 0n, 4096n])]);
    expect(outcome(target)).toBe(layout.OUTCOME_EL2_FAULT);
    expect(target.readTrap(0)).toMatchObject({ cause: layout.CAUSE_BUFFER_OVERFLOW, smcCount: 3 });
  });

  it('stops EL2 where fragments are empty for ever', () => {
    const target = mapped();
    const empty = [anyReply([FRAG_TX, 1n, 0n, 0n]), released];
    target.setReplies([first(4096n), released, ...Array.from({ length: 40 }, () => empty).flat()]);
    expect(outcome(target)).toBe(layout.OUTCOME_EL2_PANIC);
    expect(target.readTrap(0).cause).toBe(layout.CAUSE_ENDLESS_LOOP);
  });

  it('keeps counting SMCs when the log is full', () => {
    const target = mapped({ set: { rx_release: 'never' } });
    const byte = Array.from({ length: 400 }, () => anyReply([FRAG_TX, 1n, 0n, 1n]));
    target.setReplies([first(496n), ...byte]);
    expect(outcome(target)).toBe(layout.OUTCOME_RESUME);
    const trap = target.readTrap(0);
    expect([trap.smcCount, trap.smcs.length]).toEqual([402, layout.SMC_LOG_CAPACITY]);
  });

  it('writes through NULL where the firmware has no FF-A', () => {
    const target = negotiated({ firmware: { version: '2.0' } });
    expect(outcome(target)).toBe(layout.OUTCOME_EL2_FAULT);
    expect(target.readTrap(0)).toMatchObject({ cause: layout.CAUSE_NULL_DEREFERENCE, smcCount: 0 });
  });
});

describe('FFA_RXTX_MAP where the hypervisor has no buffers', () => {
  it('registers addresses that mean nothing, marked undefined', () => {
    const target = negotiated({ firmware: { version: '2.0' } });
    const { smcs } = smc(target, [RXTX_MAP, tx, rx, 1n]);
    expect([smcs[0]!.undefinedInput, smcs[0]!.input[3]]).toEqual([0b110, 1n]);
  });
});
