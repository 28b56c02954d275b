/** FFA_RUN, FFA_MSG_WAIT, FFA_YIELD, FFA_ABORT, and interrupts. */
import { OF_SPMC, type SuiteRow } from './row.ts';

const V12 = 'FFA_VERSION 1.2 -> any';
const REQ = 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0';
const REQ2 = 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 0 0';
const RUN = 'FFA_RUN SP:0';

export const cycleRows: SuiteRow[] = [
  {
    row: 53,
    suite: 'HFW',
    test: 'disallow_migration_blocked_sp',
    asserts: 'a partition that is blocked cannot be run on another core',
    notRun: 'a stub and its partitions run on one core',
  },
  {
    row: 54,
    suite: 'HFS',
    test: 'ffa_run fails_to_resume_hypervisor',
    asserts: 'FFA_RUN of endpoint 0 by a partition: DENIED',
    cases: [
      {
        name: 'endpoint 0',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ run 0, then RESP'],
        steps: [V12, `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP`, '0x8001: FFA_RUN -> DENIED'],
      },
    ],
  },
  {
    row: 55,
    suite: 'HFS, HFE',
    test: 'fails_if_sp_to_nwd',
    asserts: 'a request of a partition to the normal world: INVALID_PARAMETERS',
    cases: [
      {
        name: 'to endpoint 0',
        on: OF_SPMC,
        partitions: ['0x8001: on RUN REQ32 0, then wait'],
        steps: [V12, `${RUN} -> any`, '0x8001: FFA_MSG_SEND_DIRECT_REQ -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 56,
    suite: 'HFO, HFP',
    test: 'cannot_run_primary',
    asserts: 'FFA_RUN of the caller: INVALID_PARAMETERS',
    cases: [{ name: 'endpoint 0', steps: [V12, 'FFA_RUN 0 -> INVALID_PARAMETERS'] }],
  },
  {
    row: 57,
    suite: 'HFO, HFP',
    test: 'cannot_run_absent_secondary',
    asserts: 'FFA_RUN of an endpoint that does not exist: INVALID_PARAMETERS',
    cases: [{ name: 'endpoint 0x8055', steps: [V12, 'FFA_RUN 0x8055:0 -> INVALID_PARAMETERS'] }],
  },
  {
    row: 58,
    suite: 'HFP',
    test: 'cannot_run_absent_vcpu',
    asserts: 'FFA_RUN of a vCPU that does not exist: INVALID_PARAMETERS',
    cases: [{ name: 'vCPU 5', steps: [V12, 'FFA_RUN SP:5 -> INVALID_PARAMETERS'] }],
  },
  {
    row: 59,
    suite: 'HFO',
    test: 'yield_is_noop_for_primary',
    asserts: 'FFA_YIELD of the primary virtual machine of Hafnium as hypervisor succeeds',
    cases: [{ name: 'normal world', steps: [V12, 'FFA_YIELD -> FFA_SUCCESS'] }],
  },
  {
    row: 60,
    suite: 'HFP',
    test: 'ffa_msg_wait_fail',
    asserts: 'FFA_MSG_WAIT with parameters that must be 0: INVALID_PARAMETERS',
    cases: [
      {
        name: 'x1',
        on: OF_SPMC,
        partitions: ['0x8001: on RUN wait x1=1, then wait'],
        steps: [
          V12,
          `${RUN} -> FFA_MSG_WAIT`,
          '0x8001: FFA_MSG_WAIT -> FFA_RUN',
          '0x8001: FFA_MSG_WAIT -> INVALID_PARAMETERS',
        ],
      },
      {
        name: 'x3',
        on: OF_SPMC,
        partitions: ['0x8001: on RUN wait x3=1, then wait'],
        steps: [
          V12,
          `${RUN} -> FFA_MSG_WAIT`,
          '0x8001: FFA_MSG_WAIT -> FFA_RUN',
          '0x8001: FFA_MSG_WAIT -> INVALID_PARAMETERS',
        ],
      },
    ],
  },
  {
    row: 61,
    suite: 'HFP',
    test: 'nwd_ffa_abort_unsupported',
    asserts: 'FFA_ABORT of the normal world: NOT_SUPPORTED',
    cases: [
      { name: '32 bits', steps: [V12, 'FFA_ABORT -> NOT_SUPPORTED'] },
      { name: '64 bits', steps: [V12, 'FFA_ABORT_64 -> NOT_SUPPORTED'] },
    ],
  },
  {
    row: 106,
    suite: 'HFW',
    test: 'sp_preempted',
    asserts: "a request is interrupted: FFA_INTERRUPT with the partition's id, and FFA_RUN completes it",
    cases: [
      {
        name: 'REQ',
        partitions: ['0x8001: on REQ interrupt, then RESP'],
        steps: [V12, `${REQ} payload -> FFA_INTERRUPT w1=SP:0`, `${RUN} -> FFA_MSG_SEND_DIRECT_RESP w3..w7=sent`],
      },
      {
        name: 'REQ2',
        partitions: ['0x8001: on REQ2 interrupt, then RESP2'],
        steps: [V12, `${REQ2} payload2 -> FFA_INTERRUPT w1=SP:0`, `${RUN} -> FFA_MSG_SEND_DIRECT_RESP2 x4..x17=sent`],
      },
    ],
  },
  {
    row: 107,
    suite: 'HFW',
    test: 'sp_blocked_through_ffa_yield',
    asserts: 'a virtual interrupt that is queued while a partition has yielded comes with the next FFA_RUN',
    notRun: 'queues of virtual interrupts are not modelled',
  },
  {
    row: 108,
    suite: 'HFW',
    test: 'sp_direct_response_intercepted, sp_direct_response2_intercepted',
    asserts: 'a response is held back while a virtual interrupt is pending',
    notRun: 'queues of virtual interrupts are not modelled',
  },
  {
    row: 112,
    suite: 'ACS',
    test: 'ffa_run (1.0)',
    asserts: 'an id that does not exist: INVALID_PARAMETERS; 0xffff: an error',
    cases: [
      { name: 'endpoint 0x8055', steps: [V12, 'FFA_RUN 0x8055:0 -> INVALID_PARAMETERS'] },
      { name: 'endpoint 0xffff', steps: [V12, 'FFA_RUN 0xffff:0 -> FFA_ERROR'] },
    ],
  },
  {
    row: 113,
    suite: 'ACS',
    test: 'ffa_run_direct_req (1.2)',
    asserts: 'FFA_RUN within a chain; after the response it ends with FFA_MSG_WAIT',
    cases: [
      {
        name: 'within a chain',
        partitions: ['0x8001: on REQ REQ32 0x8002, then run 0x8002, then RESP', '0x8002: on REQ yield, then RESP'],
        steps: [
          V12,
          `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP w3..w7=sent`,
          '0x8001: FFA_RUN -> FFA_MSG_SEND_DIRECT_RESP',
        ],
      },
      {
        name: 'after the response',
        partitions: ['0x8001: on REQ RESP; on RUN wait'],
        steps: [V12, `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP`, `${RUN} -> FFA_MSG_WAIT`],
      },
    ],
  },
  {
    row: 114,
    suite: 'ACS',
    test: 'ffa_msg_wait_rx_buff_rel',
    asserts: 'FFA_MSG_WAIT gives RX back, unless it is to be retained',
    cases: [
      {
        name: 'given back',
        on: OF_SPMC,
        partitions: [
          '0x8001: on INIT call FFA_RXTX_MAP_64 x1=0x80400000 x2=0x80410000 x3=1, then call FFA_PARTITION_INFO_GET, then wait; ' +
            'on RUN call FFA_RX_RELEASE, then wait',
        ],
        steps: [
          V12,
          `${RUN} -> FFA_MSG_WAIT`,
          '0x8001: FFA_PARTITION_INFO_GET -> FFA_SUCCESS',
          '0x8001: FFA_RX_RELEASE -> DENIED',
        ],
      },
      {
        name: 'retained',
        on: OF_SPMC,
        partitions: [
          '0x8001: on INIT call FFA_RXTX_MAP_64 x1=0x80400000 x2=0x80410000 x3=1, then call FFA_PARTITION_INFO_GET, then wait x2=1; ' +
            'on RUN call FFA_RX_RELEASE, then wait',
        ],
        steps: [
          V12,
          `${RUN} -> FFA_MSG_WAIT`,
          '0x8001: FFA_PARTITION_INFO_GET -> FFA_SUCCESS',
          '0x8001: FFA_RX_RELEASE -> FFA_SUCCESS',
        ],
      },
    ],
  },
  {
    row: 115,
    suite: 'ACS',
    test: 'sp_yield_spmc_mode, s_int_* and more',
    asserts: 'the matrix of states, models of execution and calls with interrupts',
    cases: [
      {
        name: 'a partition that waits handles its interrupt, and who was interrupted goes on',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ interrupt 0x8002, then RESP', '0x8002: on INTERRUPT wait'],
        steps: [V12, `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP w3..w7=sent`, '0x8002: FFA_MSG_WAIT -> FFA_INTERRUPT'],
      },
      {
        name: 'FFA_YIELD has no effect in a handler',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ interrupt 0x8002, then RESP', '0x8002: on INTERRUPT yield, then wait'],
        steps: [V12, `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP w3..w7=sent`, '0x8002: FFA_YIELD -> FFA_SUCCESS'],
      },
      {
        name: 'a response in a handler: DENIED',
        on: OF_SPMC,
        partitions: [
          '0x8001: on REQ interrupt 0x8002, then RESP',
          '0x8002: on INTERRUPT RESP32 x1=0x80020000, then wait',
        ],
        steps: [
          V12,
          `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP w3..w7=sent`,
          '0x8002: FFA_MSG_SEND_DIRECT_RESP -> DENIED',
        ],
      },
      {
        name: 'a request in a handler',
        on: OF_SPMC,
        partitions: [
          '0x8001: on REQ interrupt 0x8002, then RESP',
          '0x8002: on INTERRUPT REQ32 0x8003, then wait',
          '0x8003',
        ],
        steps: [
          V12,
          `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP w3..w7=sent`,
          '0x8002: FFA_MSG_SEND_DIRECT_REQ -> FFA_MSG_SEND_DIRECT_RESP',
        ],
      },
      {
        name: 'FFA_RUN in a handler of a partition that is blocked: DENIED',
        on: OF_SPMC,
        partitions: [
          '0x8001: on REQ interrupt 0x8002, then RESP',
          '0x8002: on INTERRUPT run 0x8003, then wait',
          '0x8003: on REQ yield',
        ],
        steps: [
          V12,
          'FFA_MSG_SEND_DIRECT_REQ ME>SP3 0 -> FFA_YIELD',
          `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP w3..w7=sent`,
          '0x8002: FFA_RUN -> DENIED',
        ],
      },
      {
        name: 'a partition that runs and yields, and goes on',
        partitions: ['0x8001: on RUN yield, then wait'],
        steps: [V12, `${RUN} -> FFA_YIELD w1=SP:0`, `${RUN} -> FFA_MSG_WAIT`],
      },
    ],
    notRun: 'the rest of the matrix, call by call: test/el3/runtime.test.ts',
  },
];
