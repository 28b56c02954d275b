//! title A VM that is destroyed before it has negotiated
//! asks A VM is in the list of partitions from its first other call on. Two are destroyed: one that has only asked for a
//! asks version, and one that is in the list. How many does Xen count afterwards?
//! rows S3-10
//! models xen/v1.2+vm_to_vm=on xen/negotiation-merged+vm_to_vm=on xen/negotiation-v1+vm_to_vm=on
//! models xen/before-negotiation+vm_to_vm=on
//! firmware tfa-spmd+optee
//! vm 2 calls ask2
//! vm 2 ends last
//! vm 3 calls ask3, call3
//! vm 3 ends after
//! expect state listed [!xen/before-negotiation*@*]: ffa_vm_count == 2
//! expect state listed [xen/before-negotiation*@*]: ffa_vm_count == 3
//! expect state one_less [!xen/before-negotiation*@*]: ffa_vm_count == 1
//! expect state one_less [xen/before-negotiation*@*]: ffa_vm_count == 2
//! expect state gone: ffa_vm_count == 1
//! expect finding *: x4..x7 rule=x4-x7
//! note What was never in the list is not taken off it: the count stays right in every version.
//
// In:   FFA_VERSION of three VMs, FFA_ID_GET of two of them.
// Out:  the number of VMs in the list.
// Clause: DEN0077A 1.2 section 13.2.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
ask:
  conduit
  ffa_version FFA_VERSION_1_1
ask2:
  conduit
  ffa_version FFA_VERSION_1_1
ask3:
  conduit
  load32 w0, FFA_ID_GET
call:
  conduit
  load32 w0, FFA_ID_GET
call3:
  conduit
listed:
  load32 w0, FFA_ID_GET
after:
  conduit
one_less:
  load32 w0, FFA_ID_GET
last:
  conduit
gone:
  brk #0
