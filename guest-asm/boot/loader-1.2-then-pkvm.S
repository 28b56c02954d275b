//! title A boot loader asks for FF-A 1.2, and so does the host's pKVM
//! asks EDK2 negotiates 1.2 and uses its buffers before Linux starts pKVM. Is the same version accepted again?
//! rows S4-16
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! hypervisor at-hvc
//! expect loaded: x0 == FFA_SUCCESS
//! expect started: x0 == 0
//! expect state started: hyp_ffa_version == 0x10002
//! expect asked: x0 == 0x10002
//! expect trap negotiation: handled
//! expect finding negotiation [pkvm/v6.18@*]: x1..x17 rule=undefined-value
//! note What the loader asks for decides whether protected KVM comes up after it.
//
// In:   FFA_VERSION(1.2), FFA_RXTX_MAP, FFA_RXTX_UNMAP, an HVC, FFA_VERSION(1.2).
// Out:  x0 of the HVC and of the last call.
// Clause: DEN0077A 1.2, 13.2.2.
.equ LOADER_VERSION, 0x10002
.include "loader.inc"
