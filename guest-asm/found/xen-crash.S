//! title xen/negotiation-merged dies: null-dereference
//! asks Which is the shortest sequence of calls after which xen/negotiation-merged does not go on?
//! models xen/negotiation-merged
//! firmware tfa-spmd+optee
//! seed 1
//! expect stop: el2-fault at call2
//! note Found by trapline search --model xen/negotiation-merged --find crash --seed 1: no sequence of fewer calls
//! note than 2 does it (34 states, 9887 transitions).
//
// In:   FFA_VERSION, then FFA_MSG_SEND2.
// Out:  nothing: EL2 is dead.
// Clause: none: isolation
.include "host.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(0.0) SMC32
call1:
  conduit
after1:
  ffa_begin FFA_MSG_SEND2               // FFA_MSG_SEND2 SMC32
call2:
  conduit
after2:
  brk #0
