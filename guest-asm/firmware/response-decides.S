//! title A 64-bit response to the 32-bit FFA_RUN, at EL3
//! asks The dispatcher passes x8-x17 by bit 30 of what the secure world says, not by the call that the caller made.
//! asks Does a caller without a hypervisor get all of a DIRECT_RESP2 that its FFA_RUN ends with?
//! rows S1-18, S1-12
//! models none
//! firmware tfa-spmd+hafnium tfa-spmd+optee preserving tfa-el3-spmc tfa-spmd+hafnium+world_switch=request
//! partition 0x8001: on REQ2 interrupt, then answer: RESP2 x4..x17=canary
//! expect interrupted [!*@tfa-el3-spmc]: x0 == FFA_INTERRUPT, x1 == 0x80010000
//! expect interrupted [*@tfa-el3-spmc]: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 == answer
//! expect resumed [!*@tfa-el3-spmc]: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x7 == answer
//! expect resumed [!*@*=request, !*@tfa-el3-spmc]: x8..x17 == answer
//! expect resumed [*@tfa-el3-spmc]: x0 == FFA_MSG_WAIT, x8..x17 == before
//! expect resumed [*@*=request]: x8..x17 == before
//! expect partition 0x8001#1: x0 == FFA_MSG_SEND_DIRECT_REQ2
//! expect finding run [!*@*=request, !*@tfa-el3-spmc]: x8..x17 rule=smc32-x8-x17
//! expect finding partition 0x8001: x8..x17 rule=smc32-x8-x17
//! expect finding * [*@tfa-spmd+*]: x4..x7 rule=x4-x7
//! expect finding partition 0x8001 [*@tfa-el3-spmc]: x4..x7 rule=x4-x7
//! note The dispatcher's rule is the one that pKVM's series v7 proposed for EL2.
//! note By the caller's id instead, the second half of the response is lost.
//! note An SPMC at EL3 lets no interrupt in: the response comes at once.
//
// In:   x4-x17 of the request; others in x8-x17 of FFA_RUN.
// Out:  x0-x17 of FFA_RUN.
// Clause: DEN0077A 1.2, 8 and 15.4; DEN0028 2.6.
.equ VERSION, 0x10002
.include "request2.inc"
