//! title A host that negotiates past its hypervisor
//! asks The proxy knows 1.0. Where FFA_VERSION goes straight to EL3, host and secure side agree on 1.1 and EL2 never
//! asks hears of it. What becomes of a descriptor of 1.1? And what does the host hear where the call is trapped?
//! rows S2-1, S2-8
//! models pkvm/no-version-trap pkvm/v6.12+hyp_version=1.0
//! firmware version=1.1
//! expect asked [pkvm/no-version-trap]: x0 == 0x10001
//! expect trap negotiation [pkvm/no-version-trap]: forwarded
//! expect shared [pkvm/no-version-trap]: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect asked [pkvm/v6.12+*]: x0 == 0x10000
//! expect shared [pkvm/v6.12+*]: x0 == FFA_SUCCESS
//! expect trap share [pkvm/no-version-trap]: handled, smcs == 0
//! expect trap share [pkvm/v6.12+*]: handled, smcs == 1
//! expect finding * [pkvm/v6.12+hyp_version=1.0]: x1..x3 rule=undefined-value
//
// In:   FFA_VERSION(1.1), buffers mapped, FFA_MEM_SHARE_64 with the layout of the version that was answered.
// Out:  x0 of the share.
// Clause: DEN0077A 1.0 and 1.1, memory transaction descriptor.
.include "host.inc"
.include "descriptor.inc"

_start:
  negotiate FFA_VERSION_1_1
asked:
  and w20, w0, #1                       // minor version
  map_buffers tx, rx
  cbnz w20, layout_1_1
  ldr x1, =tx                           // the host was told 1.0, and writes that
  ldr x2, =transaction_of_1_0
  mov w3, #(TRANSACTION_SIZE_1_0 / 16)
copy:
  ldp x4, x5, [x2], #16
  stp x4, x5, [x1], #16
  subs w3, w3, #1
  b.ne copy
layout_1_1:
  ffa_begin FFA_MEM_SHARE_64
  cmp w20, #0
  mov w19, #TRANSACTION_SIZE_1_1
  mov w20, #TRANSACTION_SIZE_1_0
  csel w1, w20, w19, eq
  mov w2, w1
share:
  smc #0
shared:
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
transaction_of_1_0:
  transaction_1_0 0x8001, page
