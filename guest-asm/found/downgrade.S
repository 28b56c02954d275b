//! title What tells pkvm/v6.15 and pkvm/no-downgrade apart
//! asks Which is the shortest sequence of calls whose outcome is not the same on pkvm/v6.15 and on pkvm/no-downgrade?
//! models pkvm/v6.15 pkvm/no-downgrade
//! seed 1
//! expect after2 [pkvm/v6.15]: x0 == 0x10001
//! expect after2 [pkvm/no-downgrade]: x0 == 0xffffffffffffffff
//! expect finding call1: x1..x3 rule=undefined-value
//! expect finding call2: x1..x3 rule=undefined-value
//! note Found by trapline search --between pkvm/v6.15 pkvm/no-downgrade --seed 1: no sequence of fewer calls than 2
//! note does it (28 states, 37283 transitions).
//
// In:   FFA_VERSION, then FFA_VERSION.
// Out:  what the two models return, see the expectations.
// Clause: DEN0028 2.6, DEN0077A 1.2 section 13.2
.include "host.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(1.2) SMC32
  load32 w1, FFA_VERSION_1_2
call1:
  conduit
after1:
  ffa_begin FFA_VERSION                 // FFA_VERSION(1.0) SMC32
  load32 w1, FFA_VERSION_1_0
call2:
  conduit
after2:
  brk #0
