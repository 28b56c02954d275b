//! title EL2 keeps the secure side's raw answer: three parties, three versions
//! asks EL2 knows 1.0, asks for it and keeps the answer, 1.2 or 1.3, as the version. The host asks for 1.1, which is
//! asks less than that, so EL2 asks EL3 for 1.1. Who speaks what after it, behind each firmware?
//! rows S2-7
//! models pkvm/version-trap-v1
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! expect el3: FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10001) …
//! expect boot [*@tfa-spmd+hafnium]: hyp_ffa_version == 0x10003, spmc_version == 0x10000
//! expect boot [!*@tfa-spmd+hafnium]: hyp_ffa_version == 0x10002, spmc_version == 0x10000
//! expect asked: x0 == 0x10001
//! expect state asked: hyp_ffa_version == 0x10001
//! expect state asked [*@tfa-spmd+optee]: spmc_version == 0x10001
//! expect state asked [*@tfa-spmd+hafnium, *@tfa-el3-spmc, *@preserving]: spmc_version == 0x10000
//! expect finding negotiation [*@tfa-spmd+hafnium, *@preserving]: x0 rule=refusal-kept
//! note OP-TEE follows to 1.1, of which EL2's parser knows nothing.
//! note The others stay at 1.0, and the host does not learn of it.
//
// In:   FFA_VERSION(1.1).
// Out:  x0.
// Clause: DEN0077A 1.2, 13.2.1.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_1
asked:
  brk #0
