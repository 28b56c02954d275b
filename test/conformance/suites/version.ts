/** FFA_VERSION. */
import { OF_SPMC, type SuiteRow } from './row.ts';

const V12 = 'FFA_VERSION 1.2 -> any';

/** A partition asks while it initialises. */
const asked = (...steps: string[]) => [`0x8001: on INIT ${steps.join(', then ')}, then wait`];
const ask = (version: string) => `call FFA_VERSION x1=${version}`;

export const versionRows: SuiteRow[] = [
  {
    row: 1,
    suite: 'TFT',
    test: 'test_ffa_version_equal',
    asserts: 'the version that the firmware has is answered with itself',
    cases: [{ name: 'own version', steps: ['FFA_VERSION version -> version'] }],
  },
  {
    row: 2,
    suite: 'TFT',
    test: 'test_ffa_version_bit31',
    asserts: '-1 for a version with bit 31 set',
    cases: [{ name: 'bit 31', steps: ['FFA_VERSION version|0x80000000 -> -1'] }],
  },
  {
    row: 3,
    suite: 'TFT',
    test: 'test_ffa_version_bigger',
    asserts: '-1 for 2.0, with Hafnium',
    cases: [{ name: '2.0', steps: ['FFA_VERSION 2.0 -> -1'] }],
  },
  {
    row: 4,
    suite: 'TFT',
    test: 'test_ffa_version_smaller',
    asserts: '-1 for 0.9',
    cases: [{ name: '0.9', steps: ['FFA_VERSION 0.9 -> -1'] }],
  },
  {
    row: 5,
    suite: 'TE3',
    test: 'test_el3_spmc_nwd_ffa_version',
    asserts: 'the own version for a higher one, for 0 and for itself, and for a lower one after another call',
    cases: [
      {
        name: 'with the SPMC at EL3',
        steps: [
          'FFA_VERSION version+1 -> version',
          'FFA_VERSION 0 -> version',
          'FFA_VERSION version -> version',
          'FFA_SPM_ID_GET -> FFA_SUCCESS',
          'FFA_VERSION 1.1 -> version',
        ],
      },
    ],
  },
  {
    row: 6,
    suite: 'HFS',
    test: 'ffa_version succeeds_current_version',
    asserts: 'a partition gets the own version for itself',
    cases: [
      {
        name: 'own version',
        on: OF_SPMC,
        partitions: asked(ask('{version}')),
        steps: ['0x8001: FFA_VERSION -> version'],
      },
    ],
  },
  {
    row: 7,
    suite: 'HFS',
    test: 'ffa_version succeeds_older_compatible_version',
    asserts: 'a partition gets the own version for a lower one',
    cases: [{ name: '1.1', on: OF_SPMC, partitions: asked(ask('0x10001')), steps: ['0x8001: FFA_VERSION -> version'] }],
  },
  {
    row: 8,
    suite: 'HFS',
    test: 'ffa_version fails_highest_bit_set',
    asserts: '-1 for bit 31, to a partition',
    cases: [
      { name: 'bit 31', on: OF_SPMC, partitions: asked(ask('0x80010002')), steps: ['0x8001: FFA_VERSION -> -1'] },
    ],
  },
  {
    row: 9,
    suite: 'HFS',
    test: 'ffa_version fails_major_version_too_low',
    asserts: '-1 for 0.1, to a partition',
    cases: [{ name: '0.1', on: OF_SPMC, partitions: asked(ask('1')), steps: ['0x8001: FFA_VERSION -> -1'] }],
  },
  {
    row: 10,
    suite: 'HFS',
    test: 'ffa_version fails_major_version_too_high',
    asserts: '-1 for 2.0, to a partition',
    cases: [{ name: '2.0', on: OF_SPMC, partitions: asked(ask('0x20000')), steps: ['0x8001: FFA_VERSION -> -1'] }],
  },
  {
    row: 11,
    suite: 'HFS',
    test: 'ffa_version fails_minor_version_too_high',
    asserts: '-1 for a higher minor version, to a partition',
    cases: [{ name: '1.9', on: OF_SPMC, partitions: asked(ask('0x10009')), steps: ['0x8001: FFA_VERSION -> -1'] }],
  },
  {
    row: 12,
    suite: 'HFS',
    test: 'ffa_version fails_change_after_other_abis_used',
    asserts: '-1 for a lower version after another call',
    cases: [
      {
        name: 'partition',
        on: OF_SPMC,
        partitions: asked(ask('{version}'), 'call FFA_FEATURES x1=FFA_VERSION', ask('0x10000')),
        steps: ['0x8001: FFA_VERSION -> version', '0x8001: FFA_FEATURES -> any', '0x8001: FFA_VERSION -> -1'],
      },
      {
        name: 'normal world',
        steps: ['FFA_VERSION version -> any', 'FFA_FEATURES FFA_VERSION -> any', 'FFA_VERSION 1.0 -> -1'],
      },
    ],
  },
  {
    row: 13,
    suite: 'HFO',
    test: 'ffa_version',
    asserts: 'the own version for itself and a lower one, -1 for incompatible ones',
    cases: [
      { name: 'own version', steps: ['FFA_VERSION version -> version'] },
      { name: '1.0', steps: ['FFA_VERSION 1.0 -> version'] },
      { name: '0', steps: ['FFA_VERSION 0 -> -1'] },
      { name: '1', steps: ['FFA_VERSION 1 -> -1'] },
      { name: 'higher minor', steps: ['FFA_VERSION version+1 -> -1'] },
      { name: '2.0', steps: ['FFA_VERSION 2.0 -> -1'] },
    ],
  },
  {
    row: 14,
    suite: 'HFO',
    test: 'ffa_version_invalid',
    asserts: '-1 for 0x80000000',
    cases: [{ name: 'bit 31 alone', steps: ['FFA_VERSION 0x80000000 -> -1'] }],
  },
  {
    row: 15,
    suite: 'HFE',
    test: 'fail_on_invalid_version',
    asserts: '-1 for 0xffffffff, to a partition',
    cases: [
      { name: 'all bits', on: OF_SPMC, partitions: asked(ask('0xffffffff')), steps: ['0x8001: FFA_VERSION -> -1'] },
    ],
  },
  {
    row: 16,
    suite: 'HFE',
    test: 'keeps_negotiated_version_after_other_abis_used',
    asserts: 'the agreed version for another one after another call, to a partition',
    cases: [
      {
        name: 'agreed version',
        on: OF_SPMC,
        partitions: asked(ask('0x10000'), 'call FFA_FEATURES x1=FFA_VERSION', ask('0x10001')),
        steps: ['0x8001: FFA_VERSION -> version', '0x8001: FFA_FEATURES -> any', '0x8001: FFA_VERSION -> 1.0'],
      },
    ],
  },
  {
    row: 17,
    suite: 'HFE',
    test: 'keeps_negotiated_version_incompatible_high',
    asserts: "the version of the partition's manifest after a request that was too high",
    cases: [
      {
        name: 'higher',
        on: OF_SPMC,
        partitions: [
          '0x8001 version=1.1',
          ...asked(ask('0x10009'), 'call FFA_FEATURES x1=FFA_VERSION', ask('0x10002')),
        ],
        steps: ['0x8001: FFA_VERSION -> version', '0x8001: FFA_FEATURES -> any', '0x8001: FFA_VERSION -> 1.1'],
      },
    ],
  },
  {
    row: 18,
    suite: 'HFE',
    test: 'keeps_negotiated_version_incompatible_low',
    asserts: "the version of the partition's manifest after a request that was too low",
    cases: [
      {
        name: '0',
        on: OF_SPMC,
        partitions: ['0x8001 version=1.1', ...asked(ask('0'), 'call FFA_FEATURES x1=FFA_VERSION', ask('0x10002'))],
        steps: ['0x8001: FFA_VERSION -> version', '0x8001: FFA_FEATURES -> any', '0x8001: FFA_VERSION -> 1.1'],
      },
    ],
  },
  {
    row: 19,
    suite: 'ACS',
    test: 'ffa_version (1.0)',
    asserts: 'the own version, or one of the same major number that is not lower; x1 to x7 are 0',
    cases: [
      { name: 'reserved registers', steps: ['FFA_VERSION 1.2 -> any w0!=0xffffffff w1..w7=0'] },
      { name: 'as 64 bits', steps: ['FFA_VERSION 1.2 -> any x1..x7=0'] },
    ],
  },
  {
    row: 20,
    suite: 'ACS',
    test: 'ffa_version_negotiation (1.2)',
    asserts: '-1 for a lower minor version after another call, and none for the same',
    cases: [
      {
        name: 'lower',
        steps: [
          'FFA_VERSION version -> any',
          'FFA_ID_GET -> any',
          'FFA_FEATURES FFA_VERSION -> any',
          'FFA_VERSION version-1 -> -1',
        ],
      },
      {
        name: 'the same',
        steps: [V12, 'FFA_ID_GET -> any', 'FFA_FEATURES FFA_VERSION -> any', 'FFA_VERSION 1.2 -> any w0!=0xffffffff'],
      },
    ],
  },
];
