//! title A message to a VM that has only asked for a version
//! asks One VM has negotiated. Another has called FFA_VERSION and nothing else. May the first one send it a message, and
//! asks may it once the other has made one more call?
//! rows S3-9
//! models xen/v1.2+vm_to_vm=on xen/negotiation-merged+vm_to_vm=on xen/negotiation-v1+vm_to_vm=on
//! models xen/before-negotiation+vm_to_vm=on
//! firmware tfa-spmd+optee
//! vm 2 calls ask2, map2
//! expect early [!xen/before-negotiation*@*]: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect early [xen/before-negotiation*@*]: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect sent: x0 == FFA_SUCCESS, w22 == 0x12345678
//! expect state mapped2: ffa_vm_count == 2
//! expect finding *: x4..x7 rule=x4-x7
//! note Before the series the other VM was in the list from its FFA_VERSION on, and lacked a buffer only.
//
// In:   FFA_MSG_SEND2 from VM 2 (domain 1) to VM 3 (domain 2), before and after FFA_RXTX_MAP of the latter.
// Out:  x0, x2; w22 what arrives behind the header.
// Clause: DEN0077A 1.2 sections 13.2.2 and 15.5.
.include "call.inc"
.include "calls.inc"

.macro begin_send
  load32 w0, FFA_MSG_SEND2
  zero x1, x2
.endm

_start:
  ffa_version FFA_VERSION_1_1
ask:
  conduit
  ffa_version FFA_VERSION_1_1
ask2:
  conduit
  ffa_rxtx_map_64 tx, rx, 1
map:
  conduit
  begin_send
send:
  conduit
early:
  ffa_rxtx_map_64 tx2, rx2, 1
map2:
  conduit
mapped2:
  begin_send
again:
  conduit
  ldr x9, =rx2
  ldr w10, [x9, #8]                     // where the header says that the message is
  ldr w22, [x9, x10]
sent:
  brk #0

  .data
  .balign 4096
tx:
  .word 0, 0, 40, 0x00020003, 4, 0, 0, 0, 0, 0, 0x12345678
  .balign 4096
rx:
  .skip 4096
tx2:
  .skip 4096
rx2:
  .skip 4096
