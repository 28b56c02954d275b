import { describe, expect, it } from 'vitest';
import { describeCall, describeReply } from '../../src/abi/describe.ts';
import { endpointDescriptor } from '../conformance/suites/endpoint.ts';
import { errorOf, Platform, V1_2 } from './fixture.ts';

const FFA_RX_RELEASE = 0x8400_0065n;
const FFA_RXTX_MAP_64 = 0xc400_0066n;
const FFA_RXTX_UNMAP = 0x8400_0067n;
const FFA_PARTITION_INFO_GET = 0x8400_0068n;
const FFA_NOTIFICATION_BITMAP_CREATE = 0x8400_007dn;
const FFA_NOTIFICATION_BIND = 0x8400_007fn;
const SUCCESS = 0x8400_0061n;
const TX = 0x8040_0000n;
const RX = 0x8041_0000n;
const RX_OFFSET = 4;
const TX_OFFSET = 8;

/** A hypervisor with buffers of its own. */
function hypervisor(): Platform {
  const platform = new Platform('tfa-spmd+hafnium');
  platform.version(V1_2);
  platform.call(FFA_RXTX_MAP_64, TX, RX, 1n);
  return platform;
}

/** Maps buffers of a machine, with a descriptor that may be spoilt; an error code, or 0. */
function map(platform: Platform, values: bigint[], spoil = (_: DataView) => {}): number {
  const bytes = endpointDescriptor(values);
  spoil(new DataView(bytes.buffer));
  platform.machine.writeMemory(TX, bytes);
  return errorOf(platform.call(FFA_RXTX_MAP_64)) ?? 0;
}

/** Page n of those that nobody has yet. */
function page(n: number): bigint {
  return 0x8050_0000n + BigInt(n) * 0x1000n;
}

describe("the buffers of a hypervisor's virtual machines", () => {
  it.each([
    ['as it should be', (_: DataView) => {}, 0],
    ['an RX composite that is not aligned', (view: DataView) => view.setUint32(RX_OFFSET, 17, true), -2],
    ['a TX composite that is not aligned', (view: DataView) => view.setUint32(TX_OFFSET, 50, true), -2],
    ['an RX composite beyond TX', (view: DataView) => view.setUint32(RX_OFFSET, 0x1000, true), -2],
    ['a TX composite beyond TX', (view: DataView) => view.setUint32(TX_OFFSET, 0xffff_fff8, true), -2],
    ['composites within the header', (view: DataView) => view.setUint32(RX_OFFSET, 8, true), -2],
    ['an endpoint of the secure world', (view: DataView) => view.setUint16(0, 0x8001, true), -6],
    ['endpoint 0, which is the hypervisor', (view: DataView) => view.setUint16(0, 0, true), -6],
  ])('are mapped with a descriptor: %s', (_, spoil, code) => {
    expect(map(hypervisor(), [5n, page(0), page(1), 1n], spoil)).toBe(code);
  });

  it.each([
    ['TX that is not aligned', [5n, page(0) + 8n, page(1), 1n]],
    ['the same page for both', [5n, page(0), page(0), 1n]],
    ['no page', [5n, page(0), page(1), 0n]],
    ['more pages than the SPMC takes', [5n, page(0), page(2), 2n]],
    ['memory that is not there', [5n, 0x1c09_0000n, 0x1c0a_0000n, 1n]],
  ])('are refused: %s', (_, values) => {
    expect(map(hypervisor(), values)).toBe(-2);
  });

  it('are those of eight machines at once, and of others when some are unmapped', () => {
    const platform = hypervisor();
    const results = Array.from({ length: 9 }, (_, n) =>
      map(platform, [BigInt(n + 2), page(2 * n), page(2 * n + 1), 1n]),
    );
    expect(results).toEqual([0, 0, 0, 0, 0, 0, 0, 0, -6]);
    expect(platform.call(FFA_RXTX_UNMAP, 3n << 16n)[0]).toBe(SUCCESS);
    expect(map(platform, [77n, page(20), page(21), 1n])).toBe(0);
    expect(errorOf(platform.call(FFA_RX_RELEASE, 3n))).toBe(-2);
    expect(errorOf(platform.call(FFA_RX_RELEASE, 77n))).toBe(-6);
  });
});

describe('a virtual machine that has notifications and no buffers', () => {
  it('has an RX that is never full, and none to unmap', () => {
    const platform = hypervisor();
    expect(errorOf(platform.call(FFA_RX_RELEASE, 5n))).toBe(-2);
    expect(platform.call(FFA_NOTIFICATION_BITMAP_CREATE, 5n, 1n)[0]).toBe(SUCCESS);
    expect(errorOf(platform.call(FFA_RX_RELEASE, 5n))).toBe(-6);
    expect(errorOf(platform.call(FFA_RXTX_UNMAP, 5n << 16n))).toBe(-2);
  });
});

describe('a virtual machine of Xen', () => {
  const calls: [string, bigint[]][] = [
    ['FFA_RXTX_MAP', [FFA_RXTX_MAP_64, TX, RX, 1n]],
    ['FFA_PARTITION_INFO_GET', [FFA_PARTITION_INFO_GET]],
    ['FFA_RX_RELEASE', [FFA_RX_RELEASE]],
    ['FFA_NOTIFICATION_BIND', [FFA_NOTIFICATION_BIND, 0x8001_0002n, 0n, 1n]],
    ['FFA_RXTX_UNMAP', [FFA_RXTX_UNMAP]],
  ];

  /** What each call is answered, and what the firmware was asked for it. */
  function conversation(firmware: string): string[] {
    const platform = new Platform(firmware, { model: 'xen/v1.2' });
    platform.version(V1_2);
    return calls.map(([name, x]) => {
      const { after, before, smcs } = platform.smc(...x, ...Array<bigint>(8 - x.length).fill(0n));
      const asked = smcs.map(({ input, output }) => `${describeCall(input)} → ${describeReply(output, input)}`);
      return [name, describeReply(after.x, before.x), ...asked].join(' | ');
    });
  }

  it('has its buffers and its notifications with Hafnium, whom Xen tells of them', () => {
    expect(conversation('tfa-spmd+hafnium')).toEqual([
      'FFA_RXTX_MAP | FFA_SUCCESS_32 | FFA_RXTX_MAP(0 pages) SMC64 → FFA_SUCCESS_32',
      'FFA_PARTITION_INFO_GET | FFA_SUCCESS_32 | FFA_RX_ACQUIRE(VM 0x0002) SMC32 → FFA_SUCCESS_32',
      'FFA_RX_RELEASE | FFA_SUCCESS_32 | FFA_RX_RELEASE(VM 0x0002) SMC32 → FFA_SUCCESS_32',
      'FFA_NOTIFICATION_BIND | FFA_SUCCESS_32 | FFA_NOTIFICATION_BIND(0x8001→0x0002) SMC32 → FFA_SUCCESS_32',
      'FFA_RXTX_UNMAP | FFA_SUCCESS_32 | FFA_RXTX_UNMAP(VM 0x0002) SMC32 → FFA_SUCCESS_32',
    ]);
  });

  it('has buffers that an SPMC without FFA_RX_ACQUIRE never hears of', () => {
    expect(conversation('tfa-spmd+optee')).toEqual([
      'FFA_RXTX_MAP | FFA_SUCCESS_32',
      'FFA_PARTITION_INFO_GET | FFA_SUCCESS_32',
      'FFA_RX_RELEASE | FFA_SUCCESS_32',
      'FFA_NOTIFICATION_BIND | FFA_ERROR NOT_SUPPORTED',
      'FFA_RXTX_UNMAP | FFA_SUCCESS_32',
    ]);
  });

  it.each(['xen/v1.2', 'xen/negotiation-merged', 'xen/negotiation-v1', 'xen/before-negotiation'])(
    'finds a mediator behind the fixed rules, which answer where no firmware is named: %s',
    (model) => {
      const platform = new Platform('scripted', { model });
      expect(platform.version(V1_2)).toBe(model === 'xen/v1.2' ? V1_2 : 0x1_0001n);
      expect(platform.call(0x8400_0069n).slice(0, 3)).toEqual([SUCCESS, 0n, 2n]);
    },
  );
});
