//! title A lower version, asked for first
//! asks The host's first FFA_VERSION is for 1.0, below what EL2 agreed on with EL3. Do host, EL2 and EL3 end up with
//! asks one version?
//! rows S2-9, S2-2
//! models pkvm/v6.12 pkvm/v6.17-stable pkvm/no-downgrade pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! expect asked: x0 == 0x10000
//! expect state asked: hyp_ffa_version == 0x10000, has_version_negotiated == 1
//! expect el3 [!pkvm/v6.18, !pkvm/m*]: FFA_VERSION(0x10001) FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES
//! expect el3 [pkvm/v6.18, pkvm/mainline-2026b]: FFA_VERSION(0x10002) FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES
//
// In:   x0 FFA_VERSION, w1 1.0.
// Out:  x0 the version.
// Clause: DEN0077A 1.2, 13.2.1.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_0
asked:
  brk #0
