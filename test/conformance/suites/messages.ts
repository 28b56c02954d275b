/** Direct messages. */
import { OF_SPMC, type SuiteRow } from './row.ts';

const V12 = 'FFA_VERSION 1.2 -> any';
const REQ = 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0';
const REQ64 = 'FFA_MSG_SEND_DIRECT_REQ_64 ME>SP 0';
const REQ2 = 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 0 0';
const RESP = 'FFA_MSG_SEND_DIRECT_RESP';
const RESP64 = 'FFA_MSG_SEND_DIRECT_RESP_64';
const RESP2 = 'FFA_MSG_SEND_DIRECT_RESP2';
const RUN = 'FFA_RUN SP:0';
const UUID_A = '00112233-4455-6677-8899-aabbccddeeff';
const UUID_B = 'ffeeddcc-bbaa-9988-7766-554433221100';
/** The same in x2 and x3: bytes 0 to 7 and 8 to 15, the first lowest. */
const A_REGISTERS = '0x7766554433221100 0xffeeddccbbaa9988';
const B_REGISTERS = '0x8899aabbccddeeff 0x0011223344556677';

export const messageRows: SuiteRow[] = [
  {
    row: 29,
    suite: 'HFP',
    test: 'ffa_direct_message_req2_after_req',
    asserts: 'a 32-bit request and its response, then REQ2 and RESP2 with x4 to x17',
    cases: [
      {
        name: 'one after the other',
        steps: [V12, `${REQ} payload -> ${RESP} w3..w7=sent`, `${REQ2} payload2 -> ${RESP2} x4..x17=sent`],
      },
    ],
  },
  {
    row: 30,
    suite: 'HFP',
    test: 'req2_echo',
    asserts: 'x4 to x17 are echoed',
    cases: [{ name: 'echo', steps: [V12, `${REQ2} payload2 -> ${RESP2} w1=SP>ME x2..x3=0 x4..x17=sent`] }],
  },
  {
    row: 31,
    suite: 'HFP',
    test: 'req_echo',
    asserts: 'w3 to w7 are echoed',
    cases: [{ name: 'echo', steps: [V12, `${REQ} payload -> ${RESP} w1=SP>ME w2=0 w3..w7=sent`] }],
  },
  {
    row: 32,
    suite: 'HFP',
    test: 'req_yield_echo',
    asserts: 'FFA_YIELD with the time-out in w2 and w3, and the echo after FFA_RUN',
    cases: [
      {
        name: 'yield',
        partitions: ['0x8001: on REQ32 yield x2=1 x3=0x23456789, then RESP32'],
        steps: [
          V12,
          `${REQ} payload -> FFA_YIELD w1=SP:0 w2=1 w3=0x23456789`,
          `${RUN} -> ${RESP} w1=SP>ME w3..w7=sent`,
        ],
      },
    ],
  },
  {
    row: 33,
    suite: 'HFP',
    test: 'req2_yield_echo',
    asserts: 'the same with REQ2: the 32-bit FFA_RUN ends with RESP2 and x4 to x17',
    cases: [
      {
        name: 'yield',
        partitions: ['0x8001: on REQ2 yield x2=1 x3=0x23456789, then RESP2'],
        steps: [V12, `${REQ2} payload2 -> FFA_YIELD w1=SP:0 w2=1 w3=0x23456789`, `${RUN} -> ${RESP2} x4..x17=sent`],
      },
    ],
  },
  {
    row: 34,
    suite: 'HFP',
    test: 'services_yield_echo, services_yield_echo_req2',
    asserts: 'a partition that another one asked yields; the asker runs it and gets the response',
    cases: [
      {
        name: 'REQ',
        partitions: [
          '0x8001: on REQ REQ32 0x8002 x3=1, then run 0x8002, then RESP',
          '0x8002: on REQ yield, then RESP x3=2',
        ],
        steps: [
          V12,
          `${REQ} payload -> ${RESP} w3..w7=sent`,
          '0x8001: FFA_MSG_SEND_DIRECT_REQ -> FFA_YIELD w1=SP2:0',
          `0x8001: FFA_RUN -> ${RESP} w1=SP2>SP w3=2`,
        ],
      },
      {
        name: 'REQ2',
        partitions: [
          '0x8001: on REQ REQ2 0x8002 x4=1, then run 0x8002, then RESP',
          '0x8002: on REQ2 yield, then RESP2 x4..x17=canary',
        ],
        steps: [
          V12,
          `${REQ} payload -> ${RESP} w3..w7=sent`,
          '0x8001: FFA_MSG_SEND_DIRECT_REQ2 -> FFA_YIELD w1=SP2:0',
          `0x8001: FFA_RUN -> ${RESP2} w1=SP2>SP x17!=0`,
        ],
      },
    ],
  },
  {
    row: 35,
    suite: 'HFP',
    test: 'disallowed_smc, disallowed_smc_req2',
    asserts: 'FFA_MSG_WAIT while a request is open is DENIED, and the response is right after it',
    cases: [
      {
        name: 'REQ',
        partitions: ['0x8001: on REQ wait, then RESP'],
        steps: [
          V12,
          `${REQ} payload -> ${RESP} w3..w7=sent`,
          '0x8001: FFA_MSG_WAIT -> FFA_MSG_SEND_DIRECT_REQ',
          '0x8001: FFA_MSG_WAIT -> DENIED',
        ],
      },
      {
        name: 'REQ2',
        partitions: ['0x8001: on REQ2 wait, then RESP2'],
        steps: [
          V12,
          `${REQ2} payload2 -> ${RESP2} x4..x17=sent`,
          '0x8001: FFA_MSG_WAIT -> FFA_MSG_SEND_DIRECT_REQ2',
          '0x8001: FFA_MSG_WAIT -> DENIED',
        ],
      },
    ],
  },
  {
    row: 36,
    suite: 'HFP',
    test: 'req_invalid_dst',
    asserts: 'a receiver that does not exist: INVALID_PARAMETERS',
    cases: [
      { name: 'REQ', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>0x8055 0 -> INVALID_PARAMETERS'] },
      { name: 'REQ2', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ2 ME>0x8055 0 -> INVALID_PARAMETERS'] },
    ],
  },
  {
    row: 37,
    suite: 'HFP',
    test: 'resp_invalid',
    asserts: 'a response of the normal world: INVALID_PARAMETERS',
    cases: [
      { name: 'RESP', steps: [V12, `${RESP} ME>SP -> INVALID_PARAMETERS`] },
      { name: 'RESP2', steps: [V12, `${RESP2} ME>SP -> INVALID_PARAMETERS`] },
    ],
  },
  {
    row: 38,
    suite: 'HFP',
    test: 'secondary_direct_msg_resp_invalid',
    asserts: 'a response without a request: DENIED',
    cases: [
      {
        name: 'RESP',
        on: OF_SPMC,
        partitions: ['0x8001: on RUN RESP32 x1=0x80010000, then wait'],
        steps: [V12, `${RUN} -> any`, `0x8001: ${RESP} -> DENIED`],
      },
    ],
  },
  {
    row: 39,
    suite: 'HFP',
    test: 'secondary_spoofed_response, secondary_spoofed_response2',
    asserts: 'a response of somebody else, or to itself: INVALID_PARAMETERS, then the right one',
    cases: [
      {
        name: 'of another sender',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ RESP x1=0x80020000, then RESP', '0x8002'],
        steps: [V12, `${REQ} payload -> ${RESP} w3..w7=sent`, `0x8001: ${RESP} -> INVALID_PARAMETERS`],
      },
      {
        name: 'to itself',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ RESP x1=0x80018001, then RESP', '0x8002'],
        steps: [V12, `${REQ} payload -> ${RESP} w3..w7=sent`, `0x8001: ${RESP} -> INVALID_PARAMETERS`],
      },
      {
        name: 'RESP2 to itself',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ2 RESP2 x1=0x80018001, then RESP2', '0x8002'],
        steps: [V12, `${REQ2} payload2 -> ${RESP2} x4..x17=sent`, `0x8001: ${RESP2} -> INVALID_PARAMETERS`],
      },
    ],
  },
  {
    row: 40,
    suite: 'HFP',
    test: 'fail_if_cyclic_dependency, _v1_2, _req_req2',
    asserts: 'a request back up the chain: DENIED',
    cases: [
      {
        name: 'REQ',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ REQ32 0x8002, then RESP', '0x8002: on REQ REQ32 0x8001, then RESP'],
        steps: [V12, `${REQ} payload -> ${RESP}`, '0x8002: FFA_MSG_SEND_DIRECT_REQ -> DENIED'],
      },
      {
        name: 'REQ2',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ REQ2 0x8002, then RESP', '0x8002: on REQ REQ2 0x8001, then RESP'],
        steps: [V12, `${REQ} payload -> ${RESP}`, '0x8002: FFA_MSG_SEND_DIRECT_REQ2 -> DENIED'],
      },
      {
        name: 'REQ, then REQ2',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ REQ32 0x8002, then RESP', '0x8002: on REQ REQ2 0x8001, then RESP'],
        steps: [V12, `${REQ} payload -> ${RESP}`, '0x8002: FFA_MSG_SEND_DIRECT_REQ2 -> DENIED'],
      },
    ],
  },
  {
    row: 41,
    suite: 'HFP',
    test: 'req2_invalid_uuid',
    asserts: "a UUID that is not the receiver's: INVALID_PARAMETERS",
    cases: [
      {
        name: 'unknown',
        partitions: [`0x8001 uuid=${UUID_A}`],
        steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 0x1111 0x2222 -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 42,
    suite: 'HFP',
    test: 'req2_different_messaging_methods',
    asserts: 'a kind of request that the receiver does not take: DENIED',
    cases: [
      {
        name: 'REQ2 to one that takes REQ',
        partitions: ['0x8001 receives=REQ'],
        steps: [V12, `${REQ2} -> DENIED`, `${REQ} payload -> ${RESP} w3..w7=sent`],
      },
      {
        name: 'REQ to one that takes REQ2',
        partitions: ['0x8001 receives=REQ2'],
        steps: [V12, `${REQ} -> DENIED`, `${REQ2} payload2 -> ${RESP2} x4..x17=sent`],
      },
    ],
    notRun: 'methods of each UUID of a partition: the model has them for the whole partition',
  },
  {
    row: 43,
    suite: 'HFP',
    test: 'req2_multiple_uuids',
    asserts: "each of the receiver's UUIDs reaches it",
    cases: [
      {
        name: 'two UUIDs',
        partitions: [`0x8001 uuid=${UUID_A} uuid=${UUID_B}`],
        steps: [
          V12,
          `FFA_MSG_SEND_DIRECT_REQ2 ME>SP ${A_REGISTERS} payload2 -> ${RESP2} x4..x17=sent`,
          `FFA_MSG_SEND_DIRECT_REQ2 ME>SP ${B_REGISTERS} payload2 -> ${RESP2} x4..x17=sent`,
        ],
      },
    ],
  },
  {
    row: 44,
    suite: 'HFP',
    test: 'check_abi_pairs_nwd_to_sp',
    asserts: 'RESP to REQ2 and RESP2 to REQ: DENIED; the right one works after it',
    cases: [
      {
        name: 'RESP to REQ2',
        partitions: ['0x8001: on REQ2 RESP32, then RESP2'],
        steps: [V12, `${REQ2} payload2 -> ${RESP2} x4..x17=sent`, `0x8001: ${RESP} -> DENIED`],
      },
      {
        name: 'RESP2 to REQ',
        partitions: ['0x8001: on REQ32 RESP2, then RESP32'],
        steps: [V12, `${REQ} payload -> ${RESP} w3..w7=sent`, `0x8001: ${RESP2} -> DENIED`],
      },
    ],
  },
  {
    row: 45,
    suite: 'HFP',
    test: 'req2_send_v1_1_not_supported',
    asserts: 'REQ2 of a sender of 1.1: DENIED',
    cases: [
      { name: 'normal world of 1.1', steps: ['FFA_VERSION 1.1 -> any', `${REQ2} -> DENIED`] },
      {
        name: 'partition of 1.1',
        on: OF_SPMC,
        partitions: ['0x8001 version=1.1: on REQ REQ2 0x8002, then RESP', '0x8002'],
        steps: [V12, `${REQ} payload -> ${RESP}`, '0x8001: FFA_MSG_SEND_DIRECT_REQ2 -> DENIED'],
      },
    ],
  },
  {
    row: 46,
    suite: 'HFP',
    test: 'req2_recv_not_supported',
    asserts: 'REQ2 to a receiver of 1.1, or to one without the property: DENIED',
    cases: [
      { name: 'receiver of 1.1', partitions: ['0x8001 version=1.1'], steps: [V12, `${REQ2} -> DENIED`] },
      { name: 'no property', partitions: ['0x8001 receives=REQ'], steps: [V12, `${REQ2} -> DENIED`] },
    ],
  },
  {
    row: 47,
    suite: 'HFP',
    test: 'echo_mp, echo_mp_req2',
    asserts: 'messages to a vCPU on each core',
    notRun: 'a stub and its partitions run on one core',
  },
  {
    row: 48,
    suite: 'HFP',
    test: 'vm_unavailable_created and five more',
    asserts:
      'messages that a virtual machine was created or destroyed reach a partition that wants them, and its status comes back',
    cases: [
      {
        name: 'created, destroyed',
        on: OF_SPMC,
        partitions: [
          '0x8001 properties=0x6cb: on REQ#1 RESP32 x2=0x80000005 x3=0; on REQ#2 RESP32 x2=0x80000007 x3=0xfffffffe',
        ],
        steps: [
          V12,
          `FFA_MSG_SEND_DIRECT_REQ ME>SP 0x80000004 0 0 5 -> ${RESP} w2=0x80000005 w3=0`,
          `FFA_MSG_SEND_DIRECT_REQ ME>SP 0x80000006 0 0 5 -> ${RESP} w2=0x80000007 w3=0xfffffffe`,
        ],
      },
      {
        name: 'not wanted',
        on: OF_SPMC,
        steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0x80000004 0 0 5 -> INVALID_PARAMETERS'],
      },
    ],
    notRun: 'the order of messages that the test partition takes for an error: it is its own, not the SPMC\u2019s',
  },
  {
    row: 49,
    suite: 'HFP',
    test: 'sp_cannot_send_messages',
    asserts: 'a framework message of a partition: INVALID_PARAMETERS',
    cases: [
      {
        name: 'partition to partition',
        on: OF_SPMC,
        partitions: ['0x8001: on RUN REQ32 0x8002 x2=0x80000004, then wait', '0x8002'],
        steps: [V12, `${RUN} -> any`, '0x8001: FFA_MSG_SEND_DIRECT_REQ -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 50,
    suite: 'HFP',
    test: 'sp_cannot_send_non_framework_messages',
    asserts: 'an ordinary response to a framework message fails',
    cases: [
      {
        name: 'ordinary, then framework',
        on: OF_SPMC,
        partitions: ['0x8001 properties=0x6cb: on REQ RESP32, then RESP32 x2=0x80000005'],
        steps: [
          V12,
          `FFA_MSG_SEND_DIRECT_REQ ME>SP 0x80000004 0 0 5 -> ${RESP} w2=0x80000005`,
          `0x8001: ${RESP} -> DENIED`,
        ],
      },
    ],
  },
  {
    row: 51,
    suite: 'HFW',
    test: 'fails_direct_req_to_waiting_sp',
    asserts: 'a request to a partition that waits for a response itself: BUSY',
    cases: [
      {
        name: 'in a request',
        partitions: ['0x8001: on REQ interrupt, then RESP'],
        steps: [V12, `${REQ} payload -> FFA_INTERRUPT`, `${REQ} payload -> BUSY`, `${RUN} -> ${RESP}`],
      },
    ],
    notRun: 'blocked on another partition while the normal world runs: that takes two cores',
  },
  {
    row: 52,
    suite: 'HFW',
    test: 'rtm_ffa_dir_req',
    asserts: 'what a partition may call while a request is open',
    cases: [
      {
        name: 'calls in a request',
        on: OF_SPMC,
        partitions: [
          '0x8001: on REQ wait, then REQ32 0x8002, then run 0x8002, then RESP',
          '0x8002: on REQ yield, then RESP',
        ],
        steps: [
          V12,
          `${REQ} payload -> ${RESP}`,
          '0x8001: FFA_MSG_WAIT -> FFA_MSG_SEND_DIRECT_REQ',
          '0x8001: FFA_MSG_WAIT -> DENIED',
          '0x8001: FFA_MSG_SEND_DIRECT_REQ -> FFA_YIELD',
          `0x8001: FFA_RUN -> ${RESP}`,
        ],
      },
      {
        name: 'FFA_YIELD, and going on',
        on: OF_SPMC,
        partitions: ['0x8001: on REQ yield, then RESP'],
        steps: [
          V12,
          `${REQ} payload -> FFA_YIELD`,
          `${RUN} -> ${RESP} w3..w7=sent`,
          '0x8001: FFA_YIELD -> FFA_SUCCESS',
        ],
      },
    ],
  },
  {
    row: 109,
    suite: 'ACS',
    test: 'ffa_direct_message_32, ffa_direct_message_64',
    asserts: 'request, yield, run, response in the same width; wrong endpoints, or w2 not 0: INVALID_PARAMETERS',
    cases: [
      {
        name: '32 bits',
        partitions: ['0x8001: on REQ32 yield, then RESP32'],
        steps: [V12, `${REQ} payload -> FFA_YIELD`, `${RUN} -> ${RESP} w3..w7=sent`],
      },
      {
        name: '64 bits',
        partitions: ['0x8001: on REQ64 yield, then RESP64'],
        steps: [V12, `${REQ64} payload -> FFA_YIELD`, `${RUN} -> ${RESP64} x3..x7=sent`],
      },
      { name: 'wrong sender', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ 0x8002>SP 0 -> INVALID_PARAMETERS'] },
      { name: 'wrong receiver', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>0x8077 0 -> INVALID_PARAMETERS'] },
      { name: 'sender is receiver', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ SP>SP 0 -> INVALID_PARAMETERS'] },
      {
        name: 'w2 at 1.1',
        steps: ['FFA_VERSION 1.1 -> any', 'FFA_MSG_SEND_DIRECT_REQ ME>SP 1 -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 110,
    suite: 'ACS',
    test: 'ffa_direct_message2',
    asserts: 'the same with REQ2; a wrong UUID or endpoint: INVALID_PARAMETERS; FFA_MSG_WAIT in it: DENIED',
    cases: [
      {
        name: 'yield',
        partitions: ['0x8001: on REQ2 yield, then RESP2'],
        steps: [V12, `${REQ2} payload2 -> FFA_YIELD`, `${RUN} -> ${RESP2} x4..x17=sent`],
      },
      { name: 'wrong UUID', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 1 2 -> INVALID_PARAMETERS'] },
      { name: 'wrong sender', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ2 0x8002>SP 0 0 -> INVALID_PARAMETERS'] },
      { name: 'wrong receiver', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ2 ME>0x8077 0 0 -> INVALID_PARAMETERS'] },
      {
        name: 'FFA_MSG_WAIT in it',
        partitions: ['0x8001: on REQ2 wait, then RESP2'],
        steps: [
          V12,
          `${REQ2} payload2 -> ${RESP2}`,
          '0x8001: FFA_MSG_WAIT -> FFA_MSG_SEND_DIRECT_REQ2',
          '0x8001: FFA_MSG_WAIT -> DENIED',
        ],
      },
    ],
  },
  {
    row: 111,
    suite: 'ACS',
    test: 'ffa_direct_message_error, error1, error2',
    asserts: 'a response without a request: DENIED',
    cases: [
      {
        name: 'RESP',
        on: OF_SPMC,
        partitions: [
          '0x8001: on RUN RESP32 x1=0x80010000, then RESP64 x1=0x80010000, then RESP2 x1=0x80010000, then wait',
        ],
        steps: [
          V12,
          `${RUN} -> any`,
          `0x8001: ${RESP} -> DENIED`,
          `0x8001: ${RESP64} -> DENIED`,
          `0x8001: ${RESP2} -> DENIED`,
        ],
      },
    ],
  },
];
