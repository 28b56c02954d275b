//! title Seven answers: which of them bring x8-x17 back?
//! asks The rule of v7 writes x8-x17 where the answer's id has bit 30, except for FFA_VERSION. Seven kinds of answer,
//! asks taken by the rule alone (every call issued by EL2), and as the real code routes them.
//! rows S1-5
//! models pkvm/series-v7+calls_1_2=forwarded+run_path=handled+other_path=handled
//! models pkvm/series-v7 pkvm/series-v8 pkvm/v6.18
//! firmware version=1.2
//! reply a: FFA_MSG_SEND_DIRECT_REQ2 at a_request2 -> FFA_MSG_SEND_DIRECT_RESP2 x1..x17=canary
//! reply b: FFA_RUN -> FFA_MSG_SEND_DIRECT_RESP2 x1..x17=canary
//! reply d: FFA_PARTITION_INFO_GET_REGS -> FFA_SUCCESS_64 x1..x17=canary
//! reply e: FFA_MSG_SEND_DIRECT_REQ2 at e_request2 -> FFA_ERROR x1=0 x2=-2 x3..x17=canary
//! reply f: FFA_MEM_SHARE_64 -> FFA_SUCCESS x1..x17=canary
//! reply g: 0x840000b0 -> -1 x1..x17=canary
//! expect a_answered [pkvm/series-*]: x8..x17 == a
//! expect b_answered: x8..x17 == b
//! expect c_answered [pkvm/series-*]: x0 == -1, x8..x17 == before
//! expect c_answered [pkvm/v6.18]: x0 == -1, x8..x17 undefined
//! expect d_answered [*other_path=handled]: x0 == FFA_SUCCESS_64, x8..x17 == d
//! expect d_answered [pkvm/series-v7]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED, x8..x17 == before
//! expect d_answered [pkvm/series-v8, pkvm/v6.18]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED, x8..x17 == 0
//! expect e_answered [pkvm/series-v7*]: x0 == FFA_ERROR, x8..x17 == before
//! expect e_answered [pkvm/series-v8]: x0 == FFA_ERROR, x8..x17 == e
//! expect f_answered [pkvm/series-v7*]: x0 == FFA_SUCCESS, x4..x7 == f, x8..x17 == before
//! expect f_answered [pkvm/series-v8, pkvm/v6.18]: x0 == FFA_SUCCESS, x4..x17 == f
//! expect g_answered: x0 == -1, x8..x17 == g
//! expect trap g_unknown [pkvm/series-v7, pkvm/series-v8, pkvm/v6.18]: forwarded
//! expect trap a_request2 [pkvm/v6.18]: refused
//! expect finding * [pkvm/series-*]: x1..x7 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//! expect finding *: x4..x7 rule=x4-x7
//! expect finding *: x8..x17 rule=smc32-x8-x17
//! expect finding * [pkvm/series-v8, pkvm/v6.18]: x8..x17 rule=smc64-x8-x17
//! note As the thread has it, the rule writes for a, b, d and g.
//! note In the posted series d never gets that far: EL2 refuses FFA_PARTITION_INFO_GET_REGS.
//! note b and g are forwarded there, which returns x0-x17 whatever the rule.
//
// In:   seven calls, one after the other; every call's x8-x17 are not what the call before it returned.
// Out:  x8-x17 after each.
// Clause: DEN0028 2.6 and 2.7, DEN0077A 1.2 section 11.2.
.include "call.inc"

.macro fresh                            // x8-x17: values that no call before this one returned
  .irp n, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
  eor x\n, x\n, x19, ror #\n
  .endr
.endm

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_RXTX_MAP_64
  ldr x1, =tx
  ldr x2, =rx
  mov w3, #1
  smc #0
  fresh
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
a_request2:
  smc #0
a_answered:
  fresh
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
  smc #0
b_answered:
  fresh
  ffa_version 0x20000
  smc #0
c_answered:
  fresh
  load32 w0, FFA_PARTITION_INFO_GET_REGS
  smc #0
d_answered:
  fresh
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
e_request2:
  smc #0
e_answered:
  fresh
  load32 w0, FFA_MEM_SHARE_64
  mov w1, #(end - tx)
  mov w2, #(end - tx)
  zero x3, x4
  smc #0
f_answered:
  fresh
  load32 w0, 0x840000b0                 // an FF-A id that nobody has
g_unknown:
  smc #0
g_answered:
  brk #0

  .data
  .balign 4096
tx:                                     // FF-A 1.1 layout: one page for one endpoint
  .hword 0, 0x2f
  .word 0
  .quad 0, 0
  .word 16, 1, 48, 0, 0, 0
  .hword 0x8001
  .byte 2, 0
  .word composite - tx
  .quad 0
composite:
  .word 1, 1
  .quad 0, page
  .word 1, 0
end:
  .balign 4096
rx:
  .skip 4096
page:
  .skip 4096
