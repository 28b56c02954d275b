/** Where Xen's mediator stands in the way. */
import type { Reason } from './reason.ts';

const FFA = 'xen, xen/arch/arm/tee/ffa.c';
const INFO = 'xen, xen/arch/arm/tee/ffa_partinfo.c';
const RXTX = 'xen, xen/arch/arm/tee/ffa_rxtx.c';
const MESSAGE = 'xen, xen/arch/arm/tee/ffa_msg.c';

/** The mediator of 1.1. */
const OLD = { own_version: ['1.1'] };

export const xenReasons: Reason[] = [
  {
    because: 'there is no mediator without SMCCC 1.2 and FF-A behind it: FF-A is unknown to the VM',
    source: `${FFA}, ffa_probe`,
    on: ['xen/*@no-ffa', 'xen/*@smccc-1.1'],
    by: ['not-supported'],
    gets: ['-1*'],
  },
  {
    because: 'an answer whose x0 has garbage in its upper half is none that Xen knows: there is no mediator',
    source: `${FFA}, ffa_probe`,
    on: ['xen/*@hostile'],
    by: ['not-supported'],
    gets: ['-1*'],
  },
  {
    because: 'function numbers above 0x8e do not reach the mediator',
    source: 'xen, xen/arch/arm/vsmc.c',
    on: ['xen/*'],
    calls: ['FFA_ABORT*'],
    by: ['not-supported'],
    gets: ['-1'],
  },
  {
    because: 'every FFA_VERSION is answered with the version of the mediator, the firmware is not asked',
    source: `${FFA}, ffa_negotiate_version`,
    on: ['xen/*'],
    calls: ['FFA_VERSION*'],
    by: ['handled'],
    gets: ['1.1', '1.2'],
  },
  {
    because: 'the mediator does not have the call',
    source: `${FFA}, ffa_handle_call`,
    on: ['xen/*'],
    by: ['refused'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'x8 to x17 are zeroed for a VM of 1.2, in 32-bit calls as well',
    source: `${FFA}, ffa_set_regs`,
    xen: { retval: ['x0-x17-from-1.2'] },
    by: ['handled'],
    gets: ['*, not x8..x*=kept'],
  },
  {
    because: 'FFA_FEATURES is answered from the list of the mediator',
    source: `${FFA}, handle_features`,
    on: ['xen/*'],
    calls: ['FFA_FEATURES*'],
    by: ['handled'],
    gets: ['NOT_SUPPORTED', 'FFA_SUCCESS_32'],
  },
  {
    because:
      'FFA_INTERRUPT and FFA_YIELD are no answers that the mediator of 1.1 takes, and there is no FFA_RUN after them',
    source: `${MESSAGE}, ffa_handle_msg_send_direct_req`,
    xen: { direct_replies: ['final'] },
    calls: ['FFA_MSG_SEND_DIRECT_REQ*'],
    wants: ['FFA_YIELD*', 'FFA_INTERRUPT*'],
    gets: ['ABORTED'],
  },
  {
    because: 'FFA_MSG_WAIT is no answer that the mediator takes',
    source: `${MESSAGE}, ffa_finish_direct_req_run`,
    on: ['xen/*'],
    calls: ['FFA_RUN*', 'FFA_MSG_SEND_DIRECT_REQ*'],
    gets: ['ABORTED'],
    cases: ['113/after the response', '35/*', '110/FFA_MSG_WAIT in it', '115/*'],
  },
  {
    because: 'OP-TEE does not name FFA_RUN in FFA_FEATURES, so the mediator does not use it',
    source: `${FFA}, ffa_fw_supports_fid; optee_os, thread_spmc.c`,
    on: ['xen/*@tfa-spmd+optee'],
    calls: ['FFA_RUN *:*'],
    by: ['handled'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'only secure partitions can be run',
    source: `${MESSAGE}, ffa_handle_run`,
    on: ['xen/*'],
    calls: ['FFA_RUN 0'],
    by: ['handled'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because:
      'the mediator of 1.1 cuts addresses off at their page, takes no pages for a page, and compares TX with RX not at all',
    source: `${RXTX}, ffa_handle_rxtx_map`,
    xen: OLD,
    calls: ['FFA_RXTX_MAP_64*'],
    wants: ['INVALID_PARAMETERS'],
    by: ['handled'],
    gets: ['FFA_SUCCESS_32'],
    cases: ['69/*', '70/*', '73/*'],
  },
  {
    because: 'TX and RX may be the same page',
    source: `${RXTX}, ffa_handle_rxtx_map`,
    on: ['xen/*'],
    cases: ['70/*'],
    by: ['handled'],
    gets: ['FFA_SUCCESS_32'],
  },
  {
    because: 'a buffer is one page',
    source: `${RXTX}, ffa_handle_rxtx_map`,
    on: ['xen/*'],
    cases: ['74/largest', '75/*'],
    by: ['handled'],
    gets: ['INVALID_PARAMETERS'],
  },
  {
    because: 'a VM of 1.2 is in its own list, and counts',
    source: `${INFO}, ffa_handle_partition_info_get`,
    xen: { caller_entry: ['from-1.2'] },
    calls: ['FFA_PARTITION_INFO_GET*'],
    gets: ['FFA_SUCCESS_32, not w2=*', 'FFA_SUCCESS_64, not w2=0'],
    cases: ['22/*', '86/nil', '87/*'],
  },
  {
    because: 'from an index other than 0 on the tag of the first answer must be given, which is not 0',
    source: `${INFO}, ffa_handle_partition_info_get_regs`,
    xen: { info_regs: ['handled'] },
    cases: ['91/*'],
    gets: ['RETRY'],
  },
  {
    because: 'w3 is the size of a descriptor even where only the number is asked for',
    source: `${INFO}, ffa_handle_partition_info_get`,
    xen: { reported_size: ['always'] },
    cases: ['87/*'],
    gets: ['FFA_SUCCESS_32, not w3=0'],
  },
  {
    because: 'w3 is 0 for a VM of 1.0',
    source: `${INFO}, ffa_handle_partition_info_get`,
    xen: { reported_size: ['list-only'] },
    cases: ['89/*'],
    gets: ['FFA_SUCCESS_32, not w3=8'],
  },
  {
    because: 'a VM without buffers is DENIED',
    source: `${RXTX}, ffa_rx_acquire`,
    on: ['xen/*'],
    cases: ['90/*'],
    gets: ['DENIED'],
  },
  {
    because: 'the version of the sender is not looked at: a VM without a TX is DENIED',
    source: `${MESSAGE}, ffa_handle_msg_send2`,
    xen: { tx_check: ['on'] },
    cases: ['92/*'],
    gets: ['DENIED'],
  },
  {
    because: 'the version of the sender is not looked at, nor whether it has a TX: Xen reads through a null pointer',
    source: `${MESSAGE}, ffa_handle_msg_send2`,
    xen: { tx_check: ['off'] },
    cases: ['92/*'],
    gets: ['EL2 does not survive'],
  },
  {
    because: 'the mediator of 1.1 forwards the call, but tells no SPMC of the buffers of its VM',
    source: `${MESSAGE}, ffa_handle_msg_send2; ${RXTX}, ffa_handle_rxtx_map`,
    xen: OLD,
    calls: ['FFA_MSG_SEND2*'],
    wants: ['FFA_SUCCESS'],
    gets: ['DENIED'],
  },
  {
    because: "UUIDs are looked for in the mediator's own list, and the fixed rules list nobody",
    source: `${INFO}, ffa_handle_partition_info_get`,
    on: ['xen/v1.2@scripted'],
    cases: ['86/known'],
    gets: ['INVALID_PARAMETERS'],
  },
];
