//! title An SMC32 call that ends with a 64-bit message
//! asks SMCCC: the caller's function id says what is preserved, so an SMC32 call keeps x8-x17. FF-A: the answer may be
//! asks a message with x4-x17. Is there a rule that satisfies both?
//! rows S1-7, S1-9, S1-6
//! models pkvm/series-v7+run_path=handled pkvm/series-v8+run_path=handled pkvm/series-v8+run_path=handled+retval=always
//! firmware version=1.2
//! reply request: FFA_RUN -> FFA_MSG_SEND_DIRECT_REQ2 x1=0x18001 x2..x17=canary
//! expect returned: x0 == FFA_MSG_SEND_DIRECT_REQ2, x2..x7 == request
//! expect returned [pkvm/series-v7+*, *retval=always]: x8..x17 == request
//! expect returned [pkvm/series-v8+run_path=handled]: x8..x17 == before
//! expect trap run: handled
//! expect finding * [!pkvm/series-v8+run_path=handled+retval=always]: x1..x7 rule=undefined-value
//! expect finding run [!pkvm/series-v8+run_path=handled]: x8..x17 rule=smc32-x8-x17
//! expect finding * [pkvm/series-v8+run_path=handled+retval=always]: x1..x17 rule=undefined-value
//! note FFA_RUN stands for any such call here, as if EL2 issued it and wrote its result back by the rule.
//! note v8 keeps SMCCC's promise and loses the payload; v7 and what was merged deliver it and break the promise.
//
// In:   x0 FFA_RUN, w1 target; x8-x17 hold values of the caller's own.
// Out:  the message in x4-x17.
// Clause: DEN0028 2.6 against DEN0077A 1.2, 4.10, 8.2, 8.3.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
  zero x2, x3, x4, x5, x6, x7
run:
  smc #0
returned:
  brk #0
