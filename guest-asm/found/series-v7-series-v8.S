//! title What tells pkvm/series-v7 and pkvm/series-v8 apart
//! asks Which is the shortest sequence of calls whose outcome is not the same on pkvm/series-v7 and on
//! asks pkvm/series-v8?
//! models pkvm/series-v7 pkvm/series-v8
//! seed 1
//! expect after1 [pkvm/series-v7]: x8 == before
//! expect after1 [pkvm/series-v8]: x8 == 0
//! expect finding call1 [pkvm/series-v8]: x8 rule=smc64-x8-x17
//! note Found by trapline search --between pkvm/series-v7 pkvm/series-v8 --seed 1: no sequence of fewer calls than 1
//! note does it (9 states, 2458 transitions).
//
// In:   FFA_RXTX_MAP_64.
// Out:  what the two models return, see the expectations.
// Clause: DEN0028 2.6, DEN0077A 1.2 section 13.2
.include "host.inc"

_start:
  ffa_begin FFA_RXTX_MAP_64             // FFA_RXTX_MAP(0 pages) SMC64
  load32 w8, 0x800
call1:
  conduit
after1:
  brk #0
