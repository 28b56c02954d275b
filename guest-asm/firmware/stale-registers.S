//! title x8-x17 that the normal world gave away long ago come back
//! asks A request in the 64-bit form carries x8-x17 into the secure world; the partition is interrupted, the caller
//! asks changes them and resumes with FFA_RUN, an SMC32 call that carries x0-x7. Whose x8-x17 come with the 64-bit
//! asks response?
//! models none
//! firmware tfa-spmd+hafnium tfa-spmd+optee preserving
//! partition 0x8001: on REQ64 interrupt, then RESP64
//! expect interrupted: x0 == FFA_INTERRUPT, x8..x17 == before
//! expect resumed: x0 == FFA_MSG_SEND_DIRECT_RESP_64, x3..x7 == initial
//! expect resumed [*@tfa-spmd+hafnium]: x8..x17 == initial, x8..x17 != before
//! expect resumed [*@tfa-spmd+optee]: x8..x17 == 0
//! expect resumed [*@preserving]: x8..x17 == before
//! expect finding * [*@tfa-*]: x4..x7 rule=x4-x7
//! expect finding run [*@tfa-*]: x8..x17 rule=smc32-x8-x17
//! expect finding partition 0x8001 [*@*+optee]: x8..x17 rule=smc32-x8-x17
//
// In:   x8-x17 of the request, others of FFA_RUN.
// Out:  x8-x17 after the response.
// Clause: DEN0028 2.6 (an SMC32 call preserves x8-x30).
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
  smc #0
  restore_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
  mov x2, #0
request:
  smc #0
interrupted:
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
run:
  smc #0
resumed:
  brk #0
