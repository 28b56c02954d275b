//! title A page shared with a partition and reclaimed
//! asks The driver writes a descriptor into its TX buffer, shares a page, and takes it back. What does EL2 check, what
//! asks reaches EL3, and does the share hold while the partition has the page?
//! models pkvm/v6.17-stable pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.1
//! reply FFA_MEM_SHARE_64 -> FFA_SUCCESS x2=0x55 x3=0
//! reply FFA_MEM_RETRIEVE_REQ_64 -> FFA_MEM_RETRIEVE_RESP x1=96 x2=96 rx="00002f0000000000 5500000000000000 0000000000000000 1000000001000000 3000000000000000 0000000000000000 0180020040000000 0000000000000000 0100000001000000 0000000000000000 0020048000000000 0100000000000000"
//! expect mapped: x0 == FFA_SUCCESS
//! expect shared: x0 == FFA_SUCCESS, w2 == 0x55, w3 == 0
//! expect again: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect trap repeat: handled, smcs == 0
//! expect reclaimed: x0 == FFA_SUCCESS
//! expect trap reclaim: handled, smcs == 3, warnings == 0
//! expect third: x0 == FFA_SUCCESS
//! expect el3: … FFA_MEM_SHARE_64(96, 96) FFA_MEM_RETRIEVE_REQ_64(48, 48) FFA_RX_RELEASE FFA_MEM_RECLAIM(0x55) …
//! expect trap last: handled, smcs == 1
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//
// In:   nothing.
// Out:  w2, w3 of FFA_MEM_SHARE_64: the handle, which FFA_MEM_RECLAIM takes.
// Clause: DEN0077A 1.1, 10.2, 16.3 and 16.7.
.include "host.inc"
.include "descriptor.inc"

.macro share
  ffa_begin FFA_MEM_SHARE_64
  mov w1, #TRANSACTION_SIZE_1_1
  mov w2, #TRANSACTION_SIZE_1_1
.endm

_start:
  negotiate FFA_VERSION_1_1
  load32 w25, 0x80040000                // TX, RX, and the page
  load32 w26, 0x80041000
  load32 w27, 0x80042000
  ffa_begin FFA_RXTX_MAP_64
  mov x1, x25
  mov x2, x26
  mov w3, #1
  smc #0
mapped:
  store_transaction_1_1 x25, 0x8001, x27
  share
  smc #0
shared:
  mov w28, w2                           // the handle
  share
repeat:
  smc #0
again:
  ffa_begin FFA_MEM_RECLAIM
  mov w1, w28
reclaim:
  smc #0
reclaimed:
  share                                 // the page is the host's again
last:
  smc #0
third:
  brk #0
