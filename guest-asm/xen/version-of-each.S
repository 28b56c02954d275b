//! title Two VMs, two versions, one firmware
//! asks One VM asks for FF-A 1.0, another for 1.2, and both list the partitions. Does each get the layout of its own
//! asks version? Behind pKVM both drivers are in the one host: what does the second get?
//! rows S3-19
//! models xen/v1.2 xen/negotiation-merged xen/negotiation-v1 xen/before-negotiation pkvm/v6.18
//! firmware tfa-spmd+optee tfa-el3-spmc
//! vm 2 calls ask2, map2, list2
//! expect listed [xen/*]: x0 == FFA_SUCCESS, w22 == 0x8001
//! expect listed [xen/v1.2@*]: w3 == 0
//! expect listed [!xen/v1.2@*, !pkvm/*@*]: w3 == 8
//! expect listed2 [xen/*]: x0 == FFA_SUCCESS, w3 == 24
//! expect state listed [xen/*]: guest_vers == 0x10000
//! expect state listed2 [xen/v1.2@*]: guest_vers == 0x10002
//! expect state listed2 [!xen/v1.2@*, !pkvm/*@*]: guest_vers == 0x10001
//! expect asked2 [pkvm/*]: x0 == 0x10000
//! expect mapped2 [pkvm/*]: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect finding *: x4..x7 rule=x4-x7
//! expect finding ask [pkvm/*]: x8..x17 rule=smc32-x8-x17
//! expect finding ask2 [pkvm/*]: x1..x17 rule=undefined-value
//! expect finding map [pkvm/*]: x8..x17 rule=smc64-x8-x17
//! expect finding map2 [xen/v1.2@*]: x8..x17 rule=smc64-x8-x17
//! expect finding list2 [xen/v1.2@*, pkvm/*@*]: x9 rule=smc32-x8-x17
//! note pKVM has negotiated 1.0 with its host, whoever of it asks again.
//
// In:   FFA_VERSION, FFA_RXTX_MAP, FFA_PARTITION_INFO_GET of each VM.
// Out:  w3 the size of an entry; w22 and w23 the first two 8 bytes apart.
// Clause: DEN0077A 1.2 sections 13.2.2 and 13.8.
.include "call.inc"
.include "calls.inc"

_start:
  ffa_version FFA_VERSION_1_0
ask:
  conduit
asked:
  ffa_version FFA_VERSION_1_2
ask2:
  conduit
asked2:
  ffa_rxtx_map_64 tx, rx, 1
map:
  conduit
mapped:
  ffa_rxtx_map_64 tx2, rx2, 1
map2:
  conduit
mapped2:
  load32 w0, FFA_PARTITION_INFO_GET
  zero x1, x2, x3, x4, x5
list:
  conduit
  ldr x9, =rx
  ldrh w22, [x9]
listed:
  load32 w0, FFA_PARTITION_INFO_GET
  zero x1, x2, x3, x4, x5
list2:
  conduit
listed2:
  brk #0

  .data
  .balign 4096
tx:
  .skip 4096
rx:
  .skip 4096
tx2:
  .skip 4096
rx2:
  .skip 4096
