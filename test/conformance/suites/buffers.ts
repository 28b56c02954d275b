/** FFA_RXTX_MAP, FFA_RXTX_UNMAP and FFA_RX_RELEASE; messages through buffers. */
import { OF_SPMC, type SuiteRow } from './row.ts';

const V12 = 'FFA_VERSION 1.2 -> any';
const MAP = 'FFA_RXTX_MAP_64 TX RX 1 -> FFA_SUCCESS';
/** A partition maps its buffers and has a list put in RX. */
const OWN_LIST = 'call FFA_RXTX_MAP_64 x1=0x80400000 x2=0x80410000 x3=1, then call FFA_PARTITION_INFO_GET';
/** A partition that takes part in indirect messages, with TX at 0x80500000 and RX at 0x80510000. */
const MAPPED = 'call FFA_RXTX_MAP_64 x1=0x80500000 x2=0x80510000 x3=1';
const TAKES_PART = [`0x8001 properties=0x60f: on INIT ${MAPPED}, then wait`];
const MESSAGE = 'message TX ME SP 40 8';
const SEND = 'FFA_MSG_SEND2 -> FFA_SUCCESS';

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
    asserts: 'a message arrives, with its UUID from 1.2 to 1.2',
    cases: [
      {
        name: 'to a partition',
        on: ['!*@scripted'],
        partitions: TAKES_PART,
        steps: [V12, MAP, MESSAGE, SEND, 'word 0x80510008 40', 'word 0x8051000c ME>SP', 'word 0x80510024 4'],
      },
      {
        name: 'from a partition to another',
        on: OF_SPMC,
        partitions: [
          ...TAKES_PART,
          '0x8002 properties=0x60f: on INIT call FFA_RXTX_MAP_64 x1=0x80520000 x2=0x80530000 x3=1, then wait; ' +
            'on REQ call FFA_MSG_SEND2, then RESP',
        ],
        steps: [
          V12,
          'message 0x80520000 SP2 SP 40 8',
          'FFA_MSG_SEND_DIRECT_REQ ME>SP2 0 payload -> FFA_MSG_SEND_DIRECT_RESP',
          '0x8002: FFA_MSG_SEND2 -> FFA_SUCCESS',
          'word 0x8051000c SP2>SP',
        ],
      },
      {
        name: 'from a partition to the normal world',
        on: OF_SPMC,
        partitions: [`${TAKES_PART[0]}; on REQ call FFA_MSG_SEND2, then RESP`],
        steps: [
          V12,
          MAP,
          'message 0x80500000 SP ME 40 8',
          'FFA_MSG_SEND_DIRECT_REQ ME>SP 0 payload -> FFA_MSG_SEND_DIRECT_RESP',
          '0x8001: FFA_MSG_SEND2 -> FFA_SUCCESS',
          'word RX+0x24 4',
          'FFA_RX_RELEASE -> FFA_SUCCESS',
        ],
      },
      {
        name: 'the receiver is told',
        on: OF_SPMC,
        partitions: [`${TAKES_PART[0]}; on REQ call FFA_NOTIFICATION_GET x1=0x8001 x2=8, then RESP`],
        steps: [
          V12,
          MAP,
          MESSAGE,
          SEND,
          'FFA_NOTIFICATION_INFO_GET_64 -> FFA_SUCCESS_64 w2=0x80 w3=SP',
          'FFA_MSG_SEND_DIRECT_REQ ME>SP 0 payload -> FFA_MSG_SEND_DIRECT_RESP',
          '0x8001: FFA_NOTIFICATION_GET -> FFA_SUCCESS w6=0 w7=1',
          'FFA_NOTIFICATION_INFO_GET_64 -> NO_DATA',
        ],
      },
      {
        name: 'of 1.1',
        on: OF_SPMC,
        partitions: TAKES_PART,
        steps: ['FFA_VERSION 1.1 -> any', MAP, 'message TX ME SP 20 8', SEND],
      },
    ],
    notRun: 'a UUID that is left out towards 1.1: Hafnium does that as a hypervisor only',
  },
  {
    row: 94,
    suite: 'HFP',
    test: 'unmapped_tx, unmapped_rx, unread_message',
    asserts: 'DENIED, BUSY, BUSY',
    cases: [
      { name: 'unmapped TX', on: OF_SPMC, partitions: TAKES_PART, steps: [V12, 'FFA_MSG_SEND2 -> DENIED'] },
      {
        name: 'unmapped RX',
        on: OF_SPMC,
        partitions: ['0x8001 properties=0x60f'],
        steps: [V12, MAP, MESSAGE, 'FFA_MSG_SEND2 -> BUSY'],
      },
      {
        name: 'unread message',
        on: OF_SPMC,
        partitions: TAKES_PART,
        steps: [V12, MAP, MESSAGE, SEND, 'FFA_MSG_SEND2 -> BUSY'],
      },
    ],
  },
  {
    row: 95,
    suite: 'HFP',
    test: 'bad sender, self, size, overlap, overflow',
    asserts: 'a header that is wrong: INVALID_PARAMETERS',
    cases: [
      ...[
        ['another sender', 'message TX 7 SP 40 8'],
        ['to itself', 'message TX ME ME 40 8'],
        ['to nobody', 'message TX ME 0x8055 40 8'],
        ['longer than a page', 'message TX ME SP 40 4057'],
        ['within the header', 'message TX ME SP 39 8'],
        ['offset and size that wrap', 'message TX ME SP 40 0xfffffff0'],
      ].map(([name, message]) => ({
        name: name!,
        on: OF_SPMC,
        partitions: TAKES_PART,
        steps: [V12, MAP, message!, 'FFA_MSG_SEND2 -> INVALID_PARAMETERS', MESSAGE, SEND],
      })),
      {
        name: 'a page and no more',
        on: OF_SPMC,
        partitions: TAKES_PART,
        steps: [V12, MAP, 'message TX ME SP 40 4056', SEND],
      },
      {
        name: 'flags',
        on: OF_SPMC,
        partitions: TAKES_PART,
        steps: [V12, MAP, MESSAGE, 'FFA_MSG_SEND2 0 2 -> INVALID_PARAMETERS'],
      },
      {
        name: 'without the property: DENIED',
        on: OF_SPMC,
        partitions: [`0x8001 properties=0x60b: on INIT ${MAPPED}, then wait`],
        steps: [V12, MAP, MESSAGE, 'FFA_MSG_SEND2 -> DENIED'],
      },
    ],
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
      {
        name: 'not by a message',
        on: OF_SPMC,
        partitions: [`${TAKES_PART[0]}; on REQ#1 RESP, then wait x2=1`.replace('then wait;', 'then wait x2=1;')],
        steps: [V12, MAP, MESSAGE, SEND, 'FFA_MSG_SEND2 -> BUSY'],
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
