//! title x19 to x29 belong to no world
//! asks EL3 saves registers of each world when it switches. A trusted OS uses x19 to x29: are they the caller's own
//! asks after?
//! rows H5
//! models none
//! firmware tfa-spmd+optee+banked=without-x19-x29 tfa-spmd+optee
//! red finding call [*@*=without-x19-x29]: x19..x29 rule=x18-x30
//! red returned [*@*=without-x19-x29]: x19..x29 == before
//! expect returned: x18 == before, x30 == before
//! expect finding * [*@*]: x4..x7 rule=x4-x7
//! note TF-A c3260f9b82c5 (April 2014), tf-issues#141: saved were x4-x7, x18, x30 and SP_EL0.
//! note The trusted OS of the tests changed none of them, so the tests passed.
//
// In:   x19-x29 with values, x0 FFA_FEATURES, which the SPMC answers.
// Out:  x19-x29.
// Clause: DEN0028 2.7, as in every version: x18-x30 are preserved.
.include "call.inc"
.include "calls.inc"

_start:
  ffa_features function=FFA_MSG_SEND_DIRECT_REQ
call:
  smc #0
returned:
  brk #0
