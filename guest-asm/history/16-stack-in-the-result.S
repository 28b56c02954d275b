//! title The hypervisor's stack in the caller's registers
//! asks FFA_VERSION sets x0 of a structure on EL2's stack, and all of it is copied to the host. What of the rest?
//! rows H16
//! models pkvm/v6.18+result=uninitialised pkvm/v6.18+result=zeroed
//! firmware version=1.2
//! profile ffa-1.2
//! registers x1..x17=0
//! red finding call [*=uninitialised]: x1..x17 rule=undefined-value
//! red asked [*=uninitialised]: x1..x17 == 0
//! expect asked [*=uninitialised]: x1..x17 undefined
//! expect asked: x0 == 0x10002
//! note Linux, kvm_host_ffa_handler (commit unconfirmed): the structure is zeroed since.
//! note Up to v6.17 it was x1-x3, with the write-back of exhibit 15 x1-x17.
//! note Intel's port had the same (intel-staging/pKVM-IA#76, February 2026).
//
// In:   x0 FFA_VERSION, w1 1.2, x2-x17 zero.
// Out:  x0 the version, x1-x17 zero.
// Clause: DEN0077A 1.2, 11.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
call:
  smc #0
asked:
  brk #0
