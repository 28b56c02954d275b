/** Where pKVM stands in the way. */
import type { Reason } from './reason.ts';

const FFA = 'linux, arch/arm64/kvm/hyp/nvhe/ffa.c';
const INIT = `${FFA}, hyp_ffa_init`;
const VERSION = `${FFA}, do_ffa_version`;
const SUPPORTED = `${FFA}, ffa_call_supported`;

/** Models in which EL2 answers FFA_VERSION, once. */
const NEGOTIATED = { version_call: ['negotiated'] };
const FORWARDED = { version_call: ['forwarded'] };
const RENEGOTIATED = { version_call: ['renegotiated'] };

export const pkvmReasons: Reason[] = [
  {
    on: ['pkvm/*@hostile'],
    because:
      'the answers to FFA_ID_GET and FFA_FEATURES have garbage in their upper halves, so protected KVM does not start',
    source: INIT,
    pkvm: { init_calls: ['at-boot'] },
    gets: ['the hypervisor does not come up'],
  },
  {
    on: ['pkvm/*@hostile'],
    because:
      'the answers to FFA_ID_GET and FFA_FEATURES have garbage in their upper halves: FFA_VERSION fails, and every other call is for after it',
    source: `${FFA}, ffa_post_init`,
    pkvm: { init_calls: ['deferred'] },
    gets: ['-1*', 'INVALID_PARAMETERS'],
  },
  {
    because:
      'the firmware refuses FFA_VERSION, so the host has negotiated nothing, and every other call is for after it',
    source: `${FFA}, kvm_host_ffa_handler`,
    on: ['pkvm/*@no-ffa'],
    by: ['refused'],
    gets: ['INVALID_PARAMETERS'],
  },
  {
    because: 'FF-A is off without SMCCC 1.2, so that its own version is 0.0 and FFA_VERSION answers that',
    source: INIT,
    on: ['pkvm/*@no-ffa', 'pkvm/*@smccc-1.1'],
    calls: ['FFA_VERSION*'],
    gets: ['0.0*'],
  },
  {
    because: 'FF-A is off without SMCCC 1.2: EL2 has no buffers that could take the answer',
    source: INIT,
    on: ['pkvm/*@smccc-1.1'],
    calls: ['FFA_RXTX_MAP*', 'FFA_PARTITION_INFO_GET*'],
    gets: ['INVALID_PARAMETERS', 'BUSY'],
  },
  {
    because: "the host's buffers are as large as the hypervisor's: one page",
    source: `${FFA}, do_ffa_rxtx_map`,
    on: ['pkvm/*'],
    cases: ['74/largest'],
    by: ['handled'],
    gets: ['INVALID_PARAMETERS'],
  },
  {
    because: 'it is on the list of calls that the host may not make',
    source: SUPPORTED,
    on: ['pkvm/*'],
    by: ['refused'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'FFA_FEATURES says so of every call that the host may not make',
    source: `${FFA}, do_ffa_features`,
    on: ['pkvm/*'],
    calls: ['FFA_FEATURES*'],
    by: ['handled'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because:
      'the host has negotiated nothing, because Hafnium refused the lower version after the 1.2 of the hypervisor',
    source: `${VERSION}; hafnium, src/api.c, api_ffa_version`,
    pkvm: { neg1_compare: ['32'] },
    firmware: { lock: ['first-version'] },
    by: ['refused'],
    gets: ['INVALID_PARAMETERS'],
  },
  {
    because:
      'Hafnium refuses any version but the 1.2 that the hypervisor asked for first, and the refusal is passed on',
    source: `${VERSION}; hafnium, src/api.c, api_ffa_version`,
    pkvm: { neg1_compare: ['32'], ...NEGOTIATED },
    firmware: { lock: ['first-version'] },
    calls: ['FFA_VERSION*'],
    by: ['handled'],
    gets: ['-1*'],
  },
  {
    because: 'another major version is refused at EL2, whatever the firmware would say',
    source: VERSION,
    pkvm: NEGOTIATED,
    calls: ['FFA_VERSION 0'],
    by: ['handled'],
    gets: ['-1'],
  },
  {
    because: 'bit 31 is masked out before the version is looked at',
    source: VERSION,
    pkvm: NEGOTIATED,
    calls: ['FFA_VERSION *0x80000000'],
    gets: ['1.*'],
  },
  {
    because: 'a higher minor version is answered with the version of the hypervisor',
    source: VERSION,
    pkvm: NEGOTIATED,
    calls: ['FFA_VERSION version+1'],
    wants: ['-1'],
    gets: ['1.*'],
  },
  {
    because:
      'the version of the hypervisor is one that the suite takes for refused: the firmware has a higher one than EL2',
    source: VERSION,
    pkvm: NEGOTIATED,
    firmware: { version: ['1.3'] },
    calls: ['FFA_VERSION version-1'],
    gets: ['1.2'],
  },
  {
    because: 'the host already is at the lower version, which is the highest of the hypervisor',
    source: VERSION,
    pkvm: { ...NEGOTIATED, hyp_version: ['1.1'] },
    calls: ['FFA_VERSION version-1'],
    gets: ['1.1'],
  },
  {
    because: 'before 2025 a lower version after another call was answered with the version agreed on',
    source: VERSION,
    pkvm: { ...NEGOTIATED, downgrade: ['answered'] },
    calls: ['FFA_VERSION*'],
    wants: ['-1'],
    gets: ['1.1'],
  },
  {
    because: 'EL2 answers with the version that it goes by from then on, not with that of the firmware',
    source: VERSION,
    pkvm: NEGOTIATED,
    calls: ['FFA_VERSION*'],
    wants: ['version'],
    gets: ['1.0', '1.1', '1.2'],
  },
  {
    because: "any request becomes the version, and is returned where it is lower than the hypervisor's",
    source: `${VERSION} as posted in April 2024`,
    pkvm: RENEGOTIATED,
    calls: ['FFA_VERSION*'],
    by: ['handled'],
  },
  {
    because:
      "FFA_VERSION is forwarded, and the firmware has ended the negotiation with the hypervisor's own calls at boot",
    source: `${INIT} of v6.6`,
    pkvm: FORWARDED,
    firmware: { lock: ['first-version', 'other-call'] },
    calls: ['FFA_VERSION*'],
    wants: ['-1', 'version', 'any*'],
    gets: ['-1*', '1.*'],
  },
  {
    because: 'x8 to x17 of the answer are written back, whatever the call',
    source: `${FFA}, ffa_set_retval`,
    pkvm: { retval: ['always'] },
    by: ['handled'],
    gets: ['*, not x8..x*=kept'],
  },
  {
    because: 'x8 to x17 of the answer are written back, because the id of the call is a 64-bit one',
    source: `${FFA}, ffa_set_retval as posted in v8`,
    pkvm: { retval: ['request-id'] },
    calls: ['FFA_RXTX_MAP_64*'],
    by: ['handled'],
    gets: ['*, not x8..x*=kept'],
  },
  {
    because: 'the hypervisor has agreed on a version below 1.2 with the firmware, which then does not have the call',
    source: `${INIT}; arm-trusted-firmware, spmd_main.c`,
    pkvm: { hyp_version: ['1.0', '1.1'] },
    calls: ['FFA_MSG_SEND_DIRECT_REQ2*', 'FFA_MSG_SEND_DIRECT_RESP2*', 'FFA_PARTITION_INFO_GET_REGS*'],
    by: ['forwarded'],
    gets: ['NOT_SUPPORTED'],
  },
  {
    because: 'the call is forwarded, but the SPMC has the TX of the hypervisor, where the message of the host is not',
    source: `${FFA}, do_ffa_rxtx_map and kvm_host_ffa_handler`,
    on: ['pkvm/*'],
    calls: ['FFA_MSG_SEND2*'],
    by: ['forwarded'],
    gets: ['INVALID_PARAMETERS'],
  },
  {
    because:
      'EL2 takes the 32-bit -1 of Hafnium for a version and goes on by 1.0, while Hafnium stays at the 1.2 that came first and lists descriptors of 48 bytes',
    source: `${VERSION}; hafnium, src/api.c, api_ffa_version`,
    pkvm: { neg1_compare: ['64'], ...NEGOTIATED },
    firmware: { lock: ['first-version'] },
    cases: ['89/*'],
    gets: ['FFA_SUCCESS_32, not w3=8'],
  },
];
