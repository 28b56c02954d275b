import { describe, expect, it } from 'vitest';
import {
  answer,
  FEATURES,
  ID_GET,
  models,
  PARTITION_INFO,
  page,
  partitionList,
  RX_RELEASE,
  RXTX_MAP,
  SEND2,
  SUCCESS,
  statusOf,
  VERSION,
  v10,
  v11,
  v12,
  v13,
  Xen,
  type XenSetup,
} from './xen-fixture.ts';

const [NOT_SUPPORTED, INVALID, DENIED] = [-1, -2, -6];
const negotiating = models.filter((model) => model !== 'xen/before-negotiation');
/** Two VMs that see each other. */
const pair = (model: string): XenSetup => ({ model, set: { vm_to_vm: 'on' }, domains: [1, 2] });
const ownVersion = (model: string) => (model === 'xen/v1.2' ? v12 : v11);

/** Puts a message from a VM to an FF-A id into its TX buffer. */
function writeMessage(xen: Xen, vm: number, receiver: number): void {
  const tx = page(xen, vm, 1);
  const view = new DataView(tx.buffer, tx.byteOffset, tx.length);
  view.setUint32(8, 40, true);
  view.setUint16(12, receiver, true);
  view.setUint16(14, xen.control.vm(vm).domain + 1, true);
  view.setUint32(16, 4, true);
  view.setUint32(40, 0x1234_5678, true);
}

describe('FFA_VERSION', () => {
  it.each(models)('answers with the own version whatever is asked for, in any state: %s', (model) => {
    const own = ownVersion(model);
    for (const request of [v10, v11, v12, v13, 0x2_0000n, 9n, 0n, 0x8001_0000n, 0xffff_ffffn]) {
      const xen = new Xen({ model });
      expect(xen.call(0, [VERSION, request]).x.slice(0, 8)).toEqual([own, 0n, 0n, 0n, 0n, 0n, 0n, 0n]);
      xen.call(0, [ID_GET]);
      expect(xen.call(0, [VERSION, request]).x[0]).toBe(own);
    }
  });

  it.each([
    ['xen/v1.2', v10, 0x1_0000],
    ['xen/v1.2', v11, 0x1_0001],
    ['xen/v1.2', v12, 0x1_0002],
    ['xen/v1.2', v13, 0x1_0002],
    ['xen/v1.2', 0x2_0000n, 0x1_0002],
    ['xen/v1.2', 9n, 0x1_0002],
    ['xen/v1.2', 0n, 0x1_0002],
    ['xen/v1.2', 0x8001_0000n, 0x8001_0000],
    ['xen/negotiation-merged', v13, 0x1_0001],
    ['xen/negotiation-merged', 0x2_0000n, 0x1_0001],
    ['xen/negotiation-v1', v12, 0x1_0001],
    ['xen/before-negotiation', v12, 0x1_0001],
    ['xen/before-negotiation', 0x2_0000n, 0],
  ])('on %s, asked for %i, makes %i the version of the VM', (model, request, version) => {
    const xen = new Xen({ model });
    xen.call(0, [VERSION, request]);
    xen.call(0, [ID_GET]);
    expect(xen.control.vm(0).version).toBe(version);
  });

  it.each(negotiating)('may be called many times before another call, and the last one counts: %s', (model) => {
    const xen = new Xen({ model });
    for (const request of [v11, v10, v11, v10]) xen.call(0, [VERSION, request]);
    xen.call(0, [FEATURES, 0n]);
    expect(xen.control.vm(0).version).toBe(Number(v10));
    xen.call(0, [VERSION, v11]);
    expect(xen.control.vm(0).version).toBe(Number(v10));
  });

  it('changes the version for ever where there is no negotiation', () => {
    const xen = new Xen({ model: 'xen/before-negotiation' });
    for (const request of [v11, v10, v11]) {
      xen.call(0, [VERSION, request]);
      xen.call(0, [ID_GET]);
      expect(xen.control.vm(0).version).toBe(Number(request));
    }
  });
});

describe('a call before FFA_VERSION', () => {
  it.each(negotiating)('is refused, and FFA_VERSION works afterwards: %s', (model) => {
    const xen = new Xen(pair(model));
    for (const id of [ID_GET, FEATURES, 0x8400_00abn, 0xb200_0000n]) {
      expect(xen.call(0, [id]).status).toBe(NOT_SUPPORTED);
    }
    expect(xen.control.vm(0)).toMatchObject({ version: 0, negotiated: false, position: 0 });
    xen.negotiate(0, v11);
    expect(xen.call(0, [ID_GET]).x[2]).toBe(2n);
  });

  it('is dispatched where there is no negotiation', () => {
    const xen = new Xen({ model: 'xen/before-negotiation' });
    expect(xen.call(0, [ID_GET]).x.slice(0, 3)).toEqual([0x8400_0061n, 0n, 2n]);
  });
});

describe('the first other call', () => {
  it.each(negotiating)('ends negotiation even where it fails, and is not taken for a version itself: %s', (model) => {
    for (const [id, status] of [
      [RX_RELEASE, DENIED],
      [0x8400_00abn, NOT_SUPPORTED],
    ] as const) {
      const xen = new Xen(pair(model));
      xen.call(0, [VERSION, v11]);
      expect([xen.control.vmCount(), xen.control.vm(0).negotiated]).toEqual([0, false]);
      expect(xen.call(0, [id, v10]).status).toBe(status);
      expect([xen.control.vmCount(), xen.control.vm(0).position, xen.control.vm(0).version]).toEqual([
        1,
        1,
        Number(v11),
      ]);
      xen.call(0, [id, v10]);
      expect(xen.control.vmCount()).toBe(1);
    }
  });

  it.each(negotiating)('answers in the same trap: %s', (model) => {
    const xen = new Xen({ model });
    xen.call(0, [VERSION, v11]);
    expect(statusOf(xen.call(0, [FEATURES, RXTX_MAP, 0n, 0n, 0n, 0n, 0n, 0n]).x)).toBe('success');
    expect(xen.control.vm(0).version).toBe(Number(v11));
  });

  it('is no longer needed to be counted where there is no negotiation, and a second version counts no second time', () => {
    const xen = new Xen(pair('xen/before-negotiation'));
    xen.call(0, [VERSION, v10]);
    xen.call(0, [VERSION, v11]);
    expect(xen.control.vmCount()).toBe(1);
  });
});

describe('two VMs', () => {
  it.each(models)('have a version each, and the list comes in the layout of each: %s', (model) => {
    const xen = new Xen(pair(model));
    xen.negotiate(0, v10);
    xen.negotiate(1, v11);
    for (const vm of [0, 1]) {
      xen.map(vm);
      const list = [partitionList([{ id: 0x8001 }]), answer(RX_RELEASE, [SUCCESS])];
      expect(xen.call(vm, [PARTITION_INFO, 0n, 0n, 0n, 0n, 0n], list).x[2]).toBe(2n);
      const rx = Buffer.from(page(xen, vm, 2));
      const size = vm === 0 ? 8 : 24;
      expect([rx.readUInt16LE(0), rx.readUInt16LE(size)]).toEqual([0x8001, vm === 0 ? 3 : 2]);
    }
  });

  it.each(negotiating)('reach each other once the receiver has made another call: %s', (model) => {
    const xen = new Xen(pair(model));
    xen.negotiate(0, v11);
    xen.map(0);
    xen.call(1, [VERSION, v11]);
    writeMessage(xen, 0, 3);
    expect(xen.call(0, [SEND2]).status).toBe(INVALID);
    xen.map(1);
    expect(xen.call(0, [SEND2]).status).toBe('success');
    expect(xen.control.interrupts()).toEqual([{ domain: 2, vcpu: 0, number: 8 }]);
  });

  it('reach each other after FFA_VERSION alone where there is no negotiation', () => {
    const xen = new Xen(pair('xen/before-negotiation'));
    xen.call(0, [VERSION, v11]);
    xen.map(0);
    writeMessage(xen, 0, 3);
    expect(xen.call(0, [SEND2]).status).toBe(INVALID);
    xen.call(1, [VERSION, v11]);
    expect(xen.call(0, [SEND2]).status).toBe(DENIED);
  });

  it.each([
    ['xen/before-negotiation', 2, 1],
    ['xen/negotiation-v1', 1, 1],
    ['xen/negotiation-merged', 1, 1],
    ['xen/v1.2', 1, 1],
  ])('leave the list when destroyed only if they were in it: %s', (model, before, after) => {
    const xen = new Xen(pair(model));
    xen.negotiate(0, v11);
    xen.call(1, [VERSION, v11]);
    expect(xen.control.vmCount()).toBe(before);
    xen.control.destroyVm(1);
    expect([xen.control.vmCount(), xen.control.vm(0).position]).toEqual([after, 1]);
  });
});
