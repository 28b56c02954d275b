//! title A program at S-EL1 whose FFA_MSG_WAIT ends with a 64-bit request
//! asks A partition that is a program waits with FFA_MSG_WAIT, an SMC32 call, its own values in x8-x30, and the message
//! asks that comes is FFA_MSG_SEND_DIRECT_REQ2 with x4-x17. Which registers has its own SMC left it?
//! rows S1-6, S1-7, S1-8
//! models none
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! partition 0x8001 code=waits.inc
//! expect ran [!*@*optee]: x0 == FFA_MSG_WAIT
//! expect ran [*@*optee]: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect partition 0x8001#2 [!*@*optee]: x0 == FFA_MSG_SEND_DIRECT_REQ2, x4..x17 != before
//! expect partition 0x8001: x18..x30 == before
//! expect partition 0x8001#1 [*@*optee]: x0 == FFA_MSG_SEND_DIRECT_REQ2, x4..x17 != before
//! expect calls 0x8001 [!*@*optee]: FFA_MSG_WAIT FFA_MSG_WAIT FFA_MSG_SEND_DIRECT_RESP2
//! expect answered: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 == initial
//! expect finding partition 0x8001: x8..x17 rule=smc32-x8-x17
//! expect finding * [*@tfa-spmd+*]: x4..x7 rule=x4-x7
//! note The same with a script in place of the program: guest-asm/firmware/wait-ends-with-request.S.
//
// In:   FFA_RUN, so that the program waits with registers of its own; then the request with a payload.
// Out:  x0-x17 of the response, and the program's x0-x30.
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
