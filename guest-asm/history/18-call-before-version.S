//! title A call before FFA_VERSION is answered by version 0
//! asks A guest that has not asked for a version makes another call. Is it refused?
//! rows H18a
//! models xen/before-negotiation xen/negotiation-merged
//! firmware preserving
//! profile smccc-1.0
//! red asked [xen/before-negotiation]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect asked [xen/before-negotiation]: x0 == FFA_SUCCESS
//! note Xen ad2d3a7dafba (December 2025).
//
// In:   FFA_ID_GET.
// Out:  x0 FFA_ERROR.
// Clause: DEN0077A 1.2, 13.2: FFA_VERSION comes before any other call.
.include "call.inc"

_start:
  load32 w0, FFA_ID_GET
  zero x1, x2, x3, x4, x5, x6, x7
  smc #0
asked:
  brk #0
