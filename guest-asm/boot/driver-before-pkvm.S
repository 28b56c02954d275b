//! title The FF-A driver starts before pKVM
//! asks Linux negotiates and maps its buffers while nobody traps its calls, then pKVM starts. Does the driver's memory
//! asks sharing still work, and does it help to start over?
//! rows S4-1, S4-4, S2-13
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware tfa-spmd+optee tfa-spmd+hafnium
//! hypervisor at-hvc
//! expect loaded: x0 == FFA_SUCCESS
//! expect trap driver: untrapped
//! expect trap buffers: untrapped
//! expect started: x0 == 0
//! expect shared: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap share: refused, smcs == 0
//! expect asked: x0 == 0x10002
//! expect mapped: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect finding negotiation [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note EL2 has seen no version, so it refuses; and EL3 has the driver's buffers, so it refuses EL2's.
//
// In:   FFA_VERSION(1.2), FFA_RXTX_MAP, an HVC, FFA_MEM_SHARE, FFA_VERSION(1.2), FFA_RXTX_MAP.
// Out:  x0 and x2 of each.
// Clause: DEN0077A 1.2, 13.2.2 and 13.7.
.include "host.inc"

_start:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_2
driver:
  smc #0
  ffa_begin FFA_RXTX_MAP_64
  ldr x1, =tx
  ldr x2, =rx
  mov w3, #1
buffers:
  smc #0
loaded:
  start_hypervisor
started:
  ffa_begin FFA_MEM_SHARE_64
  mov w1, #80
  mov w2, #80
share:
  smc #0
shared:
  negotiate FFA_VERSION_1_2
asked:
  map_buffers tx, rx
mapped:
  brk #0

  .data
  .balign 4096
tx:
  .skip 4096
rx:
  .skip 4096
