//! title The first call, the lock, and the version that is taken for granted
//! asks A hypervisor asks for 1.2 after another call; any other call ends the negotiation; the SPMC takes the normal
//! asks world
//! asks for another version until then. In which of the eight is it refused?
//! rows X5, H14
//! models relay/plain+boot_calls=version-last relay/plain+boot_calls=version-first
//! firmware preserving+lock=other-call+default_version=1.0 preserving+lock=never+default_version=1.0
//! firmware preserving+lock=other-call+default_version=1.2 preserving+lock=never+default_version=1.2
//! profile smccc-1.0
//! red boot [*=version-last@*+lock=other-call+default_version=1.0]: result == 0
//! expect stop [*=version-last@*+lock=other-call+default_version=1.0]: boot-failed
//! note Hafnium 4b6d88d5 (first call), 6eeec8e8 (the lock), and the version that it is built with.
//! note With any one of them changed the hypervisor comes up.
//
// In:   nothing: it is the hypervisor's own boot.
// Out:  its result.
// Clause: DEN0077A 1.2, 13.2: FFA_VERSION comes before any other call.
.include "call.inc"

_start:
  brk #0
