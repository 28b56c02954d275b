//! title A message from a VM without a TX buffer
//! asks FFA_MSG_SEND2 sends what stands in the TX buffer. There is none: what does Xen read?
//! models xen/v1.2 xen/negotiation-merged xen/negotiation-v1 xen/before-negotiation
//! firmware tfa-spmd+optee
//! expect sent [xen/v1.2@*]: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect stop [!xen/v1.2@*]: el2-fault at send
//! expect finding *: x4..x7 rule=x4-x7
//! note Any VM can bring Xen down with two calls: there was no check, and the pointer is NULL.
//
// In:   FFA_VERSION(1.1), then FFA_MSG_SEND2 with zeros.
// Out:  x0, x2 status.
// Clause: DEN0077A 1.2 section 15.5 (DENIED without a buffer).
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
  conduit
  load32 w0, FFA_MSG_SEND2
  zero x1, x2
send:
  conduit
sent:
  brk #0
