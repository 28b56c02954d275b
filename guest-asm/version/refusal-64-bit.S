//! title Firmware refuses with a 64-bit -1
//! asks The host asks for 1.1, EL2 asks EL3, and EL3 refuses with 0xffffffffffffffff. Does EL2 notice?
//! rows S2-9, S2-15
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2 min=1.2 neg1=64
//! expect asked: x0 == -1
//! expect state asked: hyp_ffa_version == 0x10002, has_version_negotiated == 0
//! expect el3: FFA_VERSION(0x10002) FFA_VERSION(0x10001)
//! expect finding call: x4..x17
//
// In:   x0 FFA_VERSION, w1 1.1, one below what EL2 agreed with EL3.
// Out:  x0 the version or -1.
// Clause: DEN0077A 1.2 section 13.2 (NOT_SUPPORTED in w0, an int32).
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
call:
  smc #0
asked:
  brk #0
