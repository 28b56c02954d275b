//! title Bit 31 set in the version that a VM requests
//! asks Bit 31 of FFA_VERSION's w1 must be zero. Who refuses 0x80010001, and what does Xen take it for?
//! rows S2-16, S3-18
//! models xen/v1.2 xen/negotiation-merged xen/negotiation-v1 xen/before-negotiation none
//! firmware tfa-spmd+hafnium
//! reply FFA_NOTIFICATION_BITMAP_CREATE [xen/*] -> FFA_SUCCESS
//! expect asked [xen/v1.2@*]: x0 == FFA_VERSION_1_2
//! expect asked [xen/*, !xen/v1.2@*]: x0 == FFA_VERSION_1_1
//! expect asked [none]: w0 == FFA_NOT_SUPPORTED
//! expect state counted [xen/*]: guest_vers == 0x80010001
//! expect counted [xen/v1.2@*]: x0 == FFA_SUCCESS, x8..x17 == 0
//! expect counted [!xen/v1.2@*]: x8..x17 == before
//! expect finding *: x4..x7 rule=x4-x7
//! expect finding * [xen/v1.2@*]: x8..x17 rule=smc32-x8-x17
//! note Xen keeps bit 31: what it stores is above every version, and v1.2 zeroes x8-x17 as for a VM of version 1.2.
//
// In:   w1 of FFA_VERSION 0x80010001.
// Out:  x0 of FFA_VERSION; x8-x17 of the call after it.
// Clause: DEN0077A 1.2 section 13.2 (bit 31 must be zero, else NOT_SUPPORTED).
.include "call.inc"

_start:
  ffa_version 0x80010001
  conduit
asked:
  load32 w0, FFA_ID_GET
  conduit
counted:
  brk #0
