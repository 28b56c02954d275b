//! title EL2's start ends negotiation; the secure side answers what it has
//! asks At boot EL2 asks for the version and then for FFA_ID_GET and FFA_FEATURES. The host asks for less, and the
//! asks secure side answers with the version that it stays at, as TF-A's EL3 SPMC does. Does EL2 see that nothing was
//! asks lowered?
//! rows S2-11, S2-2
//! models pkvm/v6.12+init_calls=at-boot
//! firmware version=1.1
//! reply FFA_VERSION at negotiation -> 0x10001
//! expect asked: x0 == 0x10000
//! expect state asked: hyp_ffa_version == 0x10000, has_version_negotiated == 1
//! expect el3: FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES
//! note Whatever is not -1 counts as consent: host and EL2 have 1.0, the secure side 1.1.
//
// In:   x0 FFA_VERSION, w1 1.0, while EL2 has 1.1.
// Out:  x0 the version, or -1.
// Clause: DEN0077A 1.2, 13.2.2.
.include "init-ends-negotiation.inc"
