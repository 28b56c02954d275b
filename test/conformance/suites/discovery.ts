/** FFA_FEATURES, partition information and identities. */
import { OF_SPMC, type SuiteCase, type SuiteRow } from './row.ts';

const V12 = 'FFA_VERSION 1.2 -> any';
const MAP = 'FFA_RXTX_MAP_64 TX RX 1 -> FFA_SUCCESS';
const UUID_A = '00112233-4455-6677-8899-aabbccddeeff';
/** The same in w1 to w4. */
const A_WORDS = '0x33221100 0x77665544 0xbbaa9988 0xffeeddcc';

/** What a partition asks FFA_FEATURES for while it initialises, and what it is to get. */
function partitionFeatures(name: string, asked: [id: string, answer: string][], settings = ''): SuiteCase {
  const calls = asked.map(([id]) => {
    const [function_, property = '0'] = id.split(' ');
    return `call FFA_FEATURES x1=${function_} x2=${property}`;
  });
  return {
    name,
    on: OF_SPMC,
    partitions: [`0x8001${settings}: on INIT ${calls.join(', then ')}, then wait`],
    steps: asked.map(([, answer]) => `0x8001: FFA_FEATURES -> ${answer}`),
  };
}

const yes = (...names: string[]): [string, string][] => names.map((name) => [name, 'FFA_SUCCESS']);
const no = (...names: string[]): [string, string][] => names.map((name) => [name, 'NOT_SUPPORTED']);

/** One case a call, so that the page tells which of them a platform does not know. */
function normalFeatures(names: string[], answer: string): SuiteCase[] {
  return names.map((name) => ({ name, steps: [V12, `FFA_FEATURES ${name} -> ${answer}`] }));
}

export const discoveryRows: SuiteRow[] = [
  {
    row: 62,
    suite: 'HFS',
    test: 'ffa_features fails_if_feature_id_wrong',
    asserts: 'a feature id that does not exist: NOT_SUPPORTED',
    cases: [
      partitionFeatures('partition', no('0xfffff')),
      { name: 'normal world', steps: [V12, 'FFA_FEATURES 0xfffff -> NOT_SUPPORTED'] },
    ],
  },
  {
    row: 63,
    suite: 'HFS',
    test: 'fails_if_parameter_wrong_and_v_1_1',
    asserts: 'FFA_MEM_RETRIEVE_REQ without the NS bit, for a caller of 1.1: NOT_SUPPORTED',
    cases: [partitionFeatures('partition of 1.1', no('FFA_MEM_RETRIEVE_REQ'), ' version=1.1')],
  },
  {
    row: 64,
    suite: 'HFS',
    test: 'does_not_fail_if_parameter_wrong_and_v_1_0',
    asserts: 'the same for a caller of 1.0: success',
    cases: [partitionFeatures('partition of 1.0', yes('FFA_MEM_RETRIEVE_REQ'), ' version=1.0')],
  },
  {
    row: 65,
    suite: 'HFS',
    test: 'fails_func_id_not_supported',
    asserts: 'ids of no function: NOT_SUPPORTED',
    cases: [
      partitionFeatures('partition', no('0x84000000', '0x8400005f', '0x840000ff')),
      { name: 'normal world', steps: [V12, 'FFA_FEATURES 0x840000ff -> NOT_SUPPORTED'] },
    ],
  },
  {
    row: 66,
    suite: 'HFS',
    test: 'succeeds_feature_ids',
    asserts:
      'a partition has the notification pending interrupt and the managed exit, and not the schedule receiver interrupt',
    cases: [
      partitionFeatures('NPI', yes('1')),
      partitionFeatures('SRI', no('2')),
      partitionFeatures('MEI', yes('3')),
      partitionFeatures('notifications', [['4', 'FFA_SUCCESS w2=3']]),
    ],
  },
  {
    row: 67,
    suite: 'HFS',
    test: 'succeeds_ffa_call_ids, _v1_1, _v1_2',
    asserts: 'the calls that a partition has, and the minimum and maximum size of buffers',
    cases: [
      partitionFeatures('1.0', [
        ...yes('FFA_ERROR', 'FFA_SUCCESS', 'FFA_SUCCESS_64', 'FFA_INTERRUPT', 'FFA_VERSION', 'FFA_FEATURES'),
        ...yes('FFA_RX_RELEASE', 'FFA_RXTX_MAP_64', 'FFA_RXTX_UNMAP', 'FFA_PARTITION_INFO_GET', 'FFA_ID_GET'),
        ...yes('FFA_MSG_WAIT', 'FFA_RUN', 'FFA_MEM_DONATE', 'FFA_MEM_LEND', 'FFA_MEM_SHARE'),
        ...yes('FFA_MEM_RETRIEVE_REQ 2', 'FFA_MEM_RETRIEVE_RESP', 'FFA_MEM_RELINQUISH', 'FFA_MEM_RECLAIM'),
        ...yes('FFA_MSG_SEND_DIRECT_REQ', 'FFA_MSG_SEND_DIRECT_RESP'),
        ...no('FFA_RXTX_MAP', 'FFA_ABORT'),
      ]),
      partitionFeatures('1.1', [
        ...yes('FFA_NOTIFICATION_SET', 'FFA_NOTIFICATION_GET', 'FFA_NOTIFICATION_BIND', 'FFA_NOTIFICATION_UNBIND'),
        ...yes('FFA_MSG_SEND2'),
        ...no('FFA_MEM_PERM_GET', 'FFA_MEM_PERM_SET', 'FFA_RX_ACQUIRE', 'FFA_NOTIFICATION_INFO_GET_64'),
      ]),
      partitionFeatures('1.2', [
        ...yes('FFA_CONSOLE_LOG', 'FFA_CONSOLE_LOG_64', 'FFA_PARTITION_INFO_GET_REGS'),
        ...yes('FFA_MSG_SEND_DIRECT_REQ2', 'FFA_MSG_SEND_DIRECT_RESP2'),
        ['FFA_RXTX_MAP_64', 'FFA_SUCCESS w2!=0'],
      ]),
    ],
  },
  {
    row: 68,
    suite: 'TFT',
    test: 'test_ffa_features, test_ffa_features_rxtx_map',
    asserts: 'the calls that the normal world has with Hafnium',
    cases: [
      ...normalFeatures(
        [
          'FFA_ERROR',
          'FFA_SUCCESS',
          'FFA_INTERRUPT',
          'FFA_VERSION',
          'FFA_FEATURES',
          'FFA_RX_RELEASE',
          'FFA_RXTX_MAP_64',
          'FFA_RXTX_UNMAP',
          'FFA_PARTITION_INFO_GET',
          'FFA_ID_GET',
          'FFA_MSG_WAIT',
          'FFA_RUN',
          'FFA_MEM_DONATE',
          'FFA_MEM_LEND',
          'FFA_MEM_SHARE',
          'FFA_MEM_DONATE_64',
          'FFA_MEM_LEND_64',
          'FFA_MEM_SHARE_64',
          'FFA_MEM_RETRIEVE_RESP',
          'FFA_MEM_RELINQUISH',
          'FFA_MEM_RECLAIM',
        ],
        'FFA_SUCCESS',
      ),
      ...normalFeatures(['FFA_RXTX_MAP', '0xffff'], 'NOT_SUPPORTED'),
    ],
  },
  {
    row: 86,
    suite: 'HFW, HFP',
    test: 'partition_info uuid_null, uuid_fixed, uuid_unknown',
    asserts: 'as many partitions as the UUID selects; an unknown one: INVALID_PARAMETERS',
    cases: [
      {
        name: 'nil',
        partitions: ['0x8001', '0x8002', '0x8003'],
        steps: [V12, MAP, 'FFA_PARTITION_INFO_GET -> FFA_SUCCESS w2=3'],
      },
      {
        name: 'known',
        partitions: [`0x8001 uuid=${UUID_A}`, '0x8002'],
        steps: [V12, MAP, `FFA_PARTITION_INFO_GET ${A_WORDS} -> FFA_SUCCESS w2=1`],
      },
      {
        name: 'unknown',
        partitions: [`0x8001 uuid=${UUID_A}`],
        steps: [V12, MAP, 'FFA_PARTITION_INFO_GET 1 2 3 4 -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 87,
    suite: 'HFW',
    test: 'count_flag',
    asserts: 'the number alone: w3 is 0, and RX stays free',
    cases: [
      {
        name: 'two partitions',
        partitions: ['0x8001', '0x8002'],
        steps: [V12, MAP, 'FFA_PARTITION_INFO_GET 0 0 0 0 1 -> FFA_SUCCESS w2=2 w3=0', 'FFA_RX_RELEASE -> DENIED'],
      },
    ],
  },
  {
    row: 88,
    suite: 'HFW',
    test: 'flags_mbz_fail',
    asserts: 'flags that must be 0: INVALID_PARAMETERS',
    cases: [{ name: 'w5=2', steps: [V12, MAP, 'FFA_PARTITION_INFO_GET 0 0 0 0 2 -> INVALID_PARAMETERS'] }],
  },
  {
    row: 89,
    suite: 'HFW, HFP, HFS',
    test: 'v1_0 descriptors',
    asserts: 'a caller of 1.0 gets descriptors of 8 bytes, and w3 is 8',
    cases: [
      {
        name: 'w3 at 1.0',
        steps: ['FFA_VERSION 1.0 -> any', MAP, 'FFA_PARTITION_INFO_GET -> FFA_SUCCESS w2=1 w3=8'],
      },
    ],
  },
  {
    row: 90,
    suite: 'HFP, HFS',
    test: 'partition_info before RXTX_MAP',
    asserts: 'no buffers: BUSY',
    cases: [{ name: 'no buffers', steps: [V12, 'FFA_PARTITION_INFO_GET -> BUSY'] }],
  },
  {
    row: 91,
    suite: 'HFW',
    test: 'get_regs_uuid_null',
    asserts: 'indices, tag and size in x2, and further calls from a start index',
    cases: [
      {
        name: 'first of three',
        partitions: ['0x8001', '0x8002', '0x8003'],
        steps: [V12, 'FFA_PARTITION_INFO_GET_REGS -> FFA_SUCCESS_64 x1=0 x3!=0'],
      },
      {
        name: 'from index 2',
        partitions: ['0x8001', '0x8002', '0x8003'],
        steps: [V12, 'FFA_PARTITION_INFO_GET_REGS 0 0 2 -> FFA_SUCCESS_64 x1=0 w2=0x20002'],
      },
      {
        name: 'from index 3',
        partitions: ['0x8001', '0x8002', '0x8003'],
        steps: [V12, 'FFA_PARTITION_INFO_GET_REGS 0 0 3 -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 99,
    suite: 'HFS, HFE',
    test: 'console_log invalid_parameters',
    asserts: 'no character, or more than the registers hold: INVALID_PARAMETERS',
    cases: [
      {
        name: 'none',
        on: OF_SPMC,
        partitions: ['0x8001: on INIT call FFA_CONSOLE_LOG x1=0, then call FFA_CONSOLE_LOG_64 x1=0, then wait'],
        steps: ['0x8001: FFA_CONSOLE_LOG -> INVALID_PARAMETERS', '0x8001: FFA_CONSOLE_LOG_64 -> INVALID_PARAMETERS'],
      },
      {
        name: 'too many',
        on: OF_SPMC,
        partitions: ['0x8001: on INIT call FFA_CONSOLE_LOG x1=25, then call FFA_CONSOLE_LOG_64 x1=129, then wait'],
        steps: ['0x8001: FFA_CONSOLE_LOG -> INVALID_PARAMETERS', '0x8001: FFA_CONSOLE_LOG_64 -> INVALID_PARAMETERS'],
      },
      {
        name: 'some',
        on: OF_SPMC,
        partitions: ['0x8001: on INIT call FFA_CONSOLE_LOG x1=24, then call FFA_CONSOLE_LOG_64 x1=128, then wait'],
        steps: ['0x8001: FFA_CONSOLE_LOG -> FFA_SUCCESS', '0x8001: FFA_CONSOLE_LOG_64 -> FFA_SUCCESS'],
      },
    ],
  },
  {
    row: 117,
    suite: 'ACS',
    test: 'ffa_id_get, ffa_spm_id_get, ffa_features (1.0, 1.1)',
    asserts: 'the ids of the caller and of the SPMC',
    cases: [
      { name: 'FFA_ID_GET', steps: [V12, 'FFA_ID_GET -> FFA_SUCCESS w2=ME'] },
      { name: 'FFA_SPM_ID_GET', steps: [V12, 'FFA_SPM_ID_GET -> FFA_SUCCESS w2=SPMC'] },
      {
        name: 'partition',
        on: OF_SPMC,
        partitions: ['0x8001: on INIT call FFA_ID_GET, then call FFA_SPM_ID_GET, then wait'],
        steps: ['0x8001: FFA_ID_GET -> FFA_SUCCESS w2=SP', '0x8001: FFA_SPM_ID_GET -> FFA_SUCCESS w2=SPMC'],
      },
    ],
  },
  {
    row: 119,
    suite: 'ACS',
    test: 'v1_2_linux and v1_2_xen databases',
    asserts: 'which tests are for an endpoint that is Linux or Xen',
    notRun: 'a list of tests; ffa_version_negotiation is in neither',
  },
];
