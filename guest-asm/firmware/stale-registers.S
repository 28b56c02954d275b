//! title x8-x17 that the normal world gave away long ago come back
//! asks A request in the 64-bit form carries x8-x17 into the secure world; the partition is interrupted, the caller
//! asks changes them and resumes with FFA_RUN, an SMC32 call that carries x0-x7. Whose x8-x17 come with the 64-bit
//! asks response, behind each firmware?
//! models none pkvm/v6.18 xen/v1.2
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving zeroing
//! partition 0x8001: on REQ64 interrupt, then RESP64
//! expect interrupted [!*@tfa-el3-spmc]: x0 == FFA_INTERRUPT
//! expect interrupted [none@*hafnium, none@*optee, none@preserving, pkvm/*@*hafnium]: x8..x17 == before
//! expect resumed [!*@tfa-el3-spmc, !xen/*@*optee]: x0 == FFA_MSG_SEND_DIRECT_RESP_64, x3..x7 == initial
//! expect resumed [none@*hafnium, pkvm/*@*hafnium]: x8..x17 == initial, x8..x17 != before
//! expect resumed [none@preserving, pkvm/*@preserving]: x8..x17 == before, x8..x17 != initial
//! expect resumed [xen/*@*, *@*optee, *@zeroing]: x8..x17 == 0
//! expect resumed [xen/*@*optee]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect interrupted [*@tfa-el3-spmc]: x0 == FFA_MSG_SEND_DIRECT_RESP_64, x8..x17 == 0
//! expect resumed [none@tfa-el3-spmc, pkvm/*@tfa-el3-spmc]: x0 == FFA_MSG_WAIT, x8..x17 == before
//! expect finding * [!none@preserving, !pkvm/*@preserving]: x4..x7 rule=x4-x7
//! expect finding run [!none@tfa-el3-spmc, !*m/*@tfa-el3-spmc, !none@preserving, !*m/*@preserving]: x8..x17 rule=smc32-x8-x17
//! expect finding partition 0x8001 [none@*optee, pkvm/*@*optee, none@tfa-el3-spmc, pkvm/*@tfa-el3-spmc]: x8..x17 rule=smc32-x8-x17
//! expect finding request [none@tfa-el3-spmc, *@zeroing, pkvm/*@tfa-el3-spmc, xen/*@*]: x8..x17 rule=smc64-x8-x17
//! expect finding partition 0x8001 [*@tfa-el3-spmc]: x4..x7 rule=x4-x7
//! expect finding negotiate [none@zeroing]: x8..x17 rule=smc32-x8-x17
//! expect finding negotiate [pkvm/*]: x1..x17 rule=undefined-value
//! expect finding identity [pkvm/*@zeroing, xen/*@*]: x8..x17 rule=smc32-x8-x17
//! note Only the dispatcher in front of an SPMC that leaves x8-x17 alone gives the old ones back.
//! note OP-TEE and Xen write zeros over them; an SPMC at EL3 does not let the partition be interrupted.
//
// In:   x8-x17 of the request, others of FFA_RUN.
// Out:  x8-x17 after the response.
// Clause: DEN0028 2.6 (an SMC32 call preserves x8-x30).
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
negotiate:
  conduit
  load32 w0, FFA_ID_GET
identity:
  conduit
  mov w20, #0x8001
  orr w20, w20, w2, lsl #16
  restore_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, w20
  mov x2, #0
request:
  conduit
interrupted:
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
run:
  conduit
resumed:
  brk #0
