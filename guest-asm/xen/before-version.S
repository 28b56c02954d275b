//! title A VM calls before it has asked for a version
//! asks Only FFA_VERSION may come first. What do calls before it get, known and unknown ones, and does it work afterwards?
//! rows S3-1, S3-18
//! models xen/v1.2 xen/negotiation-merged xen/negotiation-v1 xen/before-negotiation
//! firmware tfa-spmd+optee tfa-spmd+hafnium tfa-el3-spmc
//! expect early [!xen/before-negotiation@*]: x0 == FFA_ERROR, x2 == 0xffffffff, x8..x17 == before
//! expect state early [!xen/before-negotiation@*]: guest_vers == 0, guest_vers_tmp == 0
//! expect early#1 [xen/before-negotiation@*]: x0 == FFA_SUCCESS, x2 == 2
//! expect early#2 [xen/before-negotiation@*]: x0 == FFA_SUCCESS
//! expect early#3 [xen/before-negotiation@*]: x0 == FFA_ERROR
//! expect answered: x0 == FFA_SUCCESS, x2 == 2
//! expect state answered: guest_vers == FFA_VERSION_1_1
//! expect trap early_call [!xen/before-negotiation@*]: refused, smcs == 0
//! note The version before answers as for version 0, which is lower than 1.1 for memory sharing and not 1.0 for lists.
//
// In:   x0 FFA_ID_GET, FFA_FEATURES, then FFA_MSG_POLL, which Xen does not know; all before FFA_VERSION(1.1).
// Out:  x0, x2 status.
// Clause: DEN0077A 1.2 section 13.2.2 (no other call before FFA_VERSION).
.include "call.inc"

_start:
  mov x20, #3
  load32 w21, FFA_ID_GET
  load32 w22, FFA_FEATURES
  load32 w23, FFA_MSG_POLL
next:
  mov w0, w21
  load32 w1, FFA_VERSION
  zero x2, x3, x4, x5, x6, x7
early_call:
  conduit
early:
  mov w21, w22
  mov w22, w23
  sub x20, x20, #1
  cbnz x20, next
  ffa_version FFA_VERSION_1_1
  conduit
  load32 w0, FFA_ID_GET
  conduit
answered:
  brk #0
