//! title FFA_FEATURES refuses a caller who left values in x2 to x7
//! asks The caller asks for FFA_RXTX_MAP and does not zero what the call has no use for. Is it told that there is none?
//! rows H28b
//! models xen/v1.2+features_input=must-be-zero xen/v1.2
//! firmware tfa-spmd+hafnium
//! profile smccc-1.0
//! registers x2..x7=canary
//! red asked [*=must-be-zero]: x0 == FFA_SUCCESS
//! expect asked [*=must-be-zero]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! note Xen 4992308e97 (February 2026): registers that should be zero are not looked at.
//
// In:   FFA_VERSION 1.2; FFA_FEATURES(FFA_RXTX_MAP_64) with values in x2-x7.
// Out:  x0 FFA_SUCCESS.
// Clause: DEN0077A 1.2, 13.3: w2-w7 should be zero, and the callee ignores them.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
  smc #0
  restore_arguments
  load32 w0, FFA_FEATURES
  load32 w1, FFA_RXTX_MAP_64
call:
  smc #0
asked:
  brk #0
