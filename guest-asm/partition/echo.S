//! title Direct messages to a program at S-EL1
//! asks Every kind of direct request to a partition that is a program and answers with what it was given. Does the
//! asks payload come back, and does the program wait again afterwards?
//! rows S1-8, S1-13
//! models none pkvm/v6.18 xen/v1.2
//! firmware tfa-spmd+hafnium tfa-el3-spmc preserving
//! partition 0x8001 code=echo.inc
//! expect answered32: x0 == FFA_MSG_SEND_DIRECT_RESP, w3..w7 == initial
//! expect answered64: x0 == FFA_MSG_SEND_DIRECT_RESP_64, x3..x7 == initial
//! expect answered2 [!pkvm/*]: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 == initial
//! expect answered2 [pkvm/*]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect state answered2: partition_8001 == 1
//! expect finding * [!none@preserving]: x4..x7 rule=x4-x7
//! expect finding partition 0x8001 [!xen/*@*, *@tfa-el3-spmc]: x8..x17 rule=smc32-x8-x17
//! expect finding negotiate [pkvm/*]: x1..x17 rule=undefined-value
//! expect finding request2 [pkvm/*]: x8..x17 rule=smc64-x8-x17
//! expect finding * [xen/*]: x8..x17 rule=smc32-x8-x17
//! expect finding request64 [xen/*]: x8..x17 rule=smc64-x8-x17
//
// In:   a payload in x3-x7, and in x4-x17 for FFA_MSG_SEND_DIRECT_REQ2; w1 from 0 (Xen: VM 2) to 0x8001.
// Out:  the same payload in the response.
// Clause: DEN0077A 1.2, 8.3 and 15.1 to 15.4.
.include "call.inc"

.macro ask function:req
  restore_arguments
  sub sp, sp, #128
  load32 w0, \function
  mov w1, w20
  mov x2, #0
.endm

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
negotiate:
  conduit
  load32 w0, FFA_ID_GET
identity:
  conduit
  mov w20, #0x8001
  orr w20, w20, w2, lsl #16             // whoever the caller is
  ask FFA_MSG_SEND_DIRECT_REQ
request32:
  conduit
answered32:
  ask FFA_MSG_SEND_DIRECT_REQ_64
request64:
  conduit
answered64:
  ask FFA_MSG_SEND_DIRECT_REQ2
  mov x3, #0
request2:
  conduit
answered2:
  brk #0
