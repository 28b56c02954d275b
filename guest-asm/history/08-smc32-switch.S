//! title A 32-bit answer brings ten registers along
//! asks FFA_FEATURES and its answer are SMC32. Where every world switch copies eighteen registers, whose are x8 to x17?
//! rows H8
//! models none
//! firmware tfa-spmd+optee+world_switch=x0-x17 tfa-spmd+optee
//! red finding * [*@*=x0-x17]: x8..x17 rule=smc32-x8-x17
//! red returned [*@*=x0-x17]: x8..x17 == before
//! expect finding * [*@*]: x4..x7 rule=x4-x7
//! note TF-A bb9fc8c0bbf5 (February 2025).
//! note Before it the caller's registers came back only where the SPMC kept them for it.
//
// In:   FFA_VERSION 1.2; FFA_FEATURES with x8-x17.
// Out:  x8-x17.
// Clause: DEN0028 2.6: an SMC32 call preserves x8-x30.
.include "call.inc"
.include "calls.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  ffa_features function=FFA_MSG_SEND_DIRECT_REQ
call:
  smc #0
returned:
  brk #0
