//! title FFA_VERSION(1.0) races the first other call
//! asks One vCPU asks for 1.1 and then for 1.0, another makes the VM's first other call meanwhile. Which version counts?
//! rows S3-15
//! models xen/v1.2 xen/negotiation-merged xen/negotiation-v1
//! firmware tfa-spmd+optee
//! expect first [xen/v1.2@*]: x0 == FFA_VERSION_1_2
//! expect first [!xen/v1.2@*]: x0 == FFA_VERSION_1_1
//! expect asked [xen/v1.2@*]: x0 == FFA_VERSION_1_2
//! expect asked [!xen/v1.2@*]: x0 == FFA_VERSION_1_1
//! expect finding *: x4..x7 rule=x4-x7
//! note `trapline explore` runs the part at vcpu1 on another vCPU, in every order; alone, there is no race.
//
// In:   FFA_VERSION(1.1), FFA_VERSION(1.0); on vCPU 1 FFA_FEATURES(FFA_RXTX_MAP_64).
// Out:  x0 of both, which tells nothing of the version that counts.
// Clause: DEN0077A 1.2 section 13.2.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
  conduit
first:
  ffa_version FFA_VERSION_1_0
  conduit
asked:
  brk #0

vcpu1:
  load32 w0, FFA_FEATURES
  load32 w1, FFA_RXTX_MAP_64
  zero x2, x3, x4, x5, x6, x7
  conduit
  brk #0
