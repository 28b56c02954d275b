/** Questions that can be put to any hypervisor and firmware: the last call of each is what is asked. */
export interface Question {
  asks: string;
  partitions?: string[];
  steps: string[];
}

const V12 = 'FFA_VERSION 1.2 -> any';
const ID = 'FFA_ID_GET -> any';
const MAP = 'FFA_RXTX_MAP_64 TX RX 1 -> any';
const PAIR = ['0x8001', '0x8002'];

function version(name: string, word: string): Question {
  return { asks: `FFA_VERSION(${name})`, steps: [`FFA_VERSION ${word} -> any`] };
}

const versionQuestions: Question[] = [
  version('1.0', '1.0'),
  version('1.1', '1.1'),
  version('1.2', '1.2'),
  version('1.3', '1.3'),
  version('2.0', '2.0'),
  version('0.9', '0.9'),
  version('1.2 and bit 31', '0x80010002'),
  { asks: 'FFA_VERSION(1.0) after 1.2, no other call', steps: [V12, 'FFA_VERSION 1.0 -> any'] },
  { asks: 'FFA_VERSION(1.2) after 1.0, no other call', steps: ['FFA_VERSION 1.0 -> any', V12] },
  { asks: 'FFA_VERSION(1.0) after 1.2 and FFA_ID_GET', steps: [V12, ID, 'FFA_VERSION 1.0 -> any'] },
  { asks: 'FFA_VERSION(1.2) after 1.0 and FFA_ID_GET', steps: ['FFA_VERSION 1.0 -> any', ID, V12] },
  { asks: 'FFA_VERSION(1.2) after 1.2 and FFA_ID_GET', steps: [V12, ID, V12] },
  { asks: 'FFA_ID_GET before FFA_VERSION', steps: [ID] },
];

const discoveryQuestions: Question[] = [
  { asks: 'FFA_ID_GET', steps: [V12, ID] },
  { asks: 'FFA_SPM_ID_GET', steps: [V12, 'FFA_SPM_ID_GET -> any'] },
  { asks: 'FFA_FEATURES(FFA_RXTX_MAP_64)', steps: [V12, 'FFA_FEATURES FFA_RXTX_MAP_64 -> any'] },
  { asks: 'FFA_FEATURES(FFA_RUN)', steps: [V12, 'FFA_FEATURES FFA_RUN -> any'] },
  { asks: 'FFA_FEATURES(FFA_MSG_SEND_DIRECT_REQ2)', steps: [V12, 'FFA_FEATURES FFA_MSG_SEND_DIRECT_REQ2 -> any'] },
  { asks: 'FFA_RXTX_MAP_64', steps: [V12, MAP] },
  { asks: 'FFA_RXTX_MAP_64, a second time', steps: [V12, MAP, MAP] },
  { asks: 'FFA_RXTX_UNMAP without buffers', steps: [V12, 'FFA_RXTX_UNMAP -> any'] },
  { asks: 'FFA_RX_RELEASE of an empty RX', steps: [V12, MAP, 'FFA_RX_RELEASE -> any'] },
  { asks: 'FFA_PARTITION_INFO_GET without buffers', steps: [V12, 'FFA_PARTITION_INFO_GET -> any'] },
  { asks: 'FFA_PARTITION_INFO_GET', partitions: PAIR, steps: [V12, MAP, 'FFA_PARTITION_INFO_GET -> any'] },
  { asks: 'FFA_PARTITION_INFO_GET_REGS', partitions: PAIR, steps: [V12, 'FFA_PARTITION_INFO_GET_REGS -> any'] },
];

const messageQuestions: Question[] = [
  { asks: 'FFA_MSG_SEND_DIRECT_REQ', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0 payload -> any'] },
  { asks: 'FFA_MSG_SEND_DIRECT_REQ_64', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ_64 ME>SP 0 payload -> any'] },
  { asks: 'FFA_MSG_SEND_DIRECT_REQ2', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 0 0 payload2 -> any'] },
  {
    asks: 'FFA_MSG_SEND_DIRECT_REQ2 of a caller of 1.1',
    steps: ['FFA_VERSION 1.1 -> any', 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 0 0 payload2 -> any'],
  },
  {
    asks: 'FFA_MSG_SEND_DIRECT_REQ2 to a partition of 1.1',
    partitions: ['0x8001 version=1.1'],
    steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 0 0 payload2 -> any'],
  },
  { asks: 'FFA_MSG_SEND_DIRECT_REQ to nobody', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>0x8055 0 -> any'] },
  { asks: 'FFA_MSG_SEND_DIRECT_REQ as somebody else', steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ 0x77>SP 0 -> any'] },
  {
    asks: 'FFA_MSG_SEND_DIRECT_REQ that is interrupted',
    partitions: ['0x8001: on REQ interrupt, then RESP'],
    steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0 payload -> any'],
  },
  {
    asks: 'FFA_RUN after it',
    partitions: ['0x8001: on REQ interrupt, then RESP'],
    steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0 payload -> any', 'FFA_RUN SP:0 -> any'],
  },
  {
    asks: 'FFA_RUN after an interrupted FFA_MSG_SEND_DIRECT_REQ2',
    partitions: ['0x8001: on REQ2 interrupt, then RESP2'],
    steps: [V12, 'FFA_MSG_SEND_DIRECT_REQ2 ME>SP 0 0 payload2 -> any', 'FFA_RUN SP:0 -> any'],
  },
  { asks: 'FFA_RUN of a partition that waits', steps: [V12, 'FFA_RUN SP:0 -> any'] },
  { asks: 'FFA_RUN of nobody', steps: [V12, 'FFA_RUN 0x8055:0 -> any'] },
  { asks: 'FFA_MSG_SEND2 without buffers', steps: [V12, 'FFA_MSG_SEND2 -> any'] },
  { asks: 'FFA_MSG_WAIT', steps: [V12, 'FFA_MSG_WAIT -> any'] },
  { asks: 'FFA_MEM_SHARE_64 without buffers', steps: [V12, 'FFA_MEM_SHARE_64 96 96 -> any'] },
  {
    asks: 'FFA_NOTIFICATION_BIND of the caller',
    steps: [V12, 'FFA_NOTIFICATION_BITMAP_CREATE ME 1 -> any', 'FFA_NOTIFICATION_BIND SP>ME 0 1 0 -> any'],
  },
  { asks: 'FFA_NOTIFICATION_INFO_GET_64', steps: [V12, 'FFA_NOTIFICATION_INFO_GET_64 -> any'] },
  { asks: 'FFA_CONSOLE_LOG', steps: [V12, 'FFA_CONSOLE_LOG 1 0x41 -> any'] },
  { asks: 'FF-A number 0xef, which is no call', steps: [V12, '0x840000ef -> any'] },
];

export const questions: Question[] = [...versionQuestions, ...discoveryQuestions, ...messageQuestions];
