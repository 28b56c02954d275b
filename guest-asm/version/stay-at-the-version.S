//! title Can a callee say "stay at the version that we agreed on"?
//! asks Version 1.2 is agreed and the host asks for 1.1. Which answers are there, and what does the query of FF-A 1.3
//! asks (w2 = 2: which version is negotiated?) get from those who do not know it?
//! rows S0-5
//! models pkvm/v6.18+downgrade=answered pkvm/v6.18 pkvm/version-trap-v1
//! firmware version=1.2
//! expect first: x0 == 0x10002
//! expect lower [pkvm/v6.18+*]: x0 == 0x10002
//! expect lower [pkvm/v6.18]: x0 == -1
//! expect lower [pkvm/version-trap-v1]: x0 == 0x10001
//! expect state lower [pkvm/v6.18*]: hyp_ffa_version == 0x10002
//! expect state lower [pkvm/version-trap-v1]: hyp_ffa_version == 0x10001
//! expect asked [pkvm/v6.18+*]: x0 == 0x10002
//! expect asked [pkvm/v6.18]: x0 == -1
//! expect asked [pkvm/version-trap-v1]: x0 == 0x10001
//! expect finding * [!pkvm/version-trap-v1]: x1..x17 rule=undefined-value
//! expect finding * [pkvm/version-trap-v1]: x1..x3 rule=undefined-value
//! note 1.2 promises compatibility, 1.1 says that the version was lowered, -1 says no: none of them says "stay".
//! note The query is taken for another request: callees before 1.3 do not look at w2.
//
// In:   x0 FFA_VERSION, w1 1.2, then 1.1, then 1.1 with w2 = 2.
// Out:  x0 a version, or -1.
// Clause: DEN0077A 1.2, 13.2.1 and 13.2.2; 1.3 ALP4, FFA_VERSION.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
first:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_1
  smc #0
lower:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_1
  mov w2, #2
  smc #0
asked:
  brk #0
