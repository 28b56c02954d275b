import * as layout from '../../assembly/layout.ts';
import type { ScriptedReply } from '../../src/engine/engine.ts';
import type { Machine } from '../../src/engine/machine.ts';
import type { SmcRecord } from '../../src/engine/record.ts';
import type { XenControl } from '../../src/engine/xen.ts';
import { machine, registers, type Setup } from '../machine/fixture.ts';

export const models = ['xen/before-negotiation', 'xen/negotiation-v1', 'xen/negotiation-merged', 'xen/v1.2'] as const;

export const ERROR = 0x8400_0060n;
export const SUCCESS = 0x8400_0061n;
export const VERSION = 0x8400_0063n;
export const FEATURES = 0x8400_0064n;
export const RX_RELEASE = 0x8400_0065n;
export const RXTX_MAP = 0xc400_0066n;
export const PARTITION_INFO = 0x8400_0068n;
export const PARTITION_INFO_REGS = 0xc400_008bn;
export const ID_GET = 0x8400_0069n;
export const SEND2 = 0x8400_0086n;
export const SHARE = 0xc400_0073n;
export const RECLAIM = 0x8400_0077n;
export const [v10, v11, v12, v13] = [0x1_0000n, 0x1_0001n, 0x1_0002n, 0x1_0003n];

/** Gives x0 of an answer: SUCCESS, or the status code of an FFA_ERROR. */
export function statusOf(x: readonly bigint[]): number | 'success' | bigint {
  if (x[0] === ERROR) return Number(BigInt.asIntN(32, x[2]!));
  return x[0] === SUCCESS ? 'success' : x[0]!;
}

/** The firmware's answer to a function id; registers not given are 0. */
export function answer(functionId: bigint, first: readonly bigint[], rx?: Uint8Array): ScriptedReply {
  const x = Array.from({ length: 18 }, (_, n) => first[n] ?? 0n);
  const reply = { functionId: Number(functionId), address: undefined, x, keep: 0 };
  return rx === undefined ? reply : { ...reply, rx };
}

/** A secure partition: its id, properties and UUID, a byte of which fills all of it. */
export interface Partition {
  id: number;
  properties?: number;
  uuid?: number;
}

/** The firmware's list of secure partitions, 24 bytes each. */
export function partitionList(partitions: Partition[]): ScriptedReply {
  const rx = new Uint8Array(partitions.length * 24);
  const view = new DataView(rx.buffer);
  partitions.forEach(({ id, properties, uuid }, index) => {
    view.setUint16(index * 24, id, true);
    view.setUint16(index * 24 + 2, 1, true);
    view.setUint32(index * 24 + 4, properties ?? 3, true);
    rx.fill(uuid ?? 0, index * 24 + 8, index * 24 + 24);
  });
  return answer(PARTITION_INFO, [SUCCESS, 0n, BigInt(partitions.length), 24n], rx);
}

export interface XenSetup extends Setup {
  partitions?: Partition[];
  /** VMs to create, numbered from 0: domain ids. */
  domains?: number[];
  /** Width of all of them. */
  aarch64?: boolean;
}

/** What a call left. */
export interface Call {
  handled: boolean;
  x: bigint[];
  status: ReturnType<typeof statusOf>;
  smcs: SmcRecord[];
}

/** Xen with a firmware that supports everything and has one partition, and VMs with memory of their own. */
export class Xen {
  readonly machine: Machine;
  readonly control: XenControl;

  constructor(setup: XenSetup = {}) {
    const list = partitionList(setup.partitions ?? [{ id: 0x8001 }]);
    this.machine = machine({ model: 'xen/v1.2', ...setup, replies: [list, ...(setup.replies ?? [])] });
    this.control = this.machine.xen;
    if (!this.control.probe()) throw new Error('there is no mediator');
    const domains = setup.domains ?? [1];
    domains.forEach((domain, vm) => {
      const result = this.control.createVm(vm, domain, 1, setup.aarch64 ?? true);
      if (result !== 0) throw new Error(`domain ${domain}: ${result}`);
    });
  }

  /** Lets a VM call the mediator; registers not given hold canaries. Throws where Xen dies. */
  call(vm: number, first: readonly bigint[], replies: ScriptedReply[] = []): Call {
    const result = this.tryCall(vm, first, replies);
    if (result < 0) throw new Error('Xen died');
    const { x } = this.machine.readRegisters(0);
    return { handled: result === 1, x, status: statusOf(x), smcs: this.machine.lastSmcs(0) };
  }

  /** The same; returns -1 where Xen dies. */
  tryCall(vm: number, first: readonly bigint[], replies: ScriptedReply[] = []): number {
    this.machine.setReplies(replies);
    this.control.runVm(0, vm);
    this.machine.writeRegisters(0, registers(first));
    return this.control.call(0);
  }

  /** Negotiates a version, and ends negotiation with a call that changes nothing. */
  negotiate(vm: number, version = v12): void {
    this.call(vm, [VERSION, version]);
    this.call(vm, [ID_GET]);
  }

  /** Maps page 1 of a VM as TX and page 2 as RX. */
  map(vm: number): void {
    const { status } = this.call(vm, [RXTX_MAP, pageAddress(1), pageAddress(2), 1n]);
    if (status !== 'success') throw new Error(`RXTX_MAP: ${status}`);
  }

  /** One of the CAUSE_ values. */
  cause(): number {
    return this.machine.readTrap(0).cause;
  }
}

/** Address of a page of a VM. */
export function pageAddress(page: number): bigint {
  return 0x4000_0000n + BigInt(page) * 0x1000n;
}

/** Bytes of a page of a VM, to read and to write. */
export function page(xen: Xen, vm: number, number: number): Uint8Array {
  return xen.control.memory(vm).subarray(number * layout.PAGE_SIZE, (number + 1) * layout.PAGE_SIZE);
}

export interface Descriptor {
  sender?: number;
  attributes?: number;
  receiver?: number;
  permissions?: number;
  accessSize?: number;
  accessOffset?: number;
  /** Address and pages of each range. */
  ranges?: [bigint, number][];
  /** Pages in all; the sum of the ranges' if not given. */
  pages?: number;
}

/** A memory transaction descriptor of FF-A 1.1 or later in a VM's TX buffer; returns its length. */
export function writeDescriptor(xen: Xen, vm: number, options: Descriptor = {}): bigint {
  const { accessSize = 16, accessOffset = 48, ranges = [[pageAddress(3), 1]] } = options;
  const tx = page(xen, vm, 1);
  const view = new DataView(tx.buffer, tx.byteOffset, tx.length);
  const composite = accessOffset + accessSize;
  tx.fill(0);
  view.setUint16(0, options.sender ?? xen.control.vm(vm).domain + 1, true);
  view.setUint16(2, options.attributes ?? 0x2f, true);
  view.setUint32(24, accessSize, true);
  view.setUint32(28, 1, true);
  view.setUint32(32, accessOffset, true);
  view.setUint16(accessOffset, options.receiver ?? 0x8001, true);
  view.setUint8(accessOffset + 2, options.permissions ?? 2);
  view.setUint32(accessOffset + 4, composite, true);
  view.setUint32(composite, options.pages ?? ranges.reduce((sum, [, pages]) => sum + pages, 0), true);
  view.setUint32(composite + 4, ranges.length, true);
  ranges.forEach(([address, pages], index) => {
    view.setBigUint64(composite + 16 + index * 16, address, true);
    view.setUint32(composite + 24 + index * 16, pages, true);
  });
  return BigInt(composite + 16 + ranges.length * 16);
}

/** Shares by a descriptor; the firmware gives this handle. */
export function share(xen: Xen, vm: number, descriptor: Descriptor, handle = 0x7_0000_0001n): Call {
  const length = writeDescriptor(xen, vm, descriptor);
  const reply = answer(SHARE, [SUCCESS, 0n, handle & 0xffff_ffffn, handle >> 32n]);
  return xen.call(vm, [SHARE, length, length, 0n, 0n], [reply]);
}
