//! title A second try after the secure side has closed negotiation
//! asks The first FFA_VERSION failed after EL2 had used other calls at EL3. The host's second try asks for even less:
//! asks does EL2 ask EL3 again, and what if EL3 says no?
//! rows S2-18
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! reply FFA_FEATURES -> FFA_ERROR x2=-1
//! reply FFA_VERSION at retry -> -1
//! expect failed: x0 == -1
//! expect state failed: hyp_ffa_version == 0x10001
//! expect again: x0 == -1
//! expect state again: hyp_ffa_version == 0x10001, has_version_negotiated == 0
//! expect el3: FFA_VERSION(0x10002) FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10000)
//! note To the secure side, EL2 asks for a version after other calls, which a side that locks must refuse.
//
// In:   x0 FFA_VERSION, w1 1.1, then 1.0.
// Out:  x0 -1 both times.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_1
failed:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_0
retry:
  smc #0
again:
  brk #0
