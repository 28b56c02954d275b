//! title A 1.1 driver takes 1.2 for an answer it can work with
//! asks Version 1.2 is agreed; a driver of 1.1 asks, is told 1.2, concludes that it may speak 1.1, and shares a page
//! asks with a descriptor of 1.1. Which version does EL2 read it by, and does anybody notice?
//! rows S0-2, S0-7
//! models pkvm/v6.18+downgrade=answered pkvm/mainline-2026b+downgrade=answered pkvm/v6.18
//! firmware version=1.2
//! expect asked [*downgrade=answered]: x0 == 0x10002
//! expect trap second: handled, smcs == 0
//! expect shared [*downgrade=answered]: x0 == FFA_SUCCESS, w24 == FFA_VERSION_1_1
//! expect state shared [*downgrade=answered]: hyp_ffa_version == 0x10002
//! expect asked [pkvm/v6.18]: x0 == -1
//! expect finding * [!pkvm/mainline-2026b+downgrade=answered]: x1..x17 rule=undefined-value
//! note Host and EL2 work by different versions from here on.
//! note A descriptor for one endpoint passes all the same: 1.1 and 1.2 differ after the part that EL2 looks for.
//
// In:   1.2 negotiated, buffers mapped; then FFA_VERSION(1.1) and FFA_MEM_SHARE_64 with the layout of 1.1.
// Out:  w24 the version that the host works by.
// Clause: DEN0077A 1.2, 13.2.1 and 13.2.2; 1.1 and 1.2, memory transaction descriptor.
.include "host.inc"
.include "descriptor.inc"

_start:
  negotiate FFA_VERSION_1_2
  map_buffers tx, rx
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_1
second:
  smc #0
asked:
  cmn w0, #1
  b.eq done                             // the driver's probe ends here
  load32 w24, FFA_VERSION_1_1           // the lower of its own and the answer
  cmp w0, w24
  csel w24, w0, w24, lo
  ffa_begin FFA_MEM_SHARE_64
  mov w1, #TRANSACTION_SIZE_1_1
  mov w2, #TRANSACTION_SIZE_1_1
  smc #0
shared:
done:
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
