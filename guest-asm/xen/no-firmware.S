//! title A VM where the firmware has no FF-A
//! asks Without firmware there is no mediator, unless VMs may talk to each other. What does a VM get then?
//! models xen/v1.2 xen/v1.2+vm_to_vm=on xen/before-negotiation xen/before-negotiation+vm_to_vm=on
//! firmware no-ffa
//! expect asked [!*vm_to_vm=on*]: x0 == -1, x1..x30 == before
//! expect trap ask [!*vm_to_vm=on*]: not-supported, smcs == 0
//! expect asked [xen/v1.2+*]: x0 == FFA_VERSION_1_2
//! expect asked [xen/before-negotiation+*]: x0 == FFA_VERSION_1_1
//! expect request [!*vm_to_vm=on*]: x0 == -1
//! expect request [*vm_to_vm=on*]: x0 == FFA_ERROR
//! expect request [xen/v1.2+*]: x2 == 0xffffffff
//! expect request [xen/before-negotiation+*]: x2 == 0xffffffffffffffff
//! expect finding ask [*vm_to_vm=on*]: x4..x7 rule=x4-x7
//! note Before v1.2, a refused direct message with a 64-bit id has its status sign-extended to 64 bits.
//
// In:   FFA_VERSION, then FFA_MSG_SEND_DIRECT_REQ_64 to a secure partition.
// Out:  x0, x2.
// Clause: DEN0028 5.2 (unknown function); DEN0077A 1.2, 13.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
ask:
  conduit
asked:
  load32 w0, FFA_MSG_SEND_DIRECT_REQ_64
  load32 w1, 0x00028001
  mov x2, #0
  conduit
request:
  brk #0
