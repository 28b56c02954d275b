//! title When a VM is counted among the partitions
//! asks FFA_VERSION alone, asked twice, or only the first other call: what puts a VM into the list, and how often?
//! rows S3-5, S3-8
//! models xen/v1.2+vm_to_vm=on xen/negotiation-merged+vm_to_vm=on xen/negotiation-v1+vm_to_vm=on
//! models xen/before-negotiation+vm_to_vm=on
//! firmware tfa-spmd+optee tfa-spmd+hafnium tfa-el3-spmc
//! expect state asked [!xen/before-negotiation*]: ffa_vm_count == 0
//! expect state asked [xen/before-negotiation*]: ffa_vm_count == 1
//! expect state counted: ffa_vm_count == 1
//! expect state counted_twice: ffa_vm_count == 1
//! expect finding *: x4..x7 rule=x4-x7
//! note Before negotiation was introduced, the first FFA_VERSION that is stored lists the VM, whatever it does next.
//
// In:   FFA_VERSION(1.0), FFA_VERSION(1.1), then FFA_RX_RELEASE twice, which fails.
// Out:  the number of VMs in the list.
// Clause: DEN0077A 1.2 section 13.2.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_0
  conduit
asked:
  ffa_version FFA_VERSION_1_1
  conduit
  load32 w0, FFA_RX_RELEASE
  conduit
counted:
  load32 w0, FFA_RX_RELEASE
  conduit
counted_twice:
  brk #0
