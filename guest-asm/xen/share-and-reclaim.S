//! title A VM shares a page with a partition and takes it back
//! asks The VM writes a descriptor into its TX buffer. What reaches EL3 of it, and who keeps the page from being shared
//! asks twice, or given back twice?
//! models xen/v1.2 xen/negotiation-merged
//! firmware tfa-spmd+optee
//! expect mapped: x0 == FFA_SUCCESS
//! expect shared: x0 == FFA_SUCCESS
//! expect state shared: shm_count == 1
//! expect again: x0 == FFA_SUCCESS
//! expect state again: shm_count == 2
//! expect reclaimed: x0 == FFA_SUCCESS
//! expect twice: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap second: handled, smcs == 0
//! expect odd [xen/v1.2@*]: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect odd [xen/negotiation-merged@*]: x0 == FFA_SUCCESS
//! expect state odd [xen/v1.2@*]: shm_count == 1
//! expect state odd [xen/negotiation-merged@*]: shm_count == 2
//! expect el3 [xen/v1.2@*]: … FFA_MEM_SHARE_64(112, 112) FFA_MEM_SHARE_64(112, 112) FFA_MEM_RECLAIM …
//! note Xen keeps no page from being shared again: each share takes one more reference to it.
//
// In:   a descriptor of FF-A 1.1 in TX.
// Out:  w2, w3 handle; x0, w2 status.
// Clause: DEN0077A 1.2, 10.2, 16.3 and 16.7.
.include "host.inc"
.include "descriptor.inc"

.macro share
  ffa_begin FFA_MEM_SHARE_64
  mov w1, #TRANSACTION_SIZE_1_1
  mov w2, #TRANSACTION_SIZE_1_1
.endm

_start:
  negotiate FFA_VERSION_1_1
  ldr x25, =tx
  ldr x26, =rx
  mov w27, #2
  strh w27, [x25]                       // the sender is the VM, endpoint 2
  map_buffers tx, rx
mapped:
  share
first:
  smc #0
shared:
  mov w28, w2                           // the handle
  mov w29, w3
  share
  smc #0
again:
  ffa_begin FFA_MEM_RECLAIM
  mov w1, w28
  mov w2, w29
  smc #0
reclaimed:
  ffa_begin FFA_MEM_RECLAIM
  mov w1, w28
  mov w2, w29
second:
  smc #0
twice:
  ldr x27, =page + 8                    // an address within the page
  str x27, [x25, #80]
  share
  smc #0
odd:
  brk #0

  .data
  .balign 4096
tx:
  transaction_1_1 0x8001, page
  .balign 4096
rx:
  .skip 4096
page:
  .skip 4096
