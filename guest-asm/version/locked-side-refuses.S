//! title EL2's start ends negotiation; the secure side refuses
//! asks At boot EL2 asks for the version and then for FFA_ID_GET and FFA_FEATURES: for the secure side negotiation is
//! asks over. The host asks for less. What does it get where the secure side refuses, as Hafnium does?
//! rows S2-11
//! models pkvm/v6.12+init_calls=at-boot pkvm/v6.12
//! firmware version=1.1
//! reply FFA_VERSION at negotiation [*at-boot] -> -1
//! expect asked [*at-boot]: x0 == -1
//! expect state asked [*at-boot]: hyp_ffa_version == 0x10001, has_version_negotiated == 0
//! expect el3 [*at-boot]: FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10000)
//! expect asked [pkvm/v6.12]: x0 == 0x10000
//! expect el3 [pkvm/v6.12]: FFA_VERSION(0x10001) FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES
//! note With the calls put off until the host has asked, as in v6.12, the secure side has no reason to refuse.
//
// In:   x0 FFA_VERSION, w1 1.0, while EL2 has 1.1.
// Out:  x0 the version, or -1.
// Clause: DEN0077A 1.2, 13.2.2.
.include "init-ends-negotiation.inc"
