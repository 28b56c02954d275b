//! title The negotiated version is a constant
//! asks Whatever the host asks for after negotiation, and whatever it is answered: does anything change in EL2, or at
//! asks EL3?
//! rows S0-6
//! models pkvm/v6.12 pkvm/v6.15 pkvm/v6.17-stable pkvm/no-downgrade pkvm/v6.18-rc1 pkvm/v6.18 pkvm/mainline-2026a
//! models pkvm/mainline-2026b pkvm/v6.18+downgrade=answered pkvm/version-trap-v1
//! firmware version=1.1
//! expect state first [!pkvm/version-trap-v1]: hyp_ffa_version == 0x10001, has_version_negotiated == 1
//! expect state after_1_0 [!pkvm/version-trap-v1]: hyp_ffa_version == 0x10001, has_version_negotiated == 1
//! expect state after_0_9 [!pkvm/version-trap-v1]: hyp_ffa_version == 0x10001, has_version_negotiated == 1
//! expect el3 [!pkvm/version-trap-v1]: FFA_VERSION FFA_ID_GET FFA_FEATURES(0xc4000066)
//! expect state after_1_0 [pkvm/version-trap-v1]: hyp_ffa_version == 0x10000
//! expect el3 [pkvm/version-trap-v1]: … FFA_VERSION(0x10000) …
//! expect finding * [pkvm/v6.12, pkvm/v6.15, pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/no-downgrade, pkvm/version-trap-v1]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18*, pkvm/mainline-2026a]: x1..x17 rule=undefined-value
//! expect finding * [pkvm/mainline-2026b]: x4..x7 rule=x4-x7
//! expect finding * [pkvm/mainline-2026b]: x8..x17 rule=smc32-x8-x17
//! note All policies agree on the state and differ in what the host is told, but for the trap as first posted.
//
// In:   x0 FFA_VERSION, w1 each version in turn.
// Out:  x0 the hypervisor's version, or -1.
// Clause: DEN0077A 1.2, 13.2.2: the version cannot change.
.include "renegotiate.inc"
