//! title The version changes after other calls
//! asks A caller of 1.2 makes a call and then asks for 1.0. Which version does the SPMC go by?
//! rows H17
//! models none
//! firmware tfa-el3-spmc+lock=never tfa-el3-spmc
//! profile smccc-1.0
//! red state again [*@*=never]: spmc_version == 0x10002
//! expect state again [*@*=never]: spmc_version == 0x10000
//! expect again: x0 == 0x10002
//! note TF-A 8fb85514cd56 (May 2026): the answer is the version that was agreed, and nothing is stored.
//! note The answer is the same before and after; only what the SPMC goes by is not.
//
// In:   FFA_VERSION 1.2; FFA_FEATURES; FFA_VERSION 1.0.
// Out:  x0 1.2.
// Clause: DEN0077A 1.2, 13.2: no other version after another call.
.include "call.inc"
.include "calls.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  ffa_features function=FFA_MSG_SEND_DIRECT_REQ
  smc #0
  ffa_version FFA_VERSION_1_0
last:
  smc #0
again:
  brk #0
