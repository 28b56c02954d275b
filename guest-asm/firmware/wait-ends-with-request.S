//! title A partition's FFA_MSG_WAIT that ends with a 64-bit request
//! asks A partition waits with FFA_MSG_WAIT, an SMC32 call, and the message that comes is FFA_MSG_SEND_DIRECT_REQ2 with
//! asks x4-x17. The states in which it may wait are one and the same, so this is legal: what of SMCCC's x8-x17?
//! rows S1-6, S1-7, S1-8
//! models none
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! partition 0x8001: on RUN wait x8..x17=canary; on REQ2 RESP2
//! expect ran [!*@*optee]: x0 == FFA_MSG_WAIT
//! expect ran [*@*optee]: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect partition 0x8001#2 [!*@*optee]: x0 == FFA_MSG_SEND_DIRECT_REQ2, x4..x17 != before
//! expect partition 0x8001#1 [*@*optee]: x0 == FFA_MSG_SEND_DIRECT_REQ2, x4..x17 != before
//! expect answered: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 == initial
//! expect finding partition 0x8001: x8..x17 rule=smc32-x8-x17
//! expect finding * [*@tfa-spmd+*]: x4..x7 rule=x4-x7
//! note No rule satisfies both conventions here: SMCCC has the partition keep x8-x17, FF-A puts the payload there.
//! note OP-TEE gives no cycles to a partition that waits, so its partition waits with the registers of its start.
//
// In:   FFA_RUN, so that the partition waits with registers of its own; then the request with a payload.
// Out:  x0-x17 of the response, and the partition's x0-x17.
// Clause: DEN0077A 1.2, 4.10, 8.2, 8.3; DEN0028 2.6.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
  zero x2, x3, x4, x5, x6, x7
run:
  smc #0
ran:
  restore_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  zero x2, x3
request:
  smc #0
answered:
  brk #0
