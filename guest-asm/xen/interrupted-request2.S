//! title A message of a VM is interrupted: what does the interruption do to its x8-x17?
//! asks FFA_MSG_SEND_DIRECT_REQ2 carries x4-x17. Its receiver is interrupted, FFA_INTERRUPT is an SMC32 id, and FFA_RUN,
//! asks an SMC32 call, brings the answer. Which registers come back at each step?
//! rows S1-19, S1-20
//! models xen/v1.2 none
//! firmware tfa-spmd+hafnium
//! reply FFA_NOTIFICATION_BITMAP_CREATE -> FFA_SUCCESS
//! partition 0x8001: on REQ2 interrupt, then RESP2 x4..x17=canary
//! expect interrupted: x0 == FFA_INTERRUPT, x18..x30 == before
//! expect interrupted [xen/*]: x8..x17 == 0
//! expect interrupted [none]: x8..x17 == before
//! expect resumed: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 != 0, x4..x17 == reply
//! expect finding request [xen/*]: x8..x17 rule=smc64-x8-x17
//! expect finding partition 0x8001: x8..x17 rule=smc32-x8-x17
//! expect finding run: x8..x17 rule=smc32-x8-x17
//! expect finding *: x4..x7 rule=x4-x7
//! note Xen zeroes x8-x17 with FFA_INTERRUPT, whatever EL3 left there; a caller that repeats its request must load its
//! note payload again. The answer that FFA_RUN brings is copied whole.
//
// In:   x4-x17 the payload.
// Out:  x8-x17 after FFA_INTERRUPT; x4-x17 of the answer.
// Clause: DEN0077A 1.2, 8.2 and 15.4; DEN0028 2.6.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
  conduit
  restore_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  load32 w1, 0x00028001                 // from the VM, which is endpoint 2
  zero x2, x3
request:
  conduit
interrupted:
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
run:
  conduit
resumed:
  brk #0
