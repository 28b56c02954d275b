//! title A share in two fragments
//! asks The driver sends the second part of a long descriptor with FFA_MEM_FRAG_TX. Does EL2 guard the pages of both
//! asks parts, and does it let go of them where EL3 refuses the second?
//! models pkvm/v6.17-stable pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.1
//! reply FFA_MEM_SHARE_64 -> FFA_MEM_FRAG_RX x1=0x55 x3=96
//! reply FFA_MEM_FRAG_TX at last -> FFA_ERROR x2=-3
//! reply FFA_MEM_FRAG_TX at again -> FFA_SUCCESS x2=0x55
//! expect first: x0 == FFA_MEM_FRAG_RX, w1 == 0x55, w3 == 96
//! expect refused: x0 == FFA_ERROR, w2 == FFA_NO_MEMORY
//! expect done: x0 == FFA_SUCCESS, w2 == 0x55
//! expect trap last: handled, smcs == 1
//! expect trap again: handled, smcs == 1
//! expect denied: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect el3: … FFA_MEM_SHARE_64(112, 96) FFA_MEM_FRAG_TX(0x55, 0, 16) FFA_MEM_FRAG_TX(0x55, 0, 16) FFA_MEM_RECLAIM(0x55)
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note The pages of a fragment that EL3 refuses are the host's again, so it may send the fragment once more.
//! note Sent a third time it is denied, and EL2 tells EL3 to give up the whole transaction.
//
// In:   a descriptor of 112 bytes: 96 in the first call, one range in the second.
// Out:  x0 of each call.
// Clause: DEN0077A 1.1, 10.8 and 16.12.
.include "host.inc"
.include "descriptor.inc"

.macro send_rest
  ffa_begin FFA_MEM_FRAG_TX
  mov w1, #0x55
  mov w3, #16
.endm

_start:
  negotiate FFA_VERSION_1_1
  map_buffers tx, rx
  ffa_begin FFA_MEM_SHARE_64
  mov w1, #(TRANSACTION_SIZE_1_1 + 16)
  mov w2, #TRANSACTION_SIZE_1_1
  smc #0
first:
  ldr x19, =tx
  ldr x20, =other_page
  mov x21, #1
  stp x20, x21, [x19]                   // a fragment is nothing but ranges
  send_rest
last:
  smc #0
refused:
  send_rest
again:
  smc #0
done:
  send_rest
third:
  smc #0
denied:
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
other_page:
  .skip 4096
