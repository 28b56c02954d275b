//! title A second try after EL2 has closed negotiation itself
//! asks The first FFA_VERSION fails after EL2 has made its other calls: the firmware names a largest buffer, which this
//! asks EL2 takes for a size that it does not know. The host tries again with less: what does each firmware say to EL2?
//! rows S2-18
//! models pkvm/series-v9+buffer_size=exact
//! firmware tfa-spmd+hafnium tfa-spmd+optee+max_pages=1 preserving+locked=agreed
//! expect failed: x0 == -1
//! expect state failed: hyp_ffa_version == 0x10002, has_version_negotiated == 0
//! expect asked [!*@*optee*]: x0 == -1
//! expect state asked [!*@*optee*]: hyp_ffa_version == 0x10001, spmc_version == 0x10002, has_version_negotiated == 0
//! expect asked [*@*optee*]: x0 == 0x10001
//! expect state asked [*@*optee*]: hyp_ffa_version == 0x10001, spmc_version == 0x10001, has_version_negotiated == 1
//! expect el3: FFA_VERSION(0x10002) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES
//! expect finding *: x1..x7 rule=undefined-value
//! note Only the side that lets itself be asked again comes back.
//! note The others refuse, or answer the version that they stay at; EL2 goes by 1.1 then and they by 1.2.
//! note The comparison is that of the proxies up to 1.1, in one of 1.2: behind Hafnium it never comes up.
//
// In:   FFA_VERSION(1.2), FFA_VERSION(1.1).
// Out:  x0 of both.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_2
  smc #0
failed:
  negotiate FFA_VERSION_1_1
asked:
  brk #0
