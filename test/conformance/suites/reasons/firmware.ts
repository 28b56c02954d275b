/** Where the firmware does otherwise. */
import type { Reason } from './reason.ts';

const SPMD = 'arm-trusted-firmware, spmd_main.c';
const SPMC = 'arm-trusted-firmware, spmc_main.c';
const SPMC_MEMORY = 'arm-trusted-firmware, spmc_main.c, rxtx_map_handler';
const HAFNIUM = 'hafnium, src/api.c';
const CYCLES = 'hafnium, src/ffa/spmc/cpu_cycles.c';
const OPTEE = 'optee_os, core/arch/arm/kernel/thread_spmc.c';
const OPTEE_SP = 'optee_os, core/arch/arm/kernel/spmc_sp_handler.c';

const AT_EL3 = ['*@tfa-el3-spmc'];
const WITH_OPTEE = ['*@tfa-spmd+optee'];
const BOTH = [...AT_EL3, ...WITH_OPTEE];

/** Profiles that are no particular firmware. */
const ruleReasons: Reason[] = [
  {
    because: 'there is no FF-A in this firmware',
    source: 'DEN0028 5.2',
    on: ['*@no-ffa'],
    gets: ['-1*'],
  },
  {
    because: 'the fixed rules give one answer for an id, look at no argument, remember nothing and run no partition',
    source: 'assembly/el3/fixed.ts',
    on: ['*@scripted'],
    gets: [
      '1.2*',
      '-1',
      'FFA_SUCCESS*',
      'FFA_MSG_SEND_DIRECT_RESP*',
      'the partition does not come to it',
      'does not return',
    ],
  },
  {
    because: 'with SMCCC 1.1 nothing passes in x8 to x17, and the calls that need them do not exist',
    source: 'DEN0028 2.6',
    on: ['*@smccc-1.1'],
    calls: ['*FFA_PARTITION_INFO_GET_REGS*', '*FFA_MSG_SEND_DIRECT_REQ2*', '*FFA_MSG_SEND_DIRECT_RESP2*'],
    gets: ['NOT_SUPPORTED', 'the partition does not come to it'],
  },
  {
    because: 'FF-A 1.1 has no calls of 1.2',
    source: 'assembly/el3/profiles.ts',
    on: ['*@smccc-1.1'],
    calls: ['*FFA_FEATURES*', 'FFA_VERSION 1.2'],
    gets: ['NOT_SUPPORTED', '-1, not w0!=0xffffffff', 'FFA_SUCCESS_32, not w2!=0'],
  },
  {
    because: 'a higher minor version is answered with the own one',
    source: 'assembly/el3/profiles.ts',
    on: ['*@smccc-1.1'],
    calls: ['*FFA_VERSION*'],
    wants: ['-1'],
    gets: ['1.1'],
  },
  {
    because: 'garbage stands wherever a call defines nothing, and in registers that it should keep',
    source: 'assembly/el3/profiles.ts',
    on: ['*@hostile'],
    gets: ['*, not x*=0', '*, not w*=0', '*, not x*=kept'],
  },
  {
    because: 'registers that a call does not define keep what the caller had, x1 to x7 as well',
    source: 'DEN0028 2.6',
    on: ['*@preserving'],
    gets: ['*, not x1..x7=0', '*, not w1..w7=0', '*, not x1=0'],
  },
  {
    because: 'x8 to x17 are zeroed as registers that the answer does not define',
    source: 'DEN0077A 1.2, 11.2',
    on: ['*@zeroing'],
    gets: ['*, not x8..x*=kept'],
  },
];

const versionReasons: Reason[] = [
  {
    because: 'a higher minor version is refused, and -1 is no version',
    source: `${HAFNIUM}, api_ffa_version`,
    firmware: { version_higher: ['refused'] },
    calls: ['FFA_VERSION version+1', '0x8001: FFA_VERSION'],
    wants: ['version'],
    gets: ['-1'],
    cases: ['5/*', '17/*'],
  },
  {
    because: 'another major version is refused, and -1 is no version',
    source: `${HAFNIUM}, api_ffa_version`,
    firmware: { version_major: ['refused'] },
    wants: ['version'],
    gets: ['-1'],
    cases: ['5/*', '18/*'],
  },
  {
    because: 'after another call any version but the one agreed on is refused, and that one is not named',
    source: `${HAFNIUM}, api_ffa_version`,
    firmware: { locked: ['refused'] },
    gets: ['-1'],
    cases: ['16/*', '17/*', '18/*'],
  },
  {
    because: 'every version is answered with the own one, before and after other calls',
    source: `${OPTEE}, spmc_exchange_version`,
    on: WITH_OPTEE,
    calls: ['*FFA_VERSION*'],
    gets: ['1.2'],
  },
  {
    because: 'a version that is not compatible is answered with the own one, and not stored',
    source: `${SPMC}, ffa_version_handler`,
    on: AT_EL3,
    calls: ['*FFA_VERSION*'],
    wants: ['-1'],
    gets: ['1.2'],
    cases: ['3/*', '4/*', '9/*', '10/*', '11/*', '13/*'],
  },
  {
    because: 'after another call the answer is the version agreed on',
    source: `${SPMC}, ffa_version_handler`,
    on: AT_EL3,
    calls: ['*FFA_VERSION*'],
    wants: ['-1'],
    gets: ['1.2'],
    cases: ['12/*', '20/*'],
  },
  {
    because: 'only x0 of the answer is written',
    source: `${SPMC}, SMC_RET1 in ffa_version_handler`,
    on: AT_EL3,
    calls: ['*FFA_VERSION*', 'FFA_RXTX_MAP_64*'],
    gets: ['*, not x1..x7=0', '*, not w1..w7=0'],
  },
  {
    because: 'the answer to FFA_FEATURES writes the registers that it has results in',
    source: `${SPMC}, ffa_features_handler`,
    on: AT_EL3,
    cases: ['27/*'],
    gets: ['*, not x1=0'],
  },
  {
    because: "OP-TEE's answers to a partition leave 0 in x8 to x17",
    source: OPTEE_SP,
    on: ['none@tfa-spmd+optee'],
    calls: ['0x8001: *'],
    gets: ['*, not x8..x17=kept'],
  },
];

const messageReasons: Reason[] = [
  {
    because: "partitions have no FFA_YIELD: the call fails, and the partition's next one is the response",
    source: `${SPMC} and ${OPTEE_SP}`,
    on: BOTH,
    calls: ['*FFA_MSG_SEND_DIRECT_REQ*'],
    wants: ['FFA_YIELD*'],
    gets: ['FFA_MSG_SEND_DIRECT_RESP*'],
  },
  {
    because: 'partitions have no FFA_YIELD',
    source: `${SPMC} and ${OPTEE_SP}`,
    on: BOTH,
    calls: ['0x8002: FFA_YIELD'],
    gets: ['NOT_SUPPORTED', 'INVALID_PARAMETERS'],
  },
  {
    because: 'partitions have no FFA_YIELD: the call fails, and the next one is FFA_MSG_WAIT',
    source: SPMC,
    on: AT_EL3,
    cases: ['115/*'],
    calls: ['FFA_RUN*'],
    wants: ['FFA_YIELD*'],
    gets: ['FFA_MSG_WAIT'],
  },
  {
    because:
      'a framework message of the normal world reaches every partition, and one that answers as always is given up',
    source: `${SPMC}, direct_req_smc_handler`,
    on: AT_EL3,
    cases: ['48/not wanted'],
    gets: ['ABORTED'],
  },
  {
    because: 'no interrupt preempts a partition: it comes to its response',
    source: `${SPMC}, spmc_sp_interrupt_handler`,
    on: AT_EL3,
    wants: ['FFA_INTERRUPT*'],
    gets: ['FFA_MSG_SEND_DIRECT_RESP*'],
  },
  {
    because: 'partitions have no direct requests',
    source: `${SPMC}, direct_req_smc_handler`,
    on: AT_EL3,
    calls: ['0x800?: FFA_MSG_SEND_DIRECT_REQ*'],
    gets: ['INVALID_PARAMETERS', 'the partition does not come to it'],
  },
  {
    because: 'a partition that has an open request may wait, which ends the request with FFA_MSG_WAIT',
    source: `${OPTEE_SP}, spmc_sp_msg_handler`,
    on: WITH_OPTEE,
    gets: ['FFA_MSG_WAIT'],
  },
  {
    because: 'a response of the normal world is not a call that it has',
    source: `${OPTEE}, thread_spmc_msg_recv`,
    on: WITH_OPTEE,
    calls: ['FFA_MSG_SEND_DIRECT_RESP*'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'FFA_RUN resumes a partition that was interrupted, and nobody else: DENIED',
    source: `${OPTEE_SP}, spmc_sp_resume_from_preempted`,
    on: WITH_OPTEE,
    calls: ['FFA_RUN*'],
    gets: ['DENIED'],
  },
  {
    because: 'FFA_RUN does not start a partition that waits, so it makes no call',
    source: `${OPTEE_SP}, spmc_sp_resume_from_preempted`,
    on: WITH_OPTEE,
    calls: ['0x8001: *'],
    gets: ['the partition does not come to it'],
  },
  {
    because: 'the UUID of a request is not looked at',
    source: `${SPMC}, direct_req_smc_handler`,
    on: AT_EL3,
    calls: ['FFA_MSG_SEND_DIRECT_REQ2*'],
    wants: ['INVALID_PARAMETERS'],
    gets: ['FFA_MSG_SEND_DIRECT_RESP2'],
  },
  {
    because: 'the dispatcher refuses a request of 1.2 where either side is below it, before the SPMC sees it',
    source: `${SPMD}, spmd_smc_handler`,
    firmware: { service: ['ffa'] },
    cases: ['45/*'],
    calls: ['FFA_MSG_SEND_DIRECT_REQ2*'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'a request that the receiver does not take is NOT_SUPPORTED',
    source: `${OPTEE_SP}, ffa_handle_sp_direct_req`,
    on: WITH_OPTEE,
    cases: ['42/*', '46/*'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'a partition below 1.2 does not have the call',
    source: `${OPTEE_SP}, spmc_sp_msg_handler`,
    on: WITH_OPTEE,
    cases: ['45/partition of 1.1'],
    calls: ['0x8001: *'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'a response of another kind is INVALID_PARAMETERS',
    source: `${OPTEE_SP}, ffa_handle_sp_direct_resp`,
    on: WITH_OPTEE,
    cases: ['44/*', '50/*'],
    gets: ['INVALID_PARAMETERS'],
  },
  {
    because: 'partitions have no FFA_RUN',
    source: `${SPMC} and ${OPTEE_SP}`,
    on: BOTH,
    calls: ['0x8001: FFA_RUN'],
    gets: ['INVALID_PARAMETERS'],
  },
  {
    because: 'FFA_RUN of the normal world itself is DENIED',
    source: `${CYCLES}, ffa_cpu_cycles_run_checks`,
    firmware: { run_normal: ['denied'] },
    calls: ['FFA_RUN 0'],
    gets: ['DENIED'],
  },
  {
    because: 'FFA_YIELD is none of the calls of the normal world: Hafnium has it as a hypervisor only',
    source: `${SPMD}, spmd_smc_handler`,
    firmware: { service: ['ffa'] },
    calls: ['FFA_YIELD*'],
    gets: ['NOT_SUPPORTED'],
  },
];

const discoveryReasons: Reason[] = [
  {
    because: 'FFA_FEATURES knows other calls',
    source: `${SPMC}, ffa_features_handler; ${OPTEE}, handle_features`,
    on: BOTH,
    calls: ['*FFA_FEATURES*'],
    gets: ['NOT_SUPPORTED', 'FFA_SUCCESS_32'],
  },
  {
    because: 'there is no FFA_PARTITION_INFO_GET_REGS',
    source: `${SPMC} and ${OPTEE}`,
    on: BOTH,
    calls: ['FFA_PARTITION_INFO_GET_REGS*'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'TX and RX may overlap, and be the same page',
    source: `${OPTEE}, spmc_handle_rxtx_map`,
    on: WITH_OPTEE,
    cases: ['70/*', '75/*'],
    gets: ['FFA_SUCCESS_32'],
  },
  {
    because: 'TX and RX may overlap unless they are the same page',
    source: SPMC_MEMORY,
    on: AT_EL3,
    cases: ['75/*'],
    gets: ['FFA_SUCCESS_32'],
  },
  {
    because: 'a hypervisor cannot map the buffers of its virtual machines: the call is one for its own buffers',
    source: `${SPMC_MEMORY}; ${OPTEE}, spmc_handle_rxtx_map`,
    on: BOTH,
    cases: ['83/*', '85/*'],
    calls: ['FFA_RXTX_MAP_64'],
    gets: ['DENIED'],
  },
  {
    because: 'an unknown UUID is a success with no descriptor',
    source: `${OPTEE}, spmc_handle_partition_info_get`,
    on: WITH_OPTEE,
    cases: ['86/unknown'],
    gets: ['FFA_SUCCESS_32'],
  },
  {
    because: 'of the flags only bit 0 is looked at',
    source: `${SPMC}, partition_info_get_handler; ${OPTEE}, spmc_handle_partition_info_get`,
    on: BOTH,
    cases: ['88/*'],
    gets: ['FFA_SUCCESS_32'],
  },
  {
    because: 'w3 is 0 for a caller of 1.0',
    source: `${SPMC}, partition_info_get_handler; ${OPTEE}, spmc_handle_partition_info_get`,
    on: BOTH,
    cases: ['21/*', '89/*'],
    gets: ['FFA_SUCCESS_32, not w3=8', 'FFA_SUCCESS_32, not w3!=0'],
  },
];

const indirectReasons: Reason[] = [
  {
    because: 'there is no FFA_MSG_SEND2',
    source: `${SPMC} and ${OPTEE}`,
    on: BOTH,
    calls: ['*FFA_MSG_SEND2*'],
    gets: ['NOT_SUPPORTED', 'INVALID_PARAMETERS'],
  },
  {
    because: 'a sender of 1.0, or without a TX, is DENIED: the test is one of Hafnium as a hypervisor',
    source: `${HAFNIUM}, api_ffa_msg_send2; hafnium, src/ffa/spmc/indirect_messaging.c`,
    firmware: { indirect: ['on'] },
    cases: ['92/*'],
    gets: ['DENIED'],
  },
  {
    because: 'a header of 1.1 has 20 bytes',
    source: `${HAFNIUM}, api_ffa_msg_send2_copy_data`,
    on: ['*@smccc-1.1'],
    cases: ['95/within the header'],
    gets: ['FFA_SUCCESS_32'],
  },
];

const notificationReasons: Reason[] = [
  {
    because: 'there are no notifications',
    source: SPMC,
    on: AT_EL3,
    calls: ['*FFA_NOTIFICATION_*'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because:
      'one bitmap for the normal world and OP-TEE itself: partitions take no part, and nothing is checked against a sender',
    source: `${OPTEE}, handle_notification_*`,
    on: WITH_OPTEE,
    calls: ['*FFA_NOTIFICATION_*'],
    gets: ['INVALID_PARAMETERS', 'NOT_SUPPORTED', 'FFA_SUCCESS_32', 'NO_DATA'],
  },
];

export const firmwareReasons: Reason[] = [
  ...ruleReasons,
  ...versionReasons,
  ...messageReasons,
  ...discoveryReasons,
  ...indirectReasons,
  ...notificationReasons,
];
