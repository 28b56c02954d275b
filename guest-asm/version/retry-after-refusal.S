//! title After a refusal, the version that was agreed on
//! asks The host asked for less and was refused. May it go on with the version that it had?
//! rows S0-17
//! models pkvm/no-downgrade pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! expect refused: x0 == -1
//! expect again [pkvm/no-downgrade]: x0 == 0x10001
//! expect again [pkvm/v6.18, pkvm/mainline-2026b]: x0 == 0x10002
//! expect state again: has_version_negotiated == 1
//! expect trap retry: handled, smcs == 0
//! expect finding * [pkvm/no-downgrade]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//
// In:   x0 FFA_VERSION, w1 the hypervisor's version, then 1.0, then the hypervisor's version.
// Out:  x0 the version each time but the second.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  mov w20, w0
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_0
  smc #0
refused:
  ffa_begin FFA_VERSION
  mov w1, w20
retry:
  smc #0
again:
  brk #0
