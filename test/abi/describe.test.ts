import { describe, expect, it } from 'vitest';
import * as ffa from '../../assembly/ffa/ids.ts';
import { FFA_DENIED, FFA_NOT_SUPPORTED, FFA_VERSION_1_2 } from '../../assembly/ffa/status.ts';
import * as smccc from '../../assembly/smccc/ids.ts';
import { decodeCall, describeCall, describeReply, versionText } from '../../src/abi/describe.ts';

/** x0 … x17 from the values given, the rest zero. */
function registers(...values: (bigint | number)[]): bigint[] {
  return Array.from({ length: 18 }, (_, n) => BigInt.asUintN(64, BigInt(values[n] ?? 0)));
}

describe('describeCall', () => {
  it.each([
    ['a function id as its argument', [ffa.FFA_FEATURES, ffa.FFA_MEM_SHARE_64], 'FFA_FEATURES(FFA_MEM_SHARE_64) SMC32'],
    ['a feature id as its argument', [ffa.FFA_FEATURES, 2], 'FFA_FEATURES(schedule receiver interrupt) SMC32'],
    ['an id that nobody knows as its argument', [ffa.FFA_FEATURES, 0x840000ef], 'FFA_FEATURES(0x840000ef) SMC32'],
    ['a version', [ffa.FFA_VERSION, FFA_VERSION_1_2], 'FFA_VERSION(1.2) SMC32'],
    ['a version with bit 31 set', [ffa.FFA_VERSION, 0x80010001], 'FFA_VERSION(0x80010001) SMC32'],
    ['target information', [ffa.FFA_RUN, 0x80010000], 'FFA_RUN(0x8001:0) SMC32'],
    ['target information, 64-bit form', [ffa.FFA_RUN_64, 0x80010003], 'FFA_RUN(0x8001:3) SMC64'],
    [
      'sender and receiver',
      [ffa.FFA_MSG_SEND_DIRECT_REQ2, 0x18002, 0x1234n],
      'FFA_MSG_SEND_DIRECT_REQ2(0x0001→0x8002) SMC64',
    ],
    ['no argument', [ffa.FFA_ID_GET, 77], 'FFA_ID_GET SMC32'],
    ['lengths', [ffa.FFA_MEM_SHARE_64, 96, 48], 'FFA_MEM_SHARE(total 96 bytes, fragment 48 bytes) SMC64'],
    [
      'addresses and a page count',
      [ffa.FFA_RXTX_MAP_64, 0x1_8000_1000n, 0x80002000, 1],
      'FFA_RXTX_MAP(TX 0x180001000, RX 0x80002000, 1 page) SMC64',
    ],
    [
      'addresses of the 32-bit form, whose upper halves do not count',
      [ffa.FFA_RXTX_MAP, 0x1_8000_1000n, 0x80002000, 2],
      'FFA_RXTX_MAP(TX 0x80001000, RX 0x80002000, 2 pages) SMC32',
    ],
    [
      'a handle in two halves',
      [ffa.FFA_MEM_RECLAIM, 0xdeadn, 0x80000000n],
      'FFA_MEM_RECLAIM(handle 0x800000000000dead) SMC32',
    ],
    ['a PSCI call', [smccc.PSCI_CPU_ON_64, 1, 0x80000000], 'PSCI_CPU_ON(entry 0x80000000) SMC64'],
    ['an architecture call', [smccc.SMCCC_VERSION], 'SMCCC_VERSION SMC32'],
    ['an unknown FF-A id', [0x840000ef], 'unknown FF-A call 0x840000ef SMC32'],
    ['the vendor hypervisor', [0xc6000005], 'Vendor Hypervisor Service call 0xc6000005 SMC64'],
    ['a Trusted OS', [0xb2000001], 'Trusted OS call 0xb2000001 SMC32'],
    ['a yielding id', [0x32000001], 'yielding call 0x32000001 (reserved) SMC32'],
    ['the SVE hint', [0x84010063, 0x10001], 'FFA_VERSION(1.1) SMC32, SVE hint'],
    ['garbage above w0', [0xdeadbeef84000069n], 'FFA_ID_GET SMC32, x0[63:32] = deadbeef'],
    [
      'reserved bits of a fast id',
      [0x84020063],
      'Standard Secure Service call 0x84020063 SMC32, reserved bits 23:17 = 01',
    ],
  ] as const)('names %s', (_, values, expected) => {
    expect(describeCall(registers(...values))).toBe(expected);
  });

  it('leaves out what only a later version defines', () => {
    const query = registers(ffa.FFA_VERSION, 0x10003, 2);
    expect(describeCall(query)).toBe('FFA_VERSION(1.3) SMC32');
    expect(decodeCall(query, 'smc', '1.3').arguments).toBe('1.3, query 2');
  });

  it('names the convention after the conduit', () => {
    expect(describeCall(registers(smccc.SMCCC_VERSION), 'hvc')).toBe('SMCCC_VERSION HVC32');
  });

  it('keeps the parts apart for those who lay them out themselves', () => {
    const call = decodeCall(registers(ffa.FFA_RUN, 0x80010000));
    expect(call).toMatchObject({ name: 'FFA_RUN', arguments: '0x8001:0', convention: 'SMC32', owner: 'FF-A' });
  });
});

describe('describeReply', () => {
  it.each([
    ['an error by its status', [ffa.FFA_ERROR, 0, FFA_NOT_SUPPORTED], 'FFA_ERROR NOT_SUPPORTED'],
    ['an error whose status is zero-extended', [ffa.FFA_ERROR, 0, 0xfffffffan], 'FFA_ERROR DENIED'],
    ['an error of the 64-bit form', [ffa.FFA_ERROR_64, 0, FFA_DENIED], 'FFA_ERROR_64 DENIED'],
    ['an error with a code that nobody defines', [ffa.FFA_ERROR, 0, 5], 'FFA_ERROR 5'],
    ['an error with no error in it', [ffa.FFA_ERROR], 'FFA_ERROR 0'],
    ['success in both forms: 32', [ffa.FFA_SUCCESS, 0, 7], 'FFA_SUCCESS_32'],
    ['success in both forms: 64', [ffa.FFA_SUCCESS_64], 'FFA_SUCCESS_64'],
    ['an interrupted partition', [ffa.FFA_INTERRUPT, 0x80010000], 'FFA_INTERRUPT(0x8001:0)'],
    ['a response', [ffa.FFA_MSG_SEND_DIRECT_RESP2, 0x80020001], 'FFA_MSG_SEND_DIRECT_RESP2(0x8002→0x0001)'],
    ['a version', [0x10002], '1.2'],
    ['-1 in 64 bits', [-1], '-1 (NOT_SUPPORTED, 64-bit)'],
    ['-1 in 32 bits', [0xffffffff], '-1 (NOT_SUPPORTED, 32-bit zero-extended)'],
    ['-1 with something else above it', [0x12345678_ffffffffn], '-1 (NOT_SUPPORTED, x0[63:32] = 12345678)'],
    ['a bare zero', [0], '0 (SUCCESS)'],
    ['data', [0xdeadbeefn << 32n], '0xdeadbeef00000000'],
  ] as const)('names %s', (_, values, expected) => {
    expect(describeReply(registers(...values))).toBe(expected);
  });

  it('reads a number by the call that it answers', () => {
    expect(describeReply(registers(0x10002), registers(smccc.PSCI_STAT_COUNT))).toBe('0x0000000000010002');
    expect(describeReply(registers(0), registers(ffa.FFA_VERSION))).toBe('0.0');
    expect(describeReply(registers(-3), registers(smccc.PSCI_CPU_ON))).toBe('-3 (DENIED, 64-bit)');
    expect(describeReply(registers(-3), registers(ffa.FFA_VERSION))).toBe('-3 (INVALID_PARAMETER, 64-bit)');
  });
});

describe('versionText', () => {
  it('leaves a word with bit 31 set as it is', () => {
    expect(versionText(0x80010002)).toBe('0x80010002');
    expect(versionText(0x7fff0003)).toBe('32767.3');
  });
});
