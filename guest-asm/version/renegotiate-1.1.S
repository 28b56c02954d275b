//! title Renegotiation matrix, hypervisor at 1.1
//! asks After negotiation, which requests are refused? (Proposed: -1 if and only if the requested minor version is
//! asks lower.)
//! rows S0-8, S0-9, S0-16
//! models pkvm/v6.17-stable pkvm/no-downgrade pkvm/v6.18
//! firmware version=1.1
//! expect first: x0 == 0x10001
//! expect after_1_0 [pkvm/v6.17-stable]: x0 == 0x10001
//! expect after_1_0 [pkvm/no-downgrade, pkvm/v6.18]: x0 == -1
//! expect after_1_1: x0 == 0x10001
//! expect after_1_2: x0 == 0x10001
//! expect after_1_3: x0 == 0x10001
//! expect state after_0_9: hyp_ffa_version == 0x10001, has_version_negotiated == 1
//! expect after_2_0: x0 == -1
//! expect after_0_9: x0 == -1
//! expect finding * [pkvm/v6.17-stable, pkvm/no-downgrade]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//
// In:   x0 FFA_VERSION, w1 each version in turn.
// Out:  x0 the hypervisor's version, or -1.
// Clause: DEN0077A 1.2 section 13.2.
.include "renegotiate.inc"
