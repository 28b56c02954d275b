//! title The host asks for the version that EL2 has negotiated
//! asks EL2 asked EL3 for 1.2 when it started. Does the host's FFA_VERSION(1.2) reach EL3 at all, and does a lower one?
//! rows S4-11
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc
//! expect asked: x0 == 0x10002
//! expect trap negotiation: handled, smcs == 2
//! expect el3: FFA_VERSION(0x10002) FFA_ID_GET FFA_FEATURES
//! expect state asked: hyp_ffa_version == 0x10002, spmc_version == 0x10002
//! expect finding negotiation [pkvm/v6.18@*]: x1..x17 rule=undefined-value
//! note The host renegotiates only where it asks for less: see host-asks-less.
//
// In:   FFA_VERSION(1.2).
// Out:  x0.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
asked:
  brk #0
