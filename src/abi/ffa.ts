/** FF-A (DEN0077A) 1.0 to 1.3: every function id, what its registers carry, and since when. */
import { type CallRow, type Field, field, functionIds, type Version } from './row.ts';

interface FfaOptions {
  since64?: Version;
  until?: Version;
  in?: Field[];
  out?: Field[];
  replies?: string[];
  /** Status codes that implementations answer with, as far as known; names without `FFA_`. */
  errors?: string;
  instances?: string;
  clause?: string;
}

/** One row. Without `replies` the call ends with FFA_SUCCESS or FFA_ERROR. */
function call(name: string, since: Version, options: FfaOptions = {}): CallRow {
  return {
    name,
    specification: 'FF-A',
    ...functionIds(name),
    since,
    since64: options.since64,
    until: options.until,
    arguments: options.in ?? [],
    results: options.out ?? [],
    replies: options.replies ?? ['FFA_SUCCESS', 'FFA_ERROR'],
    errors: options.errors?.split(' ') ?? [],
    instances: (options.instances ?? 'NV NP SV SP').split(' '),
    clause: options.clause ?? `DEN0077A ${name}`,
  };
}

const target = field('w1', 'target information', 'target', { parts: ['31:16 endpoint', '15:0 vCPU'] });
const endpoints = field('w1', 'sender, receiver', 'endpoints', { parts: ['31:16 sender', '15:0 receiver'] });
const lowId = (name = 'VM'): Field => field('w1', name, 'endpoint', { parts: [`15:0 ${name}`] });
const highId = (name = 'VM'): Field => field('w1', name, 'endpoint-high', { parts: [`31:16 ${name}`] });
const uuid = field('x2-x3', 'UUID', 'uuid');
const handle = field('w1-w2', 'handle', 'handle');
const memory = [
  field('w1', 'total', 'bytes'),
  field('w2', 'fragment', 'bytes'),
  field('x3', 'buffer', 'address'),
  field('w4', 'buffer pages', 'number'),
];
const fragment = [handle, field('w4', 'endpoint', 'endpoint-high', { parts: ['31:16 endpoint'] })];
/** A partition message has zero in w2; the framework's own have bit 31 set and an id. */
const messageFlags = field('w2', 'flags', 'hex', { parts: ['31 framework message', '7:0 message'], zero: 'others' });
const payload = [field('x3-x7', 'payload'), field('x8-x17', 'payload', 'hex', { since: '1.3', form: 64 })];
/** The ways in which a partition that runs gives the processor back. */
const cycleReplies = ['FFA_INTERRUPT', 'FFA_YIELD', 'FFA_ERROR'];
/** What may wake a partition that waits. */
const events = [
  'FFA_RUN',
  'FFA_INTERRUPT',
  'FFA_MSG_SEND_DIRECT_REQ',
  'FFA_MSG_SEND_DIRECT_REQ2',
  'FFA_SUCCESS',
  'FFA_ERROR',
];
const shareReplies = ['FFA_SUCCESS', 'FFA_MEM_FRAG_RX', 'FFA_ERROR'];
const handleResult = [field('w2-w3', 'handle', 'handle')];
const bitmap = field('w3-w4', 'notifications', 'pair');
const perVcpu = '0 per vCPU';

const identityErrors = 'NOT_SUPPORTED';
const runErrors = 'NOT_SUPPORTED INVALID_PARAMETERS BUSY DENIED ABORTED';
const responseErrors = 'NOT_SUPPORTED INVALID_PARAMETERS DENIED';
const shareErrors = 'NOT_SUPPORTED INVALID_PARAMETERS NO_MEMORY BUSY DENIED ABORTED';
const fragmentErrors = 'INVALID_PARAMETERS NO_MEMORY ABORTED';
const bitmapErrors = 'NOT_SUPPORTED INVALID_PARAMETERS NO_MEMORY DENIED';

const version10: CallRow[] = [
  call('FFA_ERROR', '1.0', {
    since64: '1.3',
    in: [target, field('w2', 'status', 'status'), field('w3', 'error argument', 'hex', { since: '1.2' })],
    replies: [],
  }),
  call('FFA_SUCCESS', '1.0', { in: [field('w1', 'target information')], replies: [] }),
  call('FFA_INTERRUPT', '1.0', {
    since64: '1.3',
    in: [target, field('w2', 'interrupt', 'number')],
    replies: events,
  }),
  call('FFA_VERSION', '1.0', {
    in: [
      field('w1', 'version', 'version', { zero: 1n << 31n }),
      field('w2', 'query', 'number', { since: '1.3', parts: ['1:0 query'], zero: 'others' }),
    ],
    out: [field('w0', 'version', 'version')],
    replies: [],
    clause: 'DEN0077A 1.2, 13.2',
  }),
  call('FFA_FEATURES', '1.0', {
    in: [field('w1', 'function', 'function'), field('w2', 'properties')],
    out: [field('w2-w3', 'properties')],
    errors: 'NOT_SUPPORTED',
  }),
  call('FFA_RX_RELEASE', '1.0', { in: [lowId()], errors: 'NOT_SUPPORTED INVALID_PARAMETERS DENIED' }),
  call('FFA_RXTX_MAP', '1.0', {
    in: [
      field('x1', 'TX', 'address'),
      field('x2', 'RX', 'address'),
      field('w3', 'page count', 'pages', { parts: ['5:0 page count'], zero: 'others' }),
    ],
    errors: 'NOT_SUPPORTED INVALID_PARAMETERS NO_MEMORY DENIED',
  }),
  call('FFA_RXTX_UNMAP', '1.0', {
    in: [field('w1', 'VM', 'endpoint-high', { parts: ['31:16 VM'], zero: 'others' })],
    errors: 'NOT_SUPPORTED INVALID_PARAMETERS',
  }),
  call('FFA_PARTITION_INFO_GET', '1.0', {
    in: [
      field('w1-w4', 'UUID', 'uuid'),
      field('w5', 'flags', 'hex', { since: '1.1', parts: ['0 count only'], zero: 'others' }),
    ],
    out: [field('w2', 'count', 'number'), field('w3', 'descriptor size', 'number', { since: '1.1' })],
    errors: 'NOT_SUPPORTED INVALID_PARAMETERS NO_MEMORY BUSY DENIED',
  }),
  call('FFA_ID_GET', '1.0', {
    out: [field('w2', 'id', 'endpoint', { parts: ['15:0 id'] })],
    errors: identityErrors,
    instances: 'NV NP SV',
  }),
  call('FFA_MSG_POLL', '1.0', { until: '1.1' }),
  call('FFA_MSG_WAIT', '1.0', {
    since64: '1.3',
    in: [field('w2', 'flags', 'hex', { since: '1.2', parts: ['0 retain RX'], zero: 'others' })],
    replies: events,
    errors: responseErrors,
    instances: 'SV SP',
  }),
  call('FFA_YIELD', '1.0', {
    since64: '1.3',
    in: [target, field('w2-w3', 'timeout', 'pair')],
    errors: responseErrors,
    instances: 'SV',
  }),
  call('FFA_RUN', '1.0', {
    since64: '1.3',
    in: [target],
    replies: ['FFA_MSG_SEND_DIRECT_RESP', 'FFA_MSG_SEND_DIRECT_RESP2', 'FFA_MSG_WAIT', 'FFA_SUCCESS', ...cycleReplies],
    errors: runErrors,
    instances: 'NV NP SV',
  }),
  call('FFA_MSG_SEND', '1.0', { until: '1.1', in: [endpoints] }),
  call('FFA_MSG_SEND_DIRECT_REQ', '1.0', {
    in: [endpoints, messageFlags, ...payload],
    replies: ['FFA_MSG_SEND_DIRECT_RESP', 'FFA_SUCCESS', ...cycleReplies],
    errors: runErrors,
    instances: 'NV NP SV',
  }),
  call('FFA_MSG_SEND_DIRECT_RESP', '1.0', {
    in: [endpoints, messageFlags, ...payload],
    replies: events,
    errors: responseErrors,
    instances: 'SV SP',
  }),
  ...['DONATE', 'LEND', 'SHARE'].map((kind) =>
    call(`FFA_MEM_${kind}`, '1.0', {
      in: memory,
      out: handleResult,
      replies: shareReplies,
      errors: shareErrors,
      instances: 'NV NP SV',
    }),
  ),
  call('FFA_MEM_RETRIEVE_REQ', '1.0', { in: memory, replies: ['FFA_MEM_RETRIEVE_RESP', 'FFA_ERROR'] }),
  call('FFA_MEM_RETRIEVE_RESP', '1.0', {
    in: [field('w1', 'total', 'bytes'), field('w2', 'fragment', 'bytes')],
    replies: [],
  }),
  call('FFA_MEM_RELINQUISH', '1.0', { instances: 'SV NV' }),
  call('FFA_MEM_RECLAIM', '1.0', {
    in: [handle, field('w3', 'flags', 'hex', { parts: ['0 zero memory', '1 time slicing'], zero: 'others' })],
    errors: 'INVALID_PARAMETERS NO_MEMORY DENIED ABORTED',
    instances: 'NV NP SV',
  }),
  call('FFA_MEM_OP_PAUSE', '1.0', { in: [handle] }),
  call('FFA_MEM_OP_RESUME', '1.0', { in: [handle] }),
  call('FFA_MEM_FRAG_RX', '1.0', {
    in: [...fragment, field('w3', 'offset', 'bytes')],
    replies: ['FFA_MEM_FRAG_TX', 'FFA_MEM_FRAG_RX', 'FFA_SUCCESS', 'FFA_ERROR'],
    errors: fragmentErrors,
    instances: 'NP SV',
  }),
  call('FFA_MEM_FRAG_TX', '1.0', {
    in: [...fragment, field('w3', 'fragment', 'bytes')],
    out: handleResult,
    replies: shareReplies,
    errors: fragmentErrors,
    instances: 'NP SV',
  }),
  call('FFA_NORMAL_WORLD_RESUME', '1.0', { since64: '1.3', instances: 'SP' }),
];

const version11: CallRow[] = [
  call('FFA_NOTIFICATION_BITMAP_CREATE', '1.1', {
    in: [field('w1', 'VM', 'endpoint', { parts: ['15:0 VM'], zero: 'others' }), field('w2', 'vCPUs', 'number')],
    errors: bitmapErrors,
    instances: 'NP',
  }),
  call('FFA_NOTIFICATION_BITMAP_DESTROY', '1.1', {
    in: [field('w1', 'VM', 'endpoint', { parts: ['15:0 VM'], zero: 'others' })],
    errors: bitmapErrors,
    instances: 'NP',
  }),
  call('FFA_NOTIFICATION_BIND', '1.1', {
    in: [endpoints, field('w2', 'flags', 'hex', { parts: [perVcpu] }), bitmap],
    errors: bitmapErrors,
    instances: 'NV NP SV',
  }),
  call('FFA_NOTIFICATION_UNBIND', '1.1', {
    in: [endpoints, field('w2', 'flags', 'hex', { zero: 'all' }), bitmap],
    errors: bitmapErrors,
    instances: 'NV NP SV',
  }),
  call('FFA_NOTIFICATION_SET', '1.1', {
    in: [
      endpoints,
      field('w2', 'flags', 'hex', { parts: [perVcpu, '1 delay SRI', '31:16 vCPU'], zero: 'others' }),
      bitmap,
    ],
    errors: bitmapErrors,
    instances: 'NV NP SV',
  }),
  call('FFA_NOTIFICATION_GET', '1.1', {
    in: [
      field('w1', 'vCPU, receiver', 'hex', { parts: ['31:16 vCPU', '15:0 receiver'] }),
      field('w2', 'flags', 'hex', { parts: ['0 from SPs', '1 from VMs', '2 from the SPM', '3 from the hypervisor'] }),
    ],
    out: [
      field('w2-w3', 'from partitions'),
      field('w4-w5', 'from VMs'),
      field('w6', 'from the SPM'),
      field('w7', 'from the hypervisor'),
    ],
    errors: bitmapErrors,
    instances: 'NV NP SV',
  }),
  call('FFA_NOTIFICATION_INFO_GET', '1.1', {
    out: [
      field('x2', 'lists', 'hex', { parts: ['0 more pending', '11:7 lists'] }),
      field('x3-x7', 'endpoint and vCPU ids'),
    ],
    errors: 'NOT_SUPPORTED NO_DATA',
    instances: 'NP NV',
  }),
  call('FFA_RX_ACQUIRE', '1.1', {
    in: [lowId()],
    errors: 'NOT_SUPPORTED INVALID_PARAMETERS DENIED',
    instances: 'NP',
  }),
  call('FFA_SPM_ID_GET', '1.1', {
    out: [field('w2', 'id', 'endpoint', { parts: ['15:0 id'] })],
    errors: identityErrors,
  }),
  call('FFA_MSG_SEND2', '1.1', {
    in: [highId('sender'), field('w2', 'flags', 'hex', { parts: ['1 delay SRI'], zero: 'others' })],
    errors: 'NOT_SUPPORTED INVALID_PARAMETERS NO_MEMORY BUSY DENIED',
  }),
  call('FFA_SECONDARY_EP_REGISTER', '1.1', { in: [field('x1', 'entry', 'address')], instances: 'SV' }),
  call('FFA_MEM_PERM_GET', '1.1', {
    in: [field('x1', 'base', 'address'), field('w2', 'page count less one', 'number', { since: '1.3' })],
    out: [field('w2', 'permissions'), field('w3', 'page count less one', 'number', { since: '1.3' })],
    instances: 'SV',
  }),
  call('FFA_MEM_PERM_SET', '1.1', {
    in: [field('x1', 'base', 'address'), field('w2', 'page count', 'pages'), field('w3', 'permissions')],
    instances: 'SV',
  }),
];

const version12: CallRow[] = [
  call('FFA_CONSOLE_LOG', '1.2', {
    in: [field('w1', 'characters', 'number'), field('x2-x7', 'text'), field('x8-x17', 'text', 'hex', { form: 64 })],
    errors: 'NOT_SUPPORTED INVALID_PARAMETERS RETRY',
    instances: 'NV NP SV',
  }),
  call('FFA_PARTITION_INFO_GET_REGS', '1.2', {
    in: [
      field('x1-x2', 'UUID', 'uuid'),
      field('x3', 'start index, tag', 'hex', { parts: ['15:0 start index', '31:16 tag'] }),
    ],
    out: [
      field('x2', 'indices, tag, size', 'hex', {
        parts: ['15:0 last index', '31:16 current index', '47:32 tag', '63:48 descriptor size'],
      }),
      field('x3-x17', 'descriptors'),
    ],
    errors: 'NOT_SUPPORTED INVALID_PARAMETERS DENIED RETRY NOT_READY',
  }),
  call('FFA_EL3_INTR_HANDLE', '1.2', { instances: 'SP' }),
  call('FFA_MSG_SEND_DIRECT_REQ2', '1.2', {
    in: [endpoints, uuid, field('x4-x17', 'payload')],
    replies: ['FFA_MSG_SEND_DIRECT_RESP2', ...cycleReplies],
    errors: runErrors,
    instances: 'NV NP SV',
  }),
  call('FFA_MSG_SEND_DIRECT_RESP2', '1.2', {
    in: [endpoints, field('x2-x3', 'reserved', 'hex', { zero: 'all' }), field('x4-x17', 'payload')],
    replies: events,
    errors: responseErrors,
    instances: 'SV SP',
  }),
];

/** From ALP2 to ALP4; the second set of notification calls is known from TF-A alone. */
const version13: CallRow[] = [
  call('FFA_NS_RES_INFO_GET', '1.3', {
    in: [
      field('x1', 'target', 'endpoint', { parts: ['15:0 target'] }),
      field('x2', 'flags', 'hex', { parts: ['0 id valid', '3:2 kind', '4 continue'] }),
    ],
    instances: 'NV NP',
  }),
  call('FFA_ABORT', '1.3', { replies: [], instances: 'SV' }),
  ...['BIND2', 'UNBIND2', 'SET2', 'GET2'].map((name) => call(`FFA_NOTIFICATION_${name}`, '1.3')),
];

export const ffaCalls: CallRow[] = [...version10, ...version11, ...version12, ...version13];
