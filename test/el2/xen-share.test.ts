import { describe, expect, it } from 'vitest';
import { CAUSE_BUFFER_OVERFLOW } from '../../assembly/layout.ts';
import {
  answer,
  type Descriptor,
  ERROR,
  models,
  page,
  pageAddress,
  RECLAIM,
  SHARE,
  SUCCESS,
  share,
  v10,
  v11,
  v12,
  writeDescriptor,
  Xen,
  type XenSetup,
} from './xen-fixture.ts';

const [NOT_SUPPORTED, INVALID, NO_MEMORY, DENIED] = [-1, -2, -3, -6];
const wide = 'xen/v1.2';
const early = 'xen/negotiation-merged';

/** A VM that has negotiated and mapped its buffers. */
function sharing(setup: XenSetup = {}, version = v12): Xen {
  const xen = new Xen(setup);
  xen.negotiate(0, version);
  xen.map(0);
  return xen;
}

/** References to the pages of VM 0, of which pages 1 and 2 are its buffers. */
const references = (xen: Xen) => xen.control.vm(0).pageReferences;
const untouched = [1, 2, 2, 1, 1, 1, 1, 1];

describe('what a switch makes of a descriptor', () => {
  it.each([
    [wide, 'invalid', INVALID],
    [wide, 'not-supported', NOT_SUPPORTED],
    [early, 'not-supported', NOT_SUPPORTED],
    [early, 'invalid', INVALID],
  ])('%s with ns_attribute=%s refuses the NS attribute with %i', (model, value, status) => {
    const xen = sharing({ model, set: { ns_attribute: value } });
    expect(share(xen, 0, { attributes: 0x6f })).toMatchObject({ status, smcs: [] });
  });

  it.each([
    [wide, 'on', INVALID],
    [wide, 'off', 'success'],
    [early, 'off', 'success'],
    [early, 'on', INVALID],
  ])('%s with range_check=%s answers an address that is not aligned with %s', (model, value, status) => {
    const xen = sharing({ model, set: { range_check: value } });
    expect(share(xen, 0, { ranges: [[pageAddress(3) + 8n, 1]] }).status).toBe(status);
    expect(references(xen)[3]).toBe(status === 'success' ? 2 : 1);
  });

  it.each([
    [wide, '256', 256, DENIED],
    [wide, '256', 257, NO_MEMORY],
    [wide, '255', 256, NO_MEMORY],
    [early, '255', 255, DENIED],
    [early, '255', 256, NO_MEMORY],
    [early, '256', 256, DENIED],
  ])('%s with share_pages=%s finds %i pages, not all of which it has, to be %i', (model, value, pages, status) => {
    const xen = sharing({ model, set: { share_pages: value } });
    expect(share(xen, 0, { ranges: [[pageAddress(3), pages]] }).status).toBe(status);
    expect(references(xen)).toEqual(untouched);
  });
});

describe('FFA_MEM_SHARE', () => {
  it('gives the firmware a descriptor of its own, with machine addresses and neighbours joined', () => {
    const xen = sharing();
    const { smcs } = share(xen, 0, {
      ranges: [
        [pageAddress(4), 1],
        [pageAddress(5), 1],
        [pageAddress(3), 1],
      ],
    });
    const length = 48n + 32n + 16n + 2n * 16n;
    expect(smcs.map(({ input }) => input.slice(0, 4))).toEqual([[SHARE, length, length, 0n]]);
    expect(xen.control.vm(0)).toMatchObject({ shareCount: 1, shareHandles: [0x7_0000_0001n] });
    expect(references(xen)).toEqual([1, 2, 2, 2, 2, 2, 1, 1]);
  });

  it('takes a page as often as it is named, and reclaiming gives it back as often', () => {
    const xen = sharing();
    const handle = 0x7_0000_0001n;
    share(xen, 0, { ranges: Array.from({ length: 5 }, () => [pageAddress(5), 1]) }, handle);
    expect(references(xen)[5]).toBe(6);
    const reclaim = [RECLAIM, handle & 0xffff_ffffn, handle >> 32n, 0n];
    expect(xen.call(0, [RECLAIM, 1n, 6n, 0n])).toMatchObject({ status: INVALID, smcs: [] });
    expect(xen.call(0, reclaim, [answer(RECLAIM, [ERROR, 0n, 0xffff_fffan])]).status).toBe(DENIED);
    expect(references(xen)[5]).toBe(6);
    expect(xen.call(0, reclaim).status).toBe('success');
    expect(references(xen)).toEqual(untouched);
    expect(xen.call(0, reclaim).status).toBe(INVALID);
  });

  it('keeps nothing where the firmware refuses', () => {
    const xen = sharing();
    const length = writeDescriptor(xen, 0, { ranges: [[pageAddress(3), 3]] });
    const refusal = answer(SHARE, [ERROR, 0n, 0xffff_fffdn]);
    expect(xen.call(0, [SHARE, length, length, 0n, 0n], [refusal]).status).toBe(NO_MEMORY);
    expect(references(xen)).toEqual(untouched);
    expect(xen.control.vm(0)).toMatchObject({ shareCount: 0, references: 1 });
  });

  it.each(models)('has room for 32 shares: %s', (model) => {
    const xen = sharing({ model }, v11);
    for (let n = 0n; n < 32n; n++) expect(share(xen, 0, {}, n).status).toBe('success');
    expect(share(xen, 0, {}, 32n)).toMatchObject({ status: NO_MEMORY, smcs: [] });
    expect(xen.call(0, [RECLAIM, 5n, 0n, 0n]).status).toBe('success');
    expect(share(xen, 0, {}, 33n).status).toBe('success');
    const handles = Array.from({ length: 32 }, (_, n) => BigInt(n)).filter((handle) => handle !== 5n);
    expect(xen.control.vm(0).shareHandles).toEqual([...handles, 33n]);
  });

  it.each([
    ['another sender', { sender: 9 }, INVALID],
    ['a receiver that is no secure partition', { receiver: 3 }, NOT_SUPPORTED],
    ['permissions other than read and write', { permissions: 1 }, NOT_SUPPORTED],
    ['no page at all', { ranges: [[pageAddress(3), 0]], pages: 0 }, INVALID],
    ['fewer pages than it says', { pages: 2 }, INVALID],
    ['more pages than it says', { ranges: [[pageAddress(3), 2]], pages: 1 }, INVALID],
    ['a page that is not there', { ranges: [[pageAddress(7), 1]] }, DENIED],
    ['a page that the VM may not write, and gives back those before it', { ranges: [[pageAddress(4), 3]] }, DENIED],
    ['a range that wraps, by its first page', { ranges: [[0xffff_ffff_ffff_f000n, 2]] }, DENIED],
    ['an access descriptor of 15 bytes', { accessSize: 15 }, INVALID],
    ['access descriptors at an odd place', { accessOffset: 56 }, INVALID],
  ] as [string, Descriptor, number][])('refuses %s', (_what, descriptor, status) => {
    const xen = sharing();
    expect(share(xen, 0, descriptor)).toMatchObject({ status, smcs: [] });
    expect(references(xen)).toEqual(untouched);
  });

  it('reads the 1.0 layout from a VM of version 1.0', () => {
    const xen = sharing({}, v10);
    const tx = page(xen, 0, 1);
    const view = new DataView(tx.buffer, tx.byteOffset);
    tx.fill(0);
    view.setUint16(0, 2, true);
    view.setUint8(2, 0x2f);
    view.setUint32(28, 1, true);
    view.setUint16(32, 0x8001, true);
    view.setUint8(34, 2);
    view.setUint32(36, 48, true);
    view.setUint32(48, 1, true);
    view.setUint32(52, 1, true);
    view.setBigUint64(64, pageAddress(3), true);
    view.setUint32(72, 1, true);
    const { status, smcs } = xen.call(0, [SHARE, 80n, 80n, 0n, 0n], [answer(SHARE, [SUCCESS, 0n, 9n])]);
    expect([status, smcs.length]).toEqual(['success', 1]);
  });
});

describe('where the real code dies', () => {
  /** An access descriptor without a size, this far before the end of the TX buffer. */
  function atTheEnd(xen: Xen, room: number): number {
    writeDescriptor(xen, 0, { accessSize: 0, ranges: [] });
    const tx = page(xen, 0, 1);
    const view = new DataView(tx.buffer, tx.byteOffset);
    const offset = 4096 - room;
    view.setUint32(32, offset, true);
    if (room >= 2) view.setUint16(offset, 0x8001, true);
    if (room >= 3) view.setUint8(offset + 2, 2);
    if (room >= 8) view.setUint32(offset + 4, 4080, true);
    return xen.tryCall(0, [SHARE, 4096n, 4096n, 0n, 0n]);
  }

  it.each([0, 1, 2, 7])('an access descriptor %i bytes before the end of TX is read past it', (room) => {
    const xen = sharing({ model: early }, v11);
    expect(atTheEnd(xen, room)).toBe(-1);
    expect(xen.cause()).toBe(CAUSE_BUFFER_OVERFLOW);
  });

  it('one with room for what is read is refused without harm, and so is any where its size is checked', () => {
    expect(atTheEnd(sharing({ model: early }, v11), 8)).toBe(1);
    expect(atTheEnd(sharing(), 0)).toBe(1);
  });
});
