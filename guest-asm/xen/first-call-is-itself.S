//! title The call that ends negotiation is answered as itself
//! asks x1 of the first call after FFA_VERSION is a function id, not a version. Is it taken for one?
//! rows S3-7
//! models xen/v1.2 xen/negotiation-merged xen/negotiation-v1
//! firmware tfa-spmd+optee tfa-spmd+hafnium tfa-el3-spmc
//! expect answered: x0 == FFA_SUCCESS, x3..x7 == 0
//! expect answered [xen/v1.2@*]: x2 == 0x0
//! expect state answered: guest_vers == 0x10001
//! expect finding *: x4..x7 rule=x4-x7
//
// In:   FFA_VERSION(1.1), then FFA_FEATURES(FFA_RXTX_MAP_64).
// Out:  x0 FFA_SUCCESS.
// Clause: DEN0077A 1.2 section 13.2.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
  conduit
  load32 w0, FFA_FEATURES
  load32 w1, FFA_RXTX_MAP_64
  zero x2, x3, x4, x5, x6, x7
  conduit
answered:
  brk #0
