//! title A version lowered by a negotiation that failed
//! asks The host asks for 1.0, EL3 agrees, and then FFA_FEATURES fails: FFA_VERSION returns -1. The host tries again
//! asks with 1.2. Is it still there?
//! rows S2-17
//! models pkvm/v6.12 pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! reply FFA_FEATURES -> FFA_ERROR x2=-1
//! expect failed: x0 == -1
//! expect state failed: hyp_ffa_version == 0x10000, has_version_negotiated == 0
//! expect again: x0 == 0x10000
//! expect state again: hyp_ffa_version == 0x10000, has_version_negotiated == 1
//! expect trap retry: handled, smcs == 2
//! expect finding * [pkvm/v6.12]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note The version is lowered before the calls that may fail, and nobody raises it again.
//
// In:   x0 FFA_VERSION, w1 1.0, then 1.2.
// Out:  x0 -1, then the version.
// Clause: DEN0077A 1.2, 13.2.1.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_0
failed:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_2
retry:
  smc #0
again:
  brk #0
