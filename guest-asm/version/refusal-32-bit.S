//! title Firmware refuses with a 32-bit -1
//! asks The host asks for 1.1, EL2 asks EL3, and EL3 refuses with 0x00000000ffffffff, as TF-A and Hafnium do. Does EL2
//! asks notice?
//! rows S2-15, S2-9
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2 min=1.2 neg1=32
//! expect asked [pkvm/v6.18]: x0 == 0x10001
//! expect state asked [pkvm/v6.18]: hyp_ffa_version == 0x10001, has_version_negotiated == 1
//! expect el3 [pkvm/v6.18]: FFA_VERSION(0x10002) FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES(0xc4000066)
//! expect asked [pkvm/mainline-2026b]: x0 == 0xffffffff
//! expect state asked [pkvm/mainline-2026b]: hyp_ffa_version == 0x10002, has_version_negotiated == 0
//! expect el3 [pkvm/mainline-2026b]: FFA_VERSION(0x10002) FFA_VERSION(0x10001)
//! expect finding call: x4..x17
//! expect finding call [pkvm/v6.18]: x0 rule=refusal-kept
//! note v6.18 compares 64 bits and takes the refusal for consent: host and EL2 speak 1.1, the secure side 1.2.
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
