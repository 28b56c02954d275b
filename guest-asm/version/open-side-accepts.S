//! title EL2's start ends negotiation; the secure side does not mind
//! asks At boot EL2 asks for the version and then for FFA_ID_GET and FFA_FEATURES. The host asks for less, and the
//! asks secure side takes any version at any time and answers with its own highest, as OP-TEE does. Do all three agree?
//! rows S2-11
//! models pkvm/v6.12+init_calls=at-boot
//! firmware version=1.2
//! expect asked: x0 == 0x10000
//! expect state asked: hyp_ffa_version == 0x10000, has_version_negotiated == 1
//! expect el3: FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES
//
// In:   x0 FFA_VERSION, w1 1.0, while EL2 has 1.1.
// Out:  x0 the version, or -1.
// Clause: DEN0077A 1.2, 13.2.2.
.include "init-ends-negotiation.inc"
