//! title The host asks for less than EL2 and firmware have agreed on
//! asks EL2 negotiated when it started. The host asks for 1.0, and EL2 asks EL3 again: with its other calls made
//! asks already, or put off until then. What comes back behind each firmware, and who goes by which version?
//! rows S2-11, S2-12
//! models pkvm/v6.12+init_calls=at-boot pkvm/mainline-2026b
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! expect asked [pkvm/v6.12*@*]: x0 == 0x10000
//! expect state asked [pkvm/v6.12*@*]: hyp_ffa_version == 0x10000, spmd_version == 0x10001
//! expect state asked [pkvm/v6.12*@tfa-spmd+optee]: spmc_version == 0x10000
//! expect state asked [*boot@*hafnium, *boot@*el3-spmc, *boot@preserving]: spmc_version == 0x10001
//! expect asked [pkvm/mainline-2026b@tfa-spmd+hafnium]: w0 == -1
//! expect state asked [pkvm/mainline-2026b@tfa-spmd+hafnium]: hyp_ffa_version == 0x10002, spmc_version == 0x10002
//! expect state asked [pkvm/mainline-2026b@tfa-spmd+hafnium]: spmd_version == 0x10000
//! expect asked [*2026b@*optee, *2026b@tfa-el3-spmc, *2026b@preserving]: x0 == 0x10000
//! expect state asked [*2026b@*optee, *2026b@tfa-el3-spmc, *2026b@preserving]: spmc_version == 0x10000
//! expect el3 [pkvm/v6.12*@*]: FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10000) …
//! expect el3 [pkvm/mainline-2026b@tfa-spmd+hafnium]: FFA_VERSION(0x10002) FFA_VERSION(0x10000)
//! expect el3 [pkvm/mainline-2026b@tfa-el3-spmc]: FFA_VERSION(0x10002) FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES
//! expect finding negotiation [pkvm/v6.12*@tfa-spmd+hafnium, pkvm/v6.12*@preserving]: x0 rule=refusal-kept
//! note Put off until the host has spoken, the other calls leave the negotiation open; made at boot they close it.
//! note EL2 takes both a refusal in 32 bits and the answer 1.1 for consent, and goes by 1.0 alone.
//! note Hafnium takes the dispatcher's message for such a call, so there it is closed either way.
//
// In:   FFA_VERSION(1.0).
// Out:  x0.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_0
asked:
  brk #0
