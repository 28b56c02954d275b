//! title pkvm/v6.18 returns what its stack held
//! asks Which is the shortest sequence of calls after which registers hold uninitialised EL2 stack on pkvm/v6.18?
//! models pkvm/v6.18
//! seed 1
//! expect after1: x1..x17 undefined
//! expect finding call1: x1..x17 rule=undefined-value
//! note Found by trapline search --model pkvm/v6.18 --find stack-leak --seed 1: no sequence of fewer calls than 1
//! note does it (9 states, 2458 transitions).
//
// In:   FFA_VERSION.
// Out:  registers that nobody has set.
// Clause: none: isolation
.include "host.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(0.0) SMC32
call1:
  conduit
after1:
  brk #0
