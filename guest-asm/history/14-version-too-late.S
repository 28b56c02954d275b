//! title A hypervisor asks for its version after another call
//! asks At boot a hypervisor first makes a bitmap for the notifications of its guest, then asks for a version. Does it
//! asks come up, behind an SPMC that has ended the negotiation by then?
//! rows H14
//! models relay/plain+boot_calls=version-last relay/plain+boot_calls=version-first
//! firmware tfa-spmd+hafnium
//! profile smccc-1.0
//! red boot [*=version-last]: result == 0
//! red el3 [*=version-last]: FFA_VERSION …
//! expect stop [*=version-last]: boot-failed
//! note Hafnium as a hypervisor, 4b6d88d5 (September 2025): FFA_VERSION moved to the earliest point.
//! note The SPMC takes the normal world for 1.3 then, and the hypervisor asks for 1.2.
//
// In:   nothing: it is the hypervisor's own boot.
// Out:  its result, and the order of its calls.
// Clause: DEN0077A 1.2, 13.2: FFA_VERSION comes before any other call.
.include "call.inc"

_start:
  brk #0
