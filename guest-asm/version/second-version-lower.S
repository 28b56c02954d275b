//! title A second FFA_VERSION that asks for less
//! asks Version 1.2 is agreed. Does FFA_VERSION(1.1) still say 1.2, so that the host concludes that it may use 1.1?
//! rows S0-1, S0-12
//! models pkvm/v6.17-stable pkvm/no-downgrade pkvm/v6.18
//! firmware version=1.2
//! expect first [pkvm/v6.18]: x0 == 0x10002
//! expect first [pkvm/v6.17-stable, pkvm/no-downgrade]: x0 == 0x10001
//! expect second [pkvm/v6.17-stable]: x0 == 0x10001
//! expect second [pkvm/no-downgrade, pkvm/v6.18]: x0 == -1
//! expect state first [pkvm/v6.18]: hyp_ffa_version == 0x10002, has_version_negotiated == 1
//! expect state second [pkvm/v6.18]: hyp_ffa_version == 0x10002, has_version_negotiated == 1
//! expect trap lower: handled, smcs == 0
//! expect finding * [pkvm/v6.17-stable, pkvm/no-downgrade]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//! note Proxies up to v6.17 know 1.1 at most: there the second call asks for 1.0.
//
// In:   x0 FFA_VERSION, w1 first the newest, then one minor version less.
// Out:  x0 the version, or -1.
// Clause: DEN0077A 1.2 section 13.2.1 and 13.2.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
first:
  sub w1, w0, #1                        // one minor version below what was agreed
  load32 w0, FFA_VERSION
lower:
  smc #0
second:
  brk #0
