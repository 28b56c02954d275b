//! title SMC32 calls that EL2 answers, and those that it passes on
//! asks An SMC32 call preserves x8-x17. Which of the host's SMC32 calls do, behind the proxy as it was merged?
//! rows S1-16
//! models pkvm/v6.17-stable pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2 unnamed=kept
//! reply FFA_PARTITION_INFO_GET -> FFA_SUCCESS x2=0
//! expect features: x0 == FFA_SUCCESS, x2 == 0
//! expect info: x0 == FFA_SUCCESS
//! expect unmapped: x0 == FFA_SUCCESS
//! expect features [pkvm/v6.17-stable]: x4..x17 == before
//! expect info [pkvm/v6.17-stable]: x4..x17 == before
//! expect unmapped [pkvm/v6.17-stable]: x4..x17 == before
//! expect features [!pkvm/v6.17-stable]: x4..x17 == 0
//! expect info [!pkvm/v6.17-stable]: x4..x17 == 0
//! expect unmapped [!pkvm/v6.17-stable]: x4..x17 == 0
//! expect request [!pkvm/v6.17-stable]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED, x3..x17 == 0
//! expect identity: x0 == FFA_SUCCESS, x4..x17 == before
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! expect finding * [!pkvm/v6.17-stable]: x4..x7 rule=x4-x7
//! expect finding * [!pkvm/v6.17-stable]: x8..x17 rule=smc64-x8-x17
//! expect finding handled [!pkvm/v6.17-stable]: x4..x7 rule=x4-x7
//! expect finding handled [!pkvm/v6.17-stable]: x8..x17 rule=smc32-x8-x17
//! expect finding * [!pkvm/v6.17-stable]: x8..x17 rule=smc32-x8-x17
//! note Forwarded calls bring back what EL3 left, here everything; those that EL2 answers bring zeros in x8-x17.
//
// In:   FFA_FEATURES, FFA_PARTITION_INFO_GET, FFA_RXTX_UNMAP, FFA_MSG_SEND_DIRECT_REQ2, FFA_ID_GET; other values in
//       x4-x17 each time.
// Out:  x4-x17 after each.
// Clause: DEN0028 2.6.
.include "call.inc"

.macro fresh id:req                     // other values in x4-x17, none of them 0, then the id
  .irp n, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
  orr x\n, x19, #(1 << \n)
  .endr
  load32 w0, \id
  zero x1, x2, x3
.endm

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_RXTX_MAP_64
  load32 w1, 0x80040000
  load32 w2, 0x80041000
  mov w3, #1
  smc #0
  fresh FFA_FEATURES
  load32 w1, FFA_MEM_SHARE_64
handled:
  smc #0
features:
  fresh FFA_PARTITION_INFO_GET
  smc #0
info:
  fresh FFA_RXTX_UNMAP
  smc #0
unmapped:
  fresh FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  smc #0
request:
  fresh FFA_ID_GET
  smc #0
identity:
  brk #0
