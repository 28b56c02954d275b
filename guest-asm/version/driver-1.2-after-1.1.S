//! title A 1.2 driver after a 1.1 driver
//! asks The host agreed on 1.1, unloaded its driver and loads one that knows 1.2. Does that driver still work?
//! rows S0-14
//! models pkvm/v6.17-stable pkvm/no-downgrade pkvm/v6.18
//! firmware version=1.2
//! expect old: x0 == 0x10001
//! expect new: x0 == 0x10001
//! expect trap upgrade: handled, smcs == 0
//! expect state new: hyp_ffa_version == 0x10001, has_version_negotiated == 1
//! expect finding * [pkvm/v6.17-stable, pkvm/no-downgrade]: x1..x3 rule=undefined-value
//! expect finding upgrade [pkvm/v6.18]: x1..x17 rule=undefined-value
//! expect finding first [pkvm/v6.18]: x4..x17
//
// In:   x0 FFA_VERSION, w1 1.1, then 1.2.
// Out:  x0 1.1 both times: the newer driver lowers itself.
// Clause: DEN0077A 1.2 section 13.2.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
first:
  smc #0
old:
  ffa_version FFA_VERSION_1_2
upgrade:
  smc #0
new:
  brk #0
