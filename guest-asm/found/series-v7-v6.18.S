//! title What tells pkvm/series-v7 and pkvm/v6.18 apart
//! asks Which is the shortest sequence of calls whose outcome is not the same on pkvm/series-v7 and on pkvm/v6.18?
//! models pkvm/series-v7 pkvm/v6.18
//! seed 1
//! expect after1 [pkvm/series-v7]: x8..x17 == before
//! expect after1 [pkvm/v6.18]: x8..x17 undefined
//! expect finding call1 [pkvm/series-v7]: x1..x7 rule=undefined-value
//! expect finding call1 [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note Found by trapline search --between pkvm/series-v7 pkvm/v6.18 --seed 1: no sequence of fewer calls than 1 does
//! note it (8 states, 2458 transitions).
//
// In:   FFA_VERSION.
// Out:  what the two models return, see the expectations.
// Clause: DEN0028 2.6, DEN0077A 1.2 section 13.2
.include "host.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(0.0) SMC32
call1:
  conduit
after1:
  brk #0
