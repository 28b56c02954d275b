//! title A boot loader asks for FF-A 1.0, the host's pKVM for 1.2
//! asks The loader negotiates 1.0 and uses its buffers; then Linux starts pKVM, which asks for 1.2 as the same
//! asks endpoint. What does the firmware answer, does pKVM come up, and what does the host's driver get?
//! rows S4-16
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving+neg1=64 no-ffa
//! hypervisor at-hvc
//! expect loaded [!*@no-ffa]: x0 == FFA_SUCCESS
//! expect loaded [*@no-ffa]: x0 == -1
//! expect started [pkvm/v6.18@*hafnium]: x0 == -95
//! expect trap negotiation [pkvm/v6.18@*hafnium]: untrapped
//! expect trap negotiation [!pkvm/v6.18@*hafnium]: handled
//! expect asked [*@no-ffa]: x0 == -1
//! expect started [pkvm/mainline-2026b@*hafnium, *@preserving*, *@no-ffa]: x0 == 0
//! expect state started [*2026b@*hafnium, *@preserving*, *@no-ffa]: hyp_ffa_version == 0
//! expect asked [pkvm/mainline-2026b@*hafnium, *@preserving*]: x0 == 0
//! expect state started [*@*optee]: hyp_ffa_version == 0x10002, spmc_version == 0x10002
//! expect state started [*@tfa-el3-spmc]: hyp_ffa_version == 0x10000
//! expect asked [*@*optee]: x0 == 0x10002
//! expect asked [*@tfa-el3-spmc]: x0 == 0x10000
//! expect finding negotiation [*18@*optee, *18@tfa-el3-spmc, *18@preserving*, *18@no-ffa]: x1..x17 rule=undefined-value
//! expect finding negotiation [pkvm/mainline-2026b@*hafnium, *@preserving*]: x0 rule=version-word
//! note Hafnium refuses with -1 in 32 bits: v6.18 reads a major version 0x7fff, and protected KVM does not come up.
//! note The host's calls then go on to EL3 untrapped.
//! note Where EL2 knows the refusal it takes FF-A for absent, and tells the host 0.0.
//! note A side that answers the version it stays at leaves everybody at 1.0.
//
// In:   FFA_VERSION(1.0), FFA_RXTX_MAP, FFA_RXTX_UNMAP, an HVC, FFA_VERSION(1.2).
// Out:  x0 of the HVC and of the last call.
// Clause: DEN0077A 1.2, 13.2.2.
.equ LOADER_VERSION, 0x10000
.include "loader.inc"
