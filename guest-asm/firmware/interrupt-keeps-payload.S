//! title DIRECT_REQ2 interrupted: whose x8-x17?
//! asks FFA_INTERRUPT, an SMC32 id, answers a request of 14 payload registers. The dispatcher writes x0-x7 only; what
//! asks does each hypervisor make of that, and of the response that FFA_RUN ends with?
//! rows S1-20, S1-12, S1-19
//! models none pkvm/series-v7 pkvm/series-v8 pkvm/v6.18 xen/v1.2
//! firmware tfa-spmd+hafnium preserving
//! partition 0x8001: on REQ2 interrupt, then answer: RESP2 x4..x17=canary
//! expect interrupted [none, pkvm/series-*]: x0 == FFA_INTERRUPT, x1 == 0x80010000, x8..x17 == before
//! expect interrupted [xen/*]: x0 == FFA_INTERRUPT, x1 == 0x80010000, x8..x17 == 0
//! expect interrupted [pkvm/v6.18]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED, x8..x17 == 0
//! expect trap run [pkvm/*]: forwarded
//! expect trap run [xen/*]: handled
//! expect resumed [!pkvm/v6.18]: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 == answer
//! expect resumed [pkvm/v6.18]: x0 == FFA_MSG_WAIT, x8..x17 == before
//! expect finding version [pkvm/series-*]: x1..x7 rule=undefined-value
//! expect finding version [pkvm/v6.18]: x1..x17 rule=undefined-value
//! expect finding * [!pkvm/v6.18@*, !none@preserving, !*series-*@preserving]: x4..x7 rule=x4-x7
//! expect finding request [pkvm/v6.18]: x4..x7 rule=x4-x7
//! expect finding request [pkvm/v6.18, xen/*]: x8..x17 rule=smc64-x8-x17
//! expect finding identity [xen/*]: x8..x17 rule=smc32-x8-x17
//! expect finding run [!pkvm/v6.18]: x8..x17 rule=smc32-x8-x17
//! expect finding partition 0x8001 [!pkvm/v6.18]: x8..x17 rule=smc32-x8-x17
//! note Xen zeroes x8-x17 with every answer, so its caller has to keep the payload elsewhere.
//! note pKVM passes on what firmware left, and v6.18 refuses the request in the first place.
//
// In:   x4-x17 of the request; others in x8-x17 of FFA_RUN.
// Out:  x0-x17 of both.
// Clause: DEN0077A 1.2, 8 and 15.4; DEN0028 2.7.
.equ VERSION, 0x10002
.include "request2.inc"
