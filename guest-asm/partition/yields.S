//! title A program at S-EL1 that yields before it answers
//! asks The partition gives the processor back in the middle of a request with FFA_YIELD, and its caller resumes it with
//! asks FFA_RUN, an SMC32 call. Is the program's yield answered as its own registers say, and does the payload arrive?
//! rows S1-12, S1-18, S1-19
//! models none xen/v1.2
//! firmware tfa-spmd+hafnium preserving tfa-spmd+hafnium+world_switch=request
//! partition 0x8001 code=yields.inc
//! expect yielded: x0 == FFA_YIELD, w1 == 0x80010000
//! expect partition 0x8001#2: x0 == FFA_SUCCESS, x8..x30 == before
//! expect resumed: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x7 == initial
//! expect resumed [none@*hafnium, none@preserving, xen/*@*hafnium, xen/*@preserving]: x8..x17 == initial
//! expect resumed [none@*=request]: x8..x17 == before, x8..x17 != initial
//! expect calls 0x8001: FFA_MSG_WAIT FFA_YIELD FFA_MSG_SEND_DIRECT_RESP2
//! expect finding * [!none@preserving]: x4..x7 rule=x4-x7
//! expect finding partition 0x8001: x8..x17 rule=smc32-x8-x17
//! expect finding run [!none@*=request]: x8..x17 rule=smc32-x8-x17
//! expect finding identity [xen/*]: x8..x17 rule=smc32-x8-x17
//! expect finding request [xen/*]: x8..x17 rule=smc64-x8-x17
//! note Where the dispatcher goes by the caller's id, half of the response is lost.
//
// In:   x4-x17 of the request; others in x8-x17 of FFA_RUN.
// Out:  x0-x17 of FFA_RUN, and the program's own over its FFA_YIELD.
// Clause: DEN0077A 1.2, 8.3 and 14.3; DEN0028 2.6.
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
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  orr w1, w1, w20, lsl #16
  zero x2, x3
request:
  conduit
yielded:
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  load32 w0, FFA_RUN
run:
  conduit
resumed:
  brk #0
