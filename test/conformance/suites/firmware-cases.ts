/**
 * What single firmware profiles do, beyond what the suites ask: each case holds on the profiles that it names, and tells a
 * switch of theirs from its other values. The profiles' own sources stand in assembly/el3/profiles.ts.
 */
import type { SuiteCase } from './row.ts';

const V10 = 'FFA_VERSION 1.0 -> any';
const V11 = 'FFA_VERSION 1.1 -> any';
const V12 = 'FFA_VERSION 1.2 -> any';
const MAP = 'FFA_RXTX_MAP_64 TX RX 1 -> FFA_SUCCESS';
const REQ = 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0';
const REQ64 = 'FFA_MSG_SEND_DIRECT_REQ_64 ME>SP 0';
const REQ2 = 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 0 0';
const INFO = 'FFA_PARTITION_INFO_GET -> FFA_SUCCESS';

const HAFNIUM = 'none@tfa-spmd+hafnium';
const OPTEE = 'none@tfa-spmd+optee';
const AT_EL3 = 'none@tfa-el3-spmc';
const OLD = 'none@smccc-1.1';
const PRESERVING = 'none@preserving';
const ZEROING = 'none@zeroing';
const HOSTILE = 'none@hostile';
const FIXED = 'none@scripted';
const WITHOUT = 'none@no-ffa';
/** Firmware with a dispatcher and an SPMC. */
const WITH_SPMC = [HAFNIUM, OPTEE, AT_EL3, OLD, PRESERVING, ZEROING, HOSTILE];
/** Profiles that are told by Hafnium's rules. */
const LIKE_HAFNIUM = [HAFNIUM, OLD, PRESERVING, ZEROING, HOSTILE];

const minusOne = '0xffffffffffffffff';

const otherCases: SuiteCase[] = [
  { name: 'a -1 for FFA_VERSION has 64 bits', on: [FIXED], steps: [`FFA_VERSION 2.0 -> -1 x0=${minusOne}`] },
  { name: 'a -1 for FFA_VERSION has 32 bits', on: WITH_SPMC, steps: ['FFA_VERSION 0x80010002 -> -1 x0=0xffffffff'] },
  {
    name: 'an id outside FF-A changes x0 alone',
    on: [FIXED, HAFNIUM, OPTEE, AT_EL3, OLD, PRESERVING, WITHOUT],
    steps: [`0x84001234 1 2 3 4 5 6 7 -> -1 x0=${minusOne} x1..x17=kept`],
  },
  {
    name: 'an id outside FF-A zeroes x1 to x17',
    on: [ZEROING],
    steps: [`0x84001234 1 2 3 4 5 6 7 -> -1 x0=${minusOne} x1..x17=0`],
  },
  {
    name: 'an id outside FF-A leaves garbage in x1 to x17',
    on: [HOSTILE],
    steps: [`0x84001234 1 2 3 4 5 6 7 -> -1 x0=${minusOne} x1..x17!=kept x1..x17!=0`],
  },
  { name: 'SMCCC_VERSION is 1.2', on: [FIXED], steps: ['0x80000000 -> 1.2'] },
  { name: 'SMCCC_VERSION is 1.1', on: [OLD], steps: ['0x80000000 -> 1.1'] },
  {
    name: 'SMCCC_VERSION is 1.5',
    on: [HAFNIUM, OPTEE, AT_EL3, WITHOUT, PRESERVING, ZEROING, HOSTILE],
    steps: ['0x80000000 -> 1.5'],
  },
  { name: 'nothing stands in the upper half of a version', on: [WITHOUT], steps: ['0x80000000 -> any x0=0x10005'] },
  {
    name: 'nothing stands in the upper half of a result',
    on: [FIXED, ...WITH_SPMC, '!*@hostile'],
    steps: [V12, 'FFA_ID_GET -> FFA_SUCCESS x0=0x84000061 x2=0'],
  },
  {
    name: 'garbage stands in the upper half of a result, by the seed',
    on: [HOSTILE],
    steps: ['FFA_ID_GET -> FFA_SUCCESS x0=0x5f4c1dac84000061 x1=0xa241f3df9f755c0e'],
  },
  {
    name: 'buffers are 4K pages',
    on: [FIXED],
    steps: [V12, 'FFA_FEATURES FFA_RXTX_MAP_64 -> FFA_SUCCESS x2=0'],
  },
  { name: 'reserved bits of an id are refused', on: WITH_SPMC, steps: [`0x84020069 -> -1 x0=${minusOne}`] },
  { name: 'reserved bits of an id are ignored', on: [FIXED], steps: ['0x84020069 -> FFA_SUCCESS'] },
  {
    name: 'x18 to x29 are kept',
    on: [FIXED, WITHOUT],
    steps: ['FFA_ID_GET -> any x18..x29=kept'],
  },
  {
    name: 'the dispatcher zeroes x1 to x7',
    on: [HAFNIUM, OPTEE, AT_EL3, OLD],
    steps: [V12, 'FFA_ID_GET 1 2 3 4 5 6 7 -> FFA_SUCCESS x1=0 x3..x7=0'],
  },
];

const versionCases: SuiteCase[] = [
  {
    name: 'a refused bit 31 does not end the negotiation',
    on: [HAFNIUM],
    steps: ['FFA_VERSION 0x80010002 -> -1', 'FFA_VERSION 1.1 -> version'],
  },
  {
    name: 'a refused bit 31 is not stored',
    on: [PRESERVING, ZEROING, HOSTILE],
    steps: ['FFA_VERSION 0x80010002 -> -1', `${REQ2} -> NOT_SUPPORTED`],
  },
  {
    name: 'a higher version that is answered is not stored',
    on: [OLD],
    steps: [V10, 'FFA_VERSION 1.2 -> version', MAP, `${INFO} w3=8`],
  },
  {
    name: 'a higher version that is answered is stored',
    on: [OPTEE],
    steps: [V10, 'FFA_VERSION 1.3 -> version', MAP, `${INFO} w3=24`],
  },
  {
    name: 'another major version that is answered is not stored',
    on: [OPTEE],
    steps: ['FFA_VERSION 2.0 -> version', MAP, `${INFO} w3=0`],
  },
  {
    name: 'a refused version fixes the default of the SPMC',
    on: [HAFNIUM],
    steps: ['FFA_VERSION 2.0 -> -1', 'FFA_VERSION 1.2 -> -1', 'FFA_VERSION 1.3 -> version'],
  },
  {
    name: 'another call fixes the default of the SPMC',
    on: [OLD, PRESERVING, ZEROING, HOSTILE],
    steps: [MAP, 'FFA_VERSION 1.0 -> -1', 'FFA_VERSION version -> version'],
  },
  {
    name: 'a call before FFA_VERSION is refused, and none can be agreed on any more',
    on: [AT_EL3],
    steps: ['FFA_RXTX_MAP_64 TX RX 1 -> NOT_SUPPORTED', 'FFA_VERSION 1.2 -> -1'],
  },
  { name: 'the caller has 1.0 before it asks', on: [OPTEE], steps: [MAP, `${INFO} w3=0`] },
];

const registerCases: SuiteCase[] = [
  {
    name: 'a status code has 64 bits',
    on: [AT_EL3],
    steps: [V12, 'FFA_RXTX_UNMAP -> INVALID_PARAMETERS x2=0xfffffffffffffffe'],
  },
  {
    name: 'a status code has 32 bits',
    on: LIKE_HAFNIUM.concat(OPTEE),
    partitions: ['0x8001: on INIT call FFA_RX_RELEASE, then wait'],
    steps: ['0x8001: FFA_RX_RELEASE -> DENIED x2=0xfffffffa'],
  },
  {
    name: 'a 32-bit response to a 64-bit request keeps x8 to x17',
    on: [AT_EL3],
    partitions: ['0x8001: on REQ64 RESP32'],
    steps: [V12, `${REQ64} -> FFA_MSG_SEND_DIRECT_RESP x8..x17=kept`],
  },
  {
    name: 'a 64-bit response to a caller of 1.1 keeps x8 to x17',
    on: [HAFNIUM],
    partitions: ['0x8001: on REQ64 yield, then RESP64'],
    steps: [V11, `${REQ64} payload -> FFA_YIELD`, 'FFA_RUN SP:0 -> FFA_MSG_SEND_DIRECT_RESP_64 x8..x17=kept'],
  },
  {
    name: "a 64-bit response of a partition's registers to a caller of 1.1 keeps x8 to x17",
    on: [OPTEE, AT_EL3],
    partitions: ['0x8001: on REQ64 RESP64 x8..x17=canary'],
    steps: [V11, `${REQ64} payload -> FFA_MSG_SEND_DIRECT_RESP_64 x8..x17=kept`],
  },
  {
    name: 'a 32-bit response carries 64 bits where the partition has them',
    on: [OPTEE, AT_EL3],
    partitions: ['0x8001: on REQ RESP32 x5=0x1234567890abcdef'],
    steps: [V12, `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP x5=0x1234567890abcdef`],
  },
  {
    name: 'a 32-bit response carries 32 bits',
    on: LIKE_HAFNIUM,
    partitions: ['0x8001: on REQ RESP32 x5=0x1234567890abcdef', '0x8002: on REQ REQ32 0x8001, then RESP'],
    steps: [
      V12,
      'FFA_MSG_SEND_DIRECT_REQ ME>SP2 0 payload -> FFA_MSG_SEND_DIRECT_RESP',
      '0x8002: FFA_MSG_SEND_DIRECT_REQ -> FFA_MSG_SEND_DIRECT_RESP x5=0x90abcdef',
    ],
  },
];

const messageCases: SuiteCase[] = [
  {
    name: 'the dispatcher knows a higher version than the SPMC, which refuses a request of 1.2',
    on: [AT_EL3],
    steps: [V11, 'FFA_VERSION 1.3 -> version', `${REQ2} -> NOT_SUPPORTED x2=${minusOne}`],
  },
  {
    name: 'a framework message that no partition asked for: INVALID_PARAMETERS',
    on: LIKE_HAFNIUM,
    steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0x80000000 -> INVALID_PARAMETERS'],
  },
  {
    name: 'a framework message that no partition asked for: NOT_SUPPORTED',
    on: [OPTEE],
    steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0x80000000 -> NOT_SUPPORTED'],
  },
  {
    name: 'a framework message is passed to a partition',
    on: [AT_EL3],
    partitions: ['0x8001: on REQ RESP32 x2=0x80000001'],
    steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0x80000000 -> FFA_MSG_SEND_DIRECT_RESP w2=0x80000001'],
  },
  {
    name: 'a response of the other width is taken',
    on: [...LIKE_HAFNIUM, AT_EL3],
    partitions: ['0x8001: on REQ32 RESP64'],
    steps: [V12, `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP_64`],
  },
  {
    name: 'a response of the other width is refused',
    on: [OPTEE],
    partitions: ['0x8001: on REQ32 RESP64, then RESP32'],
    steps: [
      V12,
      `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP`,
      '0x8001: FFA_MSG_SEND_DIRECT_RESP_64 -> INVALID_PARAMETERS',
    ],
  },
  {
    name: 'x2 and x3 of FFA_MSG_SEND_DIRECT_RESP2 are zeroed',
    on: [HAFNIUM, PRESERVING, ZEROING, HOSTILE],
    partitions: ['0x8001: on REQ2 RESP2 x2=5 x4=0x77'],
    steps: [V12, `${REQ2} payload2 -> FFA_MSG_SEND_DIRECT_RESP2 x2..x3=0 x4=0x77`],
  },
  {
    name: 'x2 and x3 of FFA_MSG_SEND_DIRECT_RESP2 must be 0',
    on: [OPTEE, AT_EL3],
    partitions: ['0x8001: on REQ2 RESP2 x2=5, then RESP2'],
    steps: [
      V12,
      `${REQ2} payload2 -> FFA_MSG_SEND_DIRECT_RESP2`,
      '0x8001: FFA_MSG_SEND_DIRECT_RESP2 -> INVALID_PARAMETERS',
    ],
  },
  {
    name: 'a response to a third endpoint is DENIED',
    on: [...LIKE_HAFNIUM, AT_EL3],
    partitions: ['0x8001: on REQ RESP x1=0x80018002, then RESP', '0x8002'],
    steps: [V12, `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP`, '0x8001: FFA_MSG_SEND_DIRECT_RESP -> DENIED'],
  },
  {
    name: 'a call of a partition that there is none of: NOT_SUPPORTED',
    on: [...LIKE_HAFNIUM, AT_EL3],
    partitions: ['0x8001: on INIT call FFA_MSG_POLL, then wait'],
    steps: ['0x8001: FFA_MSG_POLL -> NOT_SUPPORTED'],
  },
  {
    name: 'a call of a partition that there is none of: INVALID_PARAMETERS',
    on: [OPTEE],
    partitions: ['0x8001: on INIT call FFA_MSG_POLL, then wait'],
    steps: ['0x8001: FFA_MSG_POLL -> INVALID_PARAMETERS'],
  },
  {
    name: 'FFA_ERROR of a partition is none of its calls while a request is open',
    on: LIKE_HAFNIUM,
    partitions: ['0x8001: on REQ error -6, then RESP'],
    steps: [V12, `${REQ} payload -> FFA_MSG_SEND_DIRECT_RESP`, '0x8001: FFA_ERROR -> NOT_SUPPORTED'],
  },
  {
    name: 'FFA_ERROR of a partition ends the request',
    on: [OPTEE, AT_EL3],
    partitions: ['0x8001: on REQ error -6'],
    steps: [V12, `${REQ} payload -> DENIED`],
  },
];

const bufferCases: SuiteCase[] = [
  {
    name: 'there is no 32-bit FFA_RXTX_MAP',
    on: LIKE_HAFNIUM,
    steps: [V12, 'FFA_RXTX_MAP TX RX 1 -> NOT_SUPPORTED'],
  },
  { name: 'there is a 32-bit FFA_RXTX_MAP', on: [OPTEE, AT_EL3], steps: [V12, 'FFA_RXTX_MAP TX RX 1 -> FFA_SUCCESS'] },
  { name: 'a descriptor of a partition has 48 bytes', on: [HAFNIUM], steps: [V11, MAP, `${INFO} w3=48`] },
  {
    name: 'a descriptor of a partition has 24 bytes',
    on: [OPTEE, AT_EL3, OLD, PRESERVING, ZEROING, HOSTILE],
    steps: [V11, MAP, `${INFO} w3=24`],
  },
  {
    name: 'a memory transaction without an endpoint is refused',
    on: WITH_SPMC,
    steps: [V12, MAP, 'FFA_MEM_SHARE_64 96 96 -> INVALID_PARAMETERS'],
  },
  {
    name: 'a hypervisor acquires the RX of its virtual machine, and releases it',
    on: LIKE_HAFNIUM,
    steps: [
      V12,
      MAP,
      'FFA_RX_ACQUIRE 5 -> INVALID_PARAMETERS',
      'endpoint 5 0x80420000 0x80430000 1',
      'FFA_RXTX_MAP_64 -> FFA_SUCCESS',
      'FFA_RX_ACQUIRE 5 -> FFA_SUCCESS',
      'FFA_RX_ACQUIRE 5 -> DENIED',
      'FFA_RX_RELEASE 5 -> FFA_SUCCESS',
      'FFA_RX_RELEASE 5 -> DENIED',
      'FFA_RX_ACQUIRE SP -> NOT_SUPPORTED',
    ],
  },
  {
    name: 'a hypervisor cannot acquire an RX',
    on: [OPTEE, AT_EL3],
    steps: [V12, MAP, 'FFA_RX_ACQUIRE 5 -> NOT_SUPPORTED'],
  },
];

export const firmwareCases: SuiteCase[] = [
  ...otherCases,
  ...versionCases,
  ...registerCases,
  ...messageCases,
  ...bufferCases,
];
