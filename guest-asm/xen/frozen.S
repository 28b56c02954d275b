//! title The first other call of a VM freezes its version
//! asks FFA_RX_RELEASE fails, as there is no RX buffer. Does it end negotiation all the same? What does a lower version
//! asks get afterwards, and in which layout does the list of partitions come?
//! rows S3-5, S3-6, S3-16
//! models xen/v1.2 xen/negotiation-merged xen/negotiation-v1 xen/before-negotiation
//! firmware tfa-spmd+optee tfa-spmd+hafnium tfa-el3-spmc
//! expect failed: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect state failed: guest_vers == 0x10001
//! expect asked [xen/v1.2@*]: x0 == FFA_VERSION_1_2
//! expect asked [!xen/v1.2@*]: x0 == FFA_VERSION_1_1
//! expect state asked [!xen/before-negotiation@*]: guest_vers == 0x10001
//! expect state asked [xen/before-negotiation@*]: guest_vers == 0x10000
//! expect listed: x0 == FFA_SUCCESS, w22 == 0x8001
//! expect listed [xen/v1.2@*]: w2 == 1, w3 == 24
//! expect listed [!xen/v1.2@*]: w2 == 1
//! expect listed [xen/negotiation-*]: w3 == 24, w23 == 0
//! expect finding *: x4..x7 rule=x4-x7
//
// In:   FFA_VERSION(1.1), FFA_RX_RELEASE, FFA_VERSION(1.0), FFA_RXTX_MAP, FFA_PARTITION_INFO_GET.
// Out:  w2, w3 entries and their size; w22 the first endpoint, w23 what stands 8 bytes behind it.
// Clause: DEN0077A 1.2 sections 13.2.2 and 13.8.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
  conduit
  load32 w0, FFA_RX_RELEASE
  conduit
failed:
  ffa_version FFA_VERSION_1_0
  conduit
asked:
  load32 w0, FFA_RXTX_MAP_64
  ldr x1, =tx
  ldr x2, =rx
  mov w3, #1
  conduit
mapped:
  load32 w0, FFA_PARTITION_INFO_GET
  zero x1, x2, x3, x4, x5
  conduit
  ldr x9, =rx
  ldrh w22, [x9]
  ldr w23, [x9, #8]
listed:
  brk #0

  .data
  .balign 4096
tx:
  .skip 4096
rx:
  .skip 4096
