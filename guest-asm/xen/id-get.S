//! title FFA_ID_GET of a VM: are x8-x17 preserved?
//! asks FFA_ID_GET is an SMC32 call with one result, w2, and EL2 answers it. Do x8-x17 come back, and does FFA_VERSION
//! asks treat them in the same way?
//! rows S1-19
//! models xen/v1.2 xen/negotiation-merged none
//! firmware tfa-spmd+optee tfa-spmd+hafnium tfa-el3-spmc
//! expect agreed: x8..x30 == before
//! expect answered: x0 == FFA_SUCCESS, x3..x7 == 0, x18..x30 == before
//! expect answered [xen/*]: x2 == 2
//! expect answered [xen/v1.2@*]: x8..x17 == 0
//! expect answered [!xen/v1.2@*]: x8..x17 == before
//! expect again [xen/v1.2@*]: x0 == FFA_VERSION_1_2, x8..x17 == 0
//! expect again [!xen/v1.2@*]: x8..x17 == before
//! expect finding *: x4..x7 rule=x4-x7
//! expect finding * [xen/v1.2@*]: x8..x17 rule=smc32-x8-x17
//! note Xen zeroes x8-x17 from the moment on at which version 1.2 counts: with the first call that is not FFA_VERSION.
//
// In:   x8-x17 hold values that are not zero, before each call.
// Out:  the same, or zero.
// Clause: DEN0028 2.6 (an SMC32 call preserves x8-x30); DEN0077A 1.2, 11.2 (reserved registers are zero).
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  conduit
agreed:
  load32 w0, FFA_ID_GET
call:
  conduit
answered:
  .irp n, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
  eor x\n, x\n, x19, ror #\n
  .endr
  ffa_version FFA_VERSION_1_2
  conduit
again:
  brk #0
