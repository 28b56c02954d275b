import { describe, expect, it } from 'vitest';
import { CAUSE_ENDLESS_LOOP, CAUSE_NONE, SMC_LOG_CAPACITY, XEN_VM_COUNT } from '../../assembly/layout.ts';
import type { ScriptedReply } from '../../src/engine/engine.ts';
import { machine } from '../machine/fixture.ts';
import {
  answer,
  ERROR,
  models,
  PARTITION_INFO,
  PARTITION_INFO_REGS,
  page,
  RECLAIM,
  RX_RELEASE,
  SUCCESS,
  share,
  v11,
  v12,
  Xen,
  type XenSetup,
} from './xen-fixture.ts';

const [ENODEV, ERANGE, EIO, ENOMEM, EBUSY] = [-19, -34, -5, -12, -16];
const REQUEST = 0x8400_006fn;
const RESPONSE = 0x8400_0070n;
const BITMAP_CREATE = 0x8400_007dn;
const BITMAP_DESTROY = 0x8400_007en;
const INFO_GET = 0xc400_0083n;
const INTERRUPTED = 0xffff_fffbn;
const DENIED = 0xffff_fffan;
/** Properties of a partition that hears of every VM. */
const [created, destroyed] = [1 << 6, 1 << 7];
const created4 = 0x8000_0004n;
const destroyed6 = 0x8000_0006n;

/** The partition's answer to a message about a VM. */
const told = (message: bigint, status = 0n): ScriptedReply => answer(REQUEST, [RESPONSE, 0n, message + 1n, status]);

/** Runs an operation against these replies and tells which SMCs it made. */
function during(xen: Xen, replies: ScriptedReply[], operation: () => unknown): bigint[] {
  xen.machine.setReplies(replies);
  operation();
  return xen.machine.lastSmcs(0).map(({ input }) => (input[0] === REQUEST ? input[2]! : input[0]!));
}

const listening: XenSetup = { partitions: [{ id: 0x8001, properties: 3 | created | destroyed }], domains: [] };

describe('creating a VM', () => {
  it.each(models)('tells the partitions that want to hear of it, then makes its notifications: %s', (model) => {
    const xen = new Xen({ ...listening, model });
    let result = -1;
    const calls = during(xen, [told(created4)], () => {
      result = xen.control.createVm(0, 1, 2, true);
    });
    expect([result, calls]).toEqual([0, [created4, BITMAP_CREATE]]);
    expect(xen.machine.lastSmcs(0).map(({ input }) => input.slice(1, 6))).toEqual([
      [0x8001n, created4, 0n, 0n, 2n],
      [2n, 2n, 0n, 0n, 0n],
    ]);
  });

  it('tries eleven times to tell one that is interrupted', () => {
    const xen = new Xen(listening);
    const replies = Array.from({ length: 10 }, () => told(created4, INTERRUPTED));
    expect(during(xen, [...replies, told(created4)], () => xen.control.createVm(0, 1, 1, true))).toHaveLength(12);
    expect(during(xen, [...replies, told(created4, INTERRUPTED)], () => xen.control.createVm(1, 2, 1, true))).toEqual(
      Array(11).fill(created4),
    );
  });

  it.each([
    ['a partition that objects', [told(created4, DENIED)], EIO],
    ['a partition whose answer is none', [answer(REQUEST, [SUCCESS])], EIO],
    ['a firmware without room', [told(created4), answer(BITMAP_CREATE, [ERROR, 0n, DENIED])], ENOMEM],
  ])('fails for %s', (_what, replies, errno) => {
    const xen = new Xen(listening);
    xen.machine.setReplies(replies);
    expect(xen.control.createVm(0, 1, 1, true)).toBe(errno);
  });

  it('fails for a domain id that is none, a place that is taken, and past the last place', () => {
    const xen = new Xen({ domains: [1] });
    expect(xen.control.createVm(1, 0x7fef, 1, true)).toBe(0);
    expect(xen.control.createVm(2, 0x7ff0, 1, true)).toBe(ERANGE);
    expect(xen.control.createVm(0, 5, 1, true)).toBe(EBUSY);
    expect(xen.control.createVm(XEN_VM_COUNT, 6, 1, true)).toBe(EBUSY);
  });

  it('fails where there is no mediator, and FF-A is unknown to the VM', () => {
    const target = machine({ model: 'xen/v1.2', firmware: { version: '1.0' } });
    expect(target.xen.probe()).toBe(false);
    expect(target.xen.createVm(0, 1, 1, true)).toBe(ENODEV);
    target.xen.runVm(0, 0);
    expect(target.xen.call(0)).toBe(0);
  });

  it('boots without the VM of a run where a partition objects', () => {
    const target = machine({
      model: 'xen/v1.2',
      replies: [answer(PARTITION_INFO, [SUCCESS, 0n, 1n, 24n], listOf(0x8001, created)), told(created4, DENIED)],
    });
    expect(target.boot().result).toBe(EIO);
  });
});

function listOf(id: number, properties: number): Uint8Array {
  const bytes = new Uint8Array(24);
  new DataView(bytes.buffer).setUint32(0, id | 0x1_0000, true);
  new DataView(bytes.buffer).setUint32(4, properties, true);
  return bytes;
}

describe('destroying a VM', () => {
  /** A VM with a share, whose partition hears of its end. */
  function sharing(model = 'xen/v1.2'): Xen {
    const xen = new Xen({ ...listening, model });
    xen.machine.setReplies([told(created4)]);
    xen.control.createVm(0, 1, 1, true);
    xen.negotiate(0, v11);
    xen.map(0);
    share(xen, 0, {});
    return xen;
  }
  const destroy = (xen: Xen) => xen.control.destroyVm(0);
  const fire = (xen: Xen) => xen.control.fireTimer();

  it.each(models)('undoes everything: %s', (model) => {
    const xen = sharing(model);
    const calls = during(xen, [told(destroyed6)], () => destroy(xen));
    expect(calls.slice(-3)).toEqual([BITMAP_DESTROY, destroyed6, RECLAIM]);
    expect(xen.control.timerWasSet()).toBe(false);
    const { references, pageReferences, shareCount, rxMapped } = xen.control.vm(0);
    expect([references, shareCount, rxMapped]).toEqual([1, 0, false]);
    expect(pageReferences).toEqual(Array(8).fill(1));
  });

  it('tries again by a timer what was interrupted or denied, as often as it takes', () => {
    const xen = sharing();
    const denied = answer(RECLAIM, [ERROR, 0n, DENIED]);
    const interrupted = Array.from({ length: 11 }, () => told(destroyed6, INTERRUPTED));
    expect(during(xen, [...interrupted, denied], () => destroy(xen)).filter((id) => id === RECLAIM)).toHaveLength(1);
    expect(xen.control.timerWasSet()).toBe(true);
    expect(xen.control.vm(0)).toMatchObject({ shareCount: 1, references: 2 });
    expect(during(xen, [told(destroyed6), denied], () => fire(xen))).toEqual([destroyed6, RECLAIM]);
    expect(xen.control.timerWasSet()).toBe(true);
    expect(during(xen, [], () => fire(xen))).toEqual([RECLAIM]);
    expect(xen.control.vm(0)).toMatchObject({ shareCount: 0, references: 1 });
    expect(during(xen, [], () => fire(xen))).toEqual([]);
  });

  it('gives up what the firmware refuses otherwise: its pages and the domain stay for ever', () => {
    const xen = sharing();
    during(xen, [told(destroyed6), answer(RECLAIM, [ERROR, 0n, 0xffff_fffen])], () => destroy(xen));
    expect(xen.control.vm(0)).toMatchObject({ shareCount: 1, shareHandles: [], references: 2 });
    expect(xen.control.vm(0).pageReferences[3]).toBe(2);
    expect(during(xen, [], () => fire(xen))).toEqual([]);
    expect(xen.control.timerWasSet()).toBe(true);
  });

  it('keeps the buffers that the firmware does not give back', () => {
    const xen = sharing();
    const refusal = answer(0x8400_0067n, [ERROR, 0n, DENIED]);
    during(xen, [refusal, told(destroyed6)], () => destroy(xen));
    expect(xen.control.vm(0)).toMatchObject({ rxMapped: true, txMapped: true });
    expect(xen.control.vm(0).pageReferences.slice(1, 3)).toEqual([2, 2]);
  });
});

describe('the schedule receiver interrupt', () => {
  /** x2 of an answer with these lists of ids: how many there are and whether there are more. */
  const lists = (count: number, sizes: number, more = 0) => BigInt(more | (count << 7) | (sizes << 12));

  it('interrupts vCPU 0 of each VM with a notification, and passes over the numbers of vCPUs', () => {
    const xen = new Xen({ domains: [1, 2, 3] });
    const reply = answer(INFO_GET, [0xc400_0061n, 0n, lists(2, 1), 0x0004_0000_0002n]);
    expect(during(xen, [reply], () => xen.control.scheduleReceivers())).toEqual([INFO_GET]);
    expect(xen.control.interrupts()).toEqual([
      { domain: 1, vcpu: 0, number: 8 },
      { domain: 3, vcpu: 0, number: 8 },
    ]);
    expect([0, 1, 2].map((vm) => xen.control.vm(vm).securePending)).toEqual([true, false, true]);
  });

  it('asks until there are no more, and for ever where there always are', () => {
    const xen = new Xen({ domains: [1] });
    const more = answer(INFO_GET, [0xc400_0061n, 0n, lists(1, 0, 1), 2n]);
    expect(
      during(xen, [more, answer(INFO_GET, [ERROR, 0n, DENIED])], () => xen.control.scheduleReceivers()),
    ).toHaveLength(2);
    expect(xen.cause()).toBe(CAUSE_NONE);
    during(
      xen,
      Array.from({ length: SMC_LOG_CAPACITY }, () => more),
      () => xen.control.scheduleReceivers(),
    );
    expect(xen.cause()).toBe(CAUSE_ENDLESS_LOOP);
  });
});

describe('a full list of partitions', () => {
  const everyone: XenSetup = { set: { vm_to_vm: 'on' }, domains: [1, 2, 3, 4, 5, 6, 7, 8] };

  it('comes in a buffer, the caller first', () => {
    const xen = new Xen(everyone);
    for (let vm = 0; vm < XEN_VM_COUNT; vm++) xen.negotiate(vm);
    xen.map(3);
    expect(xen.call(3, [PARTITION_INFO, 0n, 0n, 0n, 0n, 1n]).x[2]).toBe(9n);
    const { x } = xen.call(3, [PARTITION_INFO, 0n, 0n, 0n, 0n, 0n]);
    expect(x.slice(0, 4)).toEqual([SUCCESS, 0n, 9n, 24n]);
    const rx = Buffer.from(page(xen, 3, 2));
    expect(Array.from({ length: 9 }, (_, n) => rx.readUInt16LE(n * 24))).toEqual([0x8001, 5, 2, 3, 4, 6, 7, 8, 9]);
    expect(xen.call(3, [PARTITION_INFO, 0n, 0n, 0n, 0n, 0n]).status).toBe(-4);
    expect(xen.call(3, [RX_RELEASE]).status).toBe('success');
  });

  it('comes in registers as far as all VMs that are left fit: none of them is counted otherwise', () => {
    const xen = new Xen(everyone);
    for (let vm = 0; vm < XEN_VM_COUNT; vm++) xen.negotiate(vm);
    const ask = (start: bigint, tag: bigint) => xen.call(0, [PARTITION_INFO_REGS, 0n, 0n, start | (tag << 16n)]);
    const first = ask(0n, 0n).x[2]!;
    const tag = (first >> 32n) & 0xffffn;
    expect([first >> 48n, (first >> 16n) & 0xffffn, first & 0xffffn]).toEqual([24n, 0n, 8n]);
    expect(ask(1n, tag + 1n).status).toBe(-7);
    expect(ask(1n, tag).status).toBe(-2);
    const last = ask(4n, tag).x;
    expect([(last[2]! >> 16n) & 0xffffn, last[3]! & 0xffffn]).toEqual([8n, 5n]);
    expect(ask(9n, tag).status).toBe(-2);
  });

  it('loses the VM that is destroyed, and its tag changes', () => {
    const xen = new Xen(everyone);
    for (let vm = 0; vm < XEN_VM_COUNT; vm++) xen.negotiate(vm, v12);
    const tag = () => (xen.call(0, [PARTITION_INFO_REGS, 0n, 0n, 0n]).x[2]! >> 32n) & 0xffffn;
    const before = tag();
    xen.control.destroyVm(4);
    expect(tag()).toBe(before + 1n);
    expect(xen.control.vm(7).position).toBe(7);
  });
});
