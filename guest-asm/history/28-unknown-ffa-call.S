//! title An FF-A call that is not there gets no FFA_ERROR
//! asks A caller looks at x0 for FFA_ERROR and at w2 for the reason. Does an unknown FF-A call tell it so?
//! rows H28a
//! models xen/v1.2+unknown_ffa=minus-one xen/v1.2
//! firmware preserving
//! profile smccc-1.0
//! red asked [*=minus-one]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect asked [*=minus-one]: x0 == 0xffffffffffffffff, x1..x17 == before
//! note Xen 75571e162b (December 2023).
//
// In:   FFA_VERSION 1.2; FFA_MSG_WAIT, which no guest has.
// Out:  x0-x7.
// Clause: DEN0077A 1.2, 12.1.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_MSG_WAIT
call:
  smc #0
asked:
  brk #0
