//! title A program at S-EL1 that is interrupted while it works
//! asks A non-secure interrupt comes in the middle of a loop of the partition's program, not at a call. Does the caller
//! asks learn of it, and does the program go on at the interrupted instruction with all of its registers?
//! rows S1-18, S1-20
//! models none pkvm/v6.18 xen/v1.2
//! firmware tfa-spmd+hafnium preserving
//! partition 0x8001 code=counts.inc: at work+4 interrupt
//! expect interrupted: x0 == FFA_INTERRUPT, w1 == 0x80010000
//! expect resumed: x0 == FFA_MSG_SEND_DIRECT_RESP_64, x3..x7 == initial
//! expect calls 0x8001: FFA_MSG_WAIT FFA_MSG_SEND_DIRECT_RESP_64
//! expect state interrupted: partition_8001 == 4
//! expect state resumed: partition_8001 == 1
//! expect finding * [*@tfa-*, xen/*@*]: x4..x7 rule=x4-x7
//! expect finding negotiate [pkvm/*]: x1..x17 rule=undefined-value
//! expect finding identity [xen/*]: x8..x17 rule=smc32-x8-x17
//! expect finding request [xen/*]: x8..x17 rule=smc64-x8-x17
//! note The program makes no call when it is interrupted: nothing of its registers is written then, nor when it resumes.
//
// In:   x3-x7 of the request.
// Out:  the same in the response that FFA_RUN ends with.
// Clause: DEN0077A 1.2, 8.3 and 9.3.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
negotiate:
  conduit
  load32 w0, FFA_ID_GET
identity:
  conduit
  mov w20, w2
  restore_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
  orr w1, w1, w20, lsl #16
  mov x2, #0
request:
  conduit
interrupted:
  load32 w0, FFA_RUN
run:
  conduit
resumed:
  brk #0
