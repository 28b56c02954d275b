/** FFA_RXTX_MAP, FFA_RXTX_UNMAP and FFA_RX_RELEASE; messages through buffers. */
import { OF_SPMC, type SuiteRow } from './row.ts';

const V12 = 'FFA_VERSION 1.2 -> any';
const MAP = 'FFA_RXTX_MAP_64 TX RX 1 -> FFA_SUCCESS';
/** A partition maps its buffers and has a list put in RX. */
const OWN_LIST = 'call FFA_RXTX_MAP_64 x1=0x80400000 x2=0x80410000 x3=1, then call FFA_PARTITION_INFO_GET';
const MESSAGES =
  'FFA_MSG_SEND2 to and from partitions is not modelled; between virtual machines of Xen: test/el2/xen-*';

export const bufferRows: SuiteRow[] = [
  {
    row: 69,
    suite: 'HFS, HFE, HFP',
    test: 'rxtx_map fails_with_unaligned_pointer',
    asserts: 'TX, RX or both not aligned: INVALID_PARAMETERS',
    cases: [
      { name: 'TX', steps: [V12, 'FFA_RXTX_MAP_64 TX+8 RX 1 -> INVALID_PARAMETERS'] },
      { name: 'RX', steps: [V12, 'FFA_RXTX_MAP_64 TX RX+8 1 -> INVALID_PARAMETERS'] },
      { name: 'both', steps: [V12, 'FFA_RXTX_MAP_64 TX+8 RX+8 1 -> INVALID_PARAMETERS'] },
    ],
  },
  {
    row: 70,
    suite: 'HFS, HFE, HFP',
    test: 'rxtx_map fails_with_same_page',
    asserts: 'one page for both: INVALID_PARAMETERS',
    cases: [{ name: 'same page', steps: [V12, 'FFA_RXTX_MAP_64 TX TX 1 -> INVALID_PARAMETERS'] }],
  },
  {
    row: 71,
    suite: 'HFS, HFE, HFP',
    test: 'rxtx_map fails_if_already_succeeded',
    asserts: 'a second map: DENIED',
    cases: [
      { name: 'normal world', steps: [V12, MAP, 'FFA_RXTX_MAP_64 TX RX 1 -> DENIED'] },
      {
        name: 'partition',
        on: OF_SPMC,
        partitions: [
          '0x8001: on INIT call FFA_RXTX_MAP_64 x1=0x80400000 x2=0x80410000 x3=1, then call FFA_RXTX_MAP_64 x1=0x80420000 x2=0x80430000 x3=1, then wait',
        ],
        steps: ['0x8001: FFA_RXTX_MAP_64 -> FFA_SUCCESS', '0x8001: FFA_RXTX_MAP_64 -> DENIED'],
      },
    ],
  },
  {
    row: 72,
    suite: 'HFP, HFS',
    test: 'rxtx_map fails_with_device_memory',
    asserts: 'buffers in device memory: INVALID_PARAMETERS',
    cases: [{ name: 'outside RAM', steps: [V12, 'FFA_RXTX_MAP_64 0x1c090000 0x1c0a0000 1 -> INVALID_PARAMETERS'] }],
  },
  {
    row: 73,
    suite: 'HFP',
    test: 'rxtx_map fails_with_zero_page_count',
    asserts: 'no page: INVALID_PARAMETERS',
    cases: [{ name: 'none', steps: [V12, 'FFA_RXTX_MAP_64 TX RX 0 -> INVALID_PARAMETERS'] }],
  },
  {
    row: 74,
    suite: 'HFP',
    test: 'rxtx_map succeeds_with_max_page_count, fails_with_exceeding',
    asserts: 'as many pages as FFA_FEATURES names, and not one more: INVALID_PARAMETERS',
    cases: [
      { name: 'largest', steps: [V12, 'FFA_RXTX_MAP_64 TX RX PAGES -> FFA_SUCCESS'] },
      { name: 'one more', steps: [V12, 'FFA_RXTX_MAP_64 TX RX PAGES+1 -> INVALID_PARAMETERS'] },
    ],
  },
  {
    row: 75,
    suite: 'HFP',
    test: 'overlapping_multi_page_buffers',
    asserts: 'buffers with a common page: INVALID_PARAMETERS',
    cases: [{ name: 'two pages each', steps: [V12, 'FFA_RXTX_MAP_64 TX TX+0x1000 2 -> INVALID_PARAMETERS'] }],
  },
  {
    row: 76,
    suite: 'all',
    test: 'rxtx_unmap fails_if_no_mapping, fails_if_already_unmapped',
    asserts: 'no buffers: INVALID_PARAMETERS',
    cases: [
      { name: 'never mapped', steps: [V12, 'FFA_RXTX_UNMAP -> INVALID_PARAMETERS'] },
      {
        name: 'already unmapped',
        steps: [V12, MAP, 'FFA_RXTX_UNMAP -> FFA_SUCCESS', 'FFA_RXTX_UNMAP -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 77,
    suite: 'all',
    test: 'succeeds_in_remapping_region',
    asserts: 'map, unmap, map',
    cases: [{ name: 'again', steps: [V12, MAP, 'FFA_RXTX_UNMAP -> FFA_SUCCESS', MAP] }],
  },
  {
    row: 78,
    suite: 'HFP',
    test: 'unmap validate_allocator_id',
    asserts: 'an id in w1 of a partition: INVALID_PARAMETERS',
    cases: [
      {
        name: 'partition',
        on: OF_SPMC,
        partitions: [
          '0x8001: on INIT call FFA_RXTX_MAP_64 x1=0x80400000 x2=0x80410000 x3=1, then call FFA_RXTX_UNMAP x1=0x80010000, then wait',
        ],
        steps: ['0x8001: FFA_RXTX_UNMAP -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 79,
    suite: 'TFT',
    test: 'test_ffa_rxtx_map_fail',
    asserts: 'one map after another: DENIED',
    cases: [{ name: 'other pages', steps: [V12, MAP, 'FFA_RXTX_MAP_64 TX+0x20000 RX+0x20000 1 -> DENIED'] }],
  },
  {
    row: 80,
    suite: 'TFT',
    test: 'rxtx_map_secure_memory_fail, rxtx_map_realm_fail',
    asserts: 'buffers in secure or realm memory: DENIED',
    notRun: 'the model has no memory of other security states',
  },
  {
    row: 81,
    suite: 'TFT',
    test: 'rxtx_map_memory_share_fail',
    asserts: 'buffers in memory that is shared or lent: DENIED',
    notRun: "the SPMC's view of shared memory is not modelled; pKVM's is: test/el2",
  },
  {
    row: 82,
    suite: 'TFT',
    test: 'rxtx_unmap_nonexistent_vm_id_fail, unmap_fail_if_sp',
    asserts: 'unmap for a virtual machine that has no buffers, or for a partition: INVALID_PARAMETERS',
    cases: [
      { name: 'unknown', on: OF_SPMC, steps: [V12, MAP, 'FFA_RXTX_UNMAP 0x55:0 -> INVALID_PARAMETERS'] },
      { name: 'partition', on: OF_SPMC, steps: [V12, MAP, 'FFA_RXTX_UNMAP SP:0 -> INVALID_PARAMETERS'] },
    ],
  },
  {
    row: 83,
    suite: 'TFT',
    test: 'rxtx_map_forward_success, rxtx_map_forward_consecutive',
    asserts: 'a hypervisor maps the buffers of its virtual machines',
    cases: [
      {
        name: 'one',
        on: OF_SPMC,
        steps: [V12, MAP, 'endpoint 5 0x80420000 0x80430000 1', 'FFA_RXTX_MAP_64 -> FFA_SUCCESS'],
      },
      {
        name: 'two, and unmap',
        on: OF_SPMC,
        steps: [
          V12,
          MAP,
          'endpoint 5 0x80420000 0x80430000 1',
          'FFA_RXTX_MAP_64 -> FFA_SUCCESS',
          'endpoint 6 0x80440000 0x80450000 1',
          'FFA_RXTX_MAP_64 -> FFA_SUCCESS',
          'FFA_RXTX_UNMAP 5:0 -> FFA_SUCCESS',
          'FFA_RXTX_UNMAP 5:0 -> INVALID_PARAMETERS',
          'FFA_RXTX_UNMAP 6:0 -> FFA_SUCCESS',
        ],
      },
      {
        name: 'the same twice',
        on: OF_SPMC,
        steps: [
          V12,
          MAP,
          'endpoint 5 0x80420000 0x80430000 1',
          'FFA_RXTX_MAP_64 -> FFA_SUCCESS',
          'endpoint 5 0x80440000 0x80450000 1',
          'FFA_RXTX_MAP_64 -> DENIED',
        ],
      },
    ],
  },
  {
    row: 84,
    suite: 'TFT',
    test: 'rxtx_map_forward_unmapped_buffers_fail',
    asserts: 'the hypervisor itself has no buffers: INVALID_PARAMETERS',
    cases: [
      {
        name: 'no buffers',
        on: OF_SPMC,
        steps: [V12, 'endpoint 5 0x80420000 0x80430000 1', 'FFA_RXTX_MAP_64 -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 85,
    suite: 'TFT',
    test: 'rxtx_map_forward_different_ids_fail, memory_share_fail',
    asserts: 'the same pages for two virtual machines: DENIED',
    cases: [
      {
        name: 'same pages',
        on: OF_SPMC,
        steps: [
          V12,
          MAP,
          'endpoint 5 0x80420000 0x80430000 1',
          'FFA_RXTX_MAP_64 -> FFA_SUCCESS',
          'endpoint 6 0x80420000 0x80430000 1',
          'FFA_RXTX_MAP_64 -> DENIED',
        ],
      },
      {
        name: "the hypervisor's own",
        on: OF_SPMC,
        steps: [V12, MAP, 'endpoint 5 TX RX 1', 'FFA_RXTX_MAP_64 -> DENIED'],
      },
    ],
    notRun: 'pages that are shared: the SPMC\u2019s view of shared memory is not modelled',
  },
  {
    row: 92,
    suite: 'HFP',
    test: 'indirect v1_0_not_supported',
    asserts: 'FFA_MSG_SEND2 of a sender of 1.0: NOT_SUPPORTED',
    cases: [{ name: '1.0', steps: ['FFA_VERSION 1.0 -> any', 'FFA_MSG_SEND2 -> NOT_SUPPORTED'] }],
  },
  {
    row: 93,
    suite: 'HFP',
    test: 'echo 1.1 <-> 1.2',
    asserts: 'the UUID of a message is left out towards 1.1',
    notRun: MESSAGES,
  },
  {
    row: 94,
    suite: 'HFP',
    test: 'unmapped_tx, unmapped_rx, unread_message',
    asserts: 'DENIED, BUSY, BUSY',
    notRun: MESSAGES,
  },
  {
    row: 95,
    suite: 'HFP',
    test: 'bad sender, self, size, overlap, overflow',
    asserts: 'a header that is wrong: INVALID_PARAMETERS',
    notRun: MESSAGES,
  },
  {
    row: 96,
    suite: 'HFP',
    test: 'clear_empty',
    asserts: 'FFA_RX_RELEASE of an empty RX: DENIED each time',
    cases: [{ name: 'twice', steps: [V12, MAP, 'FFA_RX_RELEASE -> DENIED', 'FFA_RX_RELEASE -> DENIED'] }],
  },
  {
    row: 97,
    suite: 'HFP',
    test: 'msg_wait_buffer_full',
    asserts: 'FFA_MSG_WAIT gives RX back',
    cases: [
      {
        name: 'full again',
        on: OF_SPMC,
        partitions: [`0x8001: on INIT ${OWN_LIST}, then wait; on RUN call FFA_PARTITION_INFO_GET, then wait`],
        steps: [
          V12,
          'FFA_RUN SP:0 -> FFA_MSG_WAIT',
          '0x8001: FFA_PARTITION_INFO_GET -> FFA_SUCCESS',
          '0x8001: FFA_PARTITION_INFO_GET -> FFA_SUCCESS',
        ],
      },
    ],
  },
  {
    row: 98,
    suite: 'HFP',
    test: 'msg_wait_retain_buffer',
    asserts: 'FFA_MSG_WAIT keeps RX where it is told to: it cannot be filled',
    cases: [
      {
        name: 'not again',
        on: OF_SPMC,
        partitions: [`0x8001: on INIT ${OWN_LIST}, then wait x2=1; on RUN call FFA_PARTITION_INFO_GET, then wait`],
        steps: [
          V12,
          'FFA_RUN SP:0 -> FFA_MSG_WAIT',
          '0x8001: FFA_PARTITION_INFO_GET -> FFA_SUCCESS',
          '0x8001: FFA_PARTITION_INFO_GET -> BUSY',
        ],
      },
    ],
  },
  {
    row: 116,
    suite: 'ACS',
    test: 'rxtx_exclusive_access, ffa_rx_release',
    asserts: 'FFA_RX_RELEASE of an RX that the caller does not own: DENIED',
    cases: [
      {
        name: 'twice',
        steps: [
          V12,
          MAP,
          'FFA_PARTITION_INFO_GET -> FFA_SUCCESS',
          'FFA_PARTITION_INFO_GET -> BUSY',
          'FFA_RX_RELEASE -> FFA_SUCCESS',
          'FFA_RX_RELEASE -> DENIED',
        ],
      },
    ],
  },
];
