//! title FFA_MSG_SEND2 that the SPMC cannot deliver
//! asks The firmware has FFA_MSG_SEND2 and no FFA_RX_ACQUIRE, so it cannot look into a VM's TX. Is the VM told so?
//! rows H28c
//! models xen/v1.2+features=static+acquire_quirk=off xen/v1.2+acquire_quirk=off
//! firmware tfa-spmd+hafnium
//! reply FFA_FEATURES -> FFA_SUCCESS
//! reply FFA_FEATURES -> FFA_SUCCESS
//! reply FFA_FEATURES -> FFA_SUCCESS
//! reply FFA_FEATURES -> FFA_SUCCESS
//! reply FFA_FEATURES -> FFA_SUCCESS
//! reply FFA_FEATURES -> FFA_SUCCESS
//! reply FFA_FEATURES -> FFA_SUCCESS
//! reply FFA_FEATURES -> FFA_ERROR w2=-1
//! profile smccc-1.0
//! red asked [*=static*]: x0 == FFA_ERROR
//! note Xen e70117a53f (February 2026). The eighth call that Xen asks for at boot is FFA_RX_ACQUIRE.
//! note The quirk for Hafnium up to 2.14, which does not say that it has RX_ACQUIRE, is off.
//
// In:   FFA_VERSION 1.2; FFA_FEATURES(FFA_MSG_SEND2).
// Out:  x0 FFA_ERROR.
// Clause: DEN0077A 1.2, 7.2 and 13.3.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_FEATURES
  load32 w1, FFA_MSG_SEND2
  zero x2, x3, x4, x5, x6, x7
call:
  smc #0
asked:
  brk #0
