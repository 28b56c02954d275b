//! title The same at FF-A 1.1
//! asks Below 1.2 nobody has x8-x17. Is a DIRECT_REQ2 refused, by whom, and are the caller's x8-x17 left alone?
//! rows S1-18
//! models none
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! partition 0x8001: on REQ2 RESP2 x4..x17=canary
//! expect interrupted: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED, x8..x17 == before
//! expect calls 0x8001: FFA_MSG_WAIT …
//! expect finding * [*@tfa-*]: x4..x7 rule=x4-x7
//
// In:   x4-x17 of the request; others in x8-x17 of FFA_RUN.
// Out:  FFA_ERROR.
// Clause: DEN0077A 1.2, 8 and 15.4.
.equ VERSION, 0x10001
.include "request2.inc"
