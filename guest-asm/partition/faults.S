//! title A program at S-EL1 that takes a fault
//! asks A partition reads where nothing is while it handles a request. What is its caller told, and what of the next
//! asks request?
//! rows S1-8
//! models none pkvm/v6.18
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc
//! partition 0x8001 code=faults.inc
//! expect answered: x0 == FFA_ERROR, w2 == FFA_ABORTED
//! expect again: x0 == FFA_ERROR, w2 == FFA_ABORTED
//! expect state answered: partition_8001 == 5
//! expect finding negotiation [pkvm/*]: x1..x17 rule=undefined-value
//! note The program runs no more; the guest and the other world go on.
//
// In:   x0 FFA_MSG_SEND_DIRECT_REQ_64, twice.
// Out:  x0, w2.
// Clause: DEN0077A 1.2, 8.1 (a partition that aborts) and 15.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  ffa_begin FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
request:
  smc #0
answered:
  ffa_begin FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
second:
  smc #0
again:
  brk #0
