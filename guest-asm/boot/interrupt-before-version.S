//! title A secure interrupt before the first FFA_VERSION
//! asks The dispatcher hands the SPMC an interrupt while the normal world boots. May the normal world still negotiate?
//! rows S4-17
//! models none pkvm/v6.18
//! firmware tfa-spmd+hafnium+boot_interrupt=on tfa-spmd+hafnium+boot_interrupt=on+interrupt_locks=on
//! hypervisor at-hvc
//! expect started [*@*interrupt=on]: x0 == 0
//! expect asked [none@*interrupt=on]: x0 == 0x10003
//! expect asked [none@*locks=on]: x0 == 0xffffffff
//! expect started [pkvm/*@*locks=on]: x0 == -95
//! expect asked [pkvm/*@*interrupt=on]: x0 == 0x10002
//! expect asked [pkvm/*@*locks=on]: x0 == 0xffffffff
//! expect finding negotiation [pkvm/*@*interrupt=on]: x1..x17 rule=undefined-value
//! note Until February 2026 Hafnium took the interrupt for the normal world's first call, which ends negotiation.
//
// In:   an HVC, FFA_VERSION(1.2).
// Out:  x0 of both.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  start_hypervisor
started:
  negotiate FFA_VERSION_1_2
asked:
  brk #0
