//! title What a VM asks for, what it is told, and what counts
//! asks FFA_VERSION may be called many times before another call. What does each request get, and what is kept of it?
//! rows S3-2, S3-3, S3-4, S3-18
//! models xen/v1.2 xen/negotiation-merged xen/negotiation-v1 xen/before-negotiation
//! firmware tfa-spmd+optee tfa-spmd+hafnium tfa-el3-spmc
//! expect asked [xen/v1.2@*]: x0 == FFA_VERSION_1_2, x1..x7 == 0, x8..x17 == before
//! expect asked [!xen/v1.2@*]: x0 == FFA_VERSION_1_1, x1..x7 == 0, x8..x17 == before
//! expect state asked#1 [xen/v1.2@*]: guest_vers == 0, guest_vers_tmp == 0x10000
//! expect state asked#2 [xen/v1.2@*]: guest_vers == 0, guest_vers_tmp == 0x10002
//! expect state asked#3 [xen/v1.2@*]: guest_vers_tmp == 0x10002
//! expect state asked#4 [xen/v1.2@*]: guest_vers_tmp == 0x10002
//! expect state asked#5 [xen/v1.2@*]: guest_vers_tmp == 0x10002
//! expect state asked#6 [xen/v1.2@*]: guest_vers_tmp == 0x10001
//! expect state asked#3 [xen/negotiation-merged@*]: guest_vers == 0, guest_vers_tmp == 0x10001
//! expect state asked#3 [xen/negotiation-v1@*]: guest_vers == 0x10001
//! expect state asked#4 [xen/before-negotiation@*]: guest_vers == 0x10001
//! expect state counted: guest_vers == 0x10001
//! expect finding *: x4..x7 rule=x4-x7
//! note The clause wants NOT_SUPPORTED for another major version and a higher minor one; Xen tells its own and takes that.
//
// In:   w1 of FFA_VERSION: 1.0, 1.2, 1.3, 2.0, 0.9, 1.1.
// Out:  x0.
// Clause: DEN0077A 1.2 sections 13.2.1 and 13.2.2.
.include "call.inc"

_start:
  ldr x20, =versions
next:
  ldr w1, [x20], #4
  cbz w1, done
  load32 w0, FFA_VERSION
  conduit
asked:
  b next
done:
  load32 w0, FFA_FEATURES
  load32 w1, FFA_FEATURES
  zero x2, x3, x4, x5, x6, x7
  conduit
counted:
  brk #0

  .data
versions:
  .word 0x10000, 0x10002, 0x10003, 0x20000, 9, 0x10001, 0
