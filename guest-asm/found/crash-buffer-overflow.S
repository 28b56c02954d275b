//! title pkvm/v6.18 dies: buffer-overflow
//! asks Which is the shortest sequence of calls after which pkvm/v6.18 does not go on?
//! models pkvm/v6.18
//! seed 1
//! reply FFA_MEM_RETRIEVE_REQ_64 at call2 -> FFA_MEM_RETRIEVE_RESP x1=0x1000
//! reply FFA_MEM_FRAG_RX at call2 -> FFA_MEM_FRAG_TX x3=0x2000
//! expect stop: el2-fault at call2
//! note Found by trapline search --model pkvm/v6.18 --find crash --depth 3 --all --seed 1: no sequence of fewer calls
//! note than 2 does it (230 states, 613779 transitions).
//
// In:   FFA_VERSION, then FFA_MEM_RECLAIM.
// Out:  nothing: EL2 is dead.
// Clause: none: isolation
.include "host.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(1.0) SMC32
  load32 w1, FFA_VERSION_1_0
call1:
  conduit
after1:
  ffa_begin FFA_MEM_RECLAIM             // FFA_MEM_RECLAIM(handle 0x0000000000000000) SMC32
call2:
  conduit
after2:
  brk #0
