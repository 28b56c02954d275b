/** What the tests assert of registers. */
import { OF_SPMC, type SuiteRow } from './row.ts';

const V12 = 'FFA_VERSION 1.2 -> any';

export const registerRows: SuiteRow[] = [
  {
    row: 21,
    suite: 'TFT',
    test: 'test_smccc_callee_preserved',
    asserts: 'x1 to x7 are 0 but for results, and x8 to x29 are kept',
    cases: [
      { name: 'FFA_VERSION', steps: ['FFA_VERSION 1.2 -> any x1..x7=0 x8..x29=kept'] },
      { name: 'FFA_ID_GET', steps: [V12, 'FFA_ID_GET -> FFA_SUCCESS x1=0 x3..x7=0 x8..x29=kept'] },
      { name: 'FFA_RXTX_MAP', steps: [V12, 'FFA_RXTX_MAP_64 TX RX 1 -> FFA_SUCCESS x1..x7=0 x8..x29=kept'] },
      {
        name: 'FFA_PARTITION_INFO_GET',
        steps: [
          V12,
          'FFA_RXTX_MAP_64 TX RX 1 -> FFA_SUCCESS',
          'FFA_PARTITION_INFO_GET -> FFA_SUCCESS x1=0 w2!=0 w3!=0 x4..x7=0 x8..x29=kept',
        ],
      },
      {
        name: 'FFA_RX_RELEASE',
        steps: [
          V12,
          'FFA_RXTX_MAP_64 TX RX 1 -> FFA_SUCCESS',
          'FFA_PARTITION_INFO_GET -> FFA_SUCCESS',
          'FFA_RX_RELEASE -> FFA_SUCCESS x1..x7=0 x8..x29=kept',
        ],
      },
      {
        name: 'FFA_RXTX_UNMAP',
        steps: [V12, 'FFA_RXTX_MAP_64 TX RX 1 -> FFA_SUCCESS', 'FFA_RXTX_UNMAP -> FFA_SUCCESS x1..x7=0 x8..x29=kept'],
      },
    ],
  },
  {
    row: 22,
    suite: 'TFT',
    test: 'test_smccc_ext_callee_preserved',
    asserts: 'FFA_PARTITION_INFO_GET_REGS: SUCCESS in 64 bits, x1 is 0, the last index, x18 and above are kept',
    cases: [
      {
        name: 'one partition',
        steps: [V12, 'FFA_PARTITION_INFO_GET_REGS -> FFA_SUCCESS_64 x1=0 w2=0 x2!=0 x18..x29=kept'],
      },
    ],
  },
  {
    row: 23,
    suite: 'HFS',
    test: 'smccc_regs_callee_preserved',
    asserts: 'FFA_VERSION and FFA_ID_GET of a partition: x1 to x7 are 0 but for results, x8 to x17 are kept',
    cases: [
      {
        name: 'FFA_VERSION',
        on: OF_SPMC,
        partitions: ['0x8001: on INIT call FFA_VERSION x1=0x10001 x8..x17=canary, then wait'],
        steps: ['0x8001: FFA_VERSION -> any x1..x7=0 x8..x17=kept'],
      },
      {
        name: 'FFA_ID_GET',
        on: OF_SPMC,
        partitions: ['0x8001: on INIT call FFA_ID_GET x8..x17=canary, then wait'],
        steps: ['0x8001: FFA_ID_GET -> FFA_SUCCESS x1=0 w2=SP x3..x7=0 x8..x17=kept'],
      },
    ],
    notRun:
      'x18 to x28 here: a scripted partition has x0 to x17; guest-asm/partition/own-calls.S has a program with all of them',
  },
  {
    row: 24,
    suite: 'HFS',
    test: 'smccc_extended_regs_callee_preserved',
    asserts: 'FFA_PARTITION_INFO_GET_REGS of a partition keeps x18 to x28',
    notRun: 'a scripted partition has x0 to x17; guest-asm/partition/own-calls.S asserts it of a program',
  },
  {
    row: 25,
    suite: 'HFS',
    test: 'smccc_forward',
    asserts: "an SMC that the partition's manifest allows goes through Hafnium",
    notRun: 'a list of allowed SMCs in a manifest is not modelled',
  },
  {
    row: 26,
    suite: 'HF arch',
    test: 'smccc_regs_callee_preserved',
    asserts: 'the same where the SPMC calls the dispatcher',
    notRun: 'the SPMC is no code that makes SMCs, it is part of the model',
  },
  {
    row: 27,
    suite: 'HF arch',
    test: 'ffa_features_smc',
    asserts: 'FFA_FEATURES by SMC and by HVC answer the same',
    cases: [
      {
        name: 'HVC',
        on: ['xen/*@*'],
        steps: [V12, 'hvc FFA_FEATURES FFA_RXTX_MAP_64 -> FFA_SUCCESS x1=0 x4..x7=0'],
      },
      {
        name: 'SMC',
        steps: [V12, 'FFA_FEATURES FFA_RXTX_MAP_64 -> FFA_SUCCESS x1=0 x4..x7=0'],
      },
    ],
    notRun: 'by HVC of a partition: it has one conduit in the model',
  },
  {
    row: 28,
    suite: 'HFW',
    test: 'smccc_nwd_regs_callee_preserved',
    asserts: 'FFA_VERSION(1.1) and FFA_ID_GET: x1 to x7 are 0 but for results, x8 to x28 are kept',
    cases: [
      { name: 'FFA_VERSION', steps: ['FFA_VERSION 1.1 -> any w0!=0xffffffff x1..x7=0 x8..x28=kept'] },
      {
        name: 'FFA_ID_GET',
        steps: ['FFA_VERSION 1.1 -> any', 'FFA_ID_GET -> FFA_SUCCESS x1=0 w2=ME x3..x7=0 x8..x28=kept'],
      },
    ],
  },
];
