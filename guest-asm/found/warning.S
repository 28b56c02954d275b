//! title pkvm/v6.18 meets a condition that must not hold
//! asks Which is the shortest sequence of calls that ends in a WARN_ON of pkvm/v6.18, which is a panic at EL2?
//! models pkvm/v6.18
//! seed 1
//! reply FFA_MEM_RETRIEVE_REQ_64 at call2 -> FFA_MEM_RETRIEVE_RESP rx="00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000400000000000000000000000"
//! expect trap call2: warnings == 1
//! expect finding call1: x1..x17 rule=undefined-value
//! note Found by trapline search --model pkvm/v6.18 --find warning --seed 1: no sequence of fewer calls than 2 does
//! note it (52 states, 63214 transitions).
//
// In:   FFA_VERSION, then FFA_MEM_RECLAIM.
// Out:  whatever EL2 says.
// Clause: none: isolation
.include "host.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(1.2) SMC32
  load32 w1, FFA_VERSION_1_2
call1:
  conduit
after1:
  ffa_begin FFA_MEM_RECLAIM             // FFA_MEM_RECLAIM(handle 0x0000000000000000) SMC32
call2:
  conduit
after2:
  brk #0
