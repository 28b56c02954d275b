//! title A secure interrupt ends the negotiation before it begins
//! asks A secure interrupt reaches the SPMC before the normal world has asked for a version. May it still ask?
//! rows H14
//! models none
//! firmware tfa-spmd+hafnium+boot_interrupt=on+interrupt_locks=on tfa-spmd+hafnium+boot_interrupt=on
//! profile smccc-1.0
//! red asked [*@*+interrupt_locks=on]: x0 == 0x10003
//! expect asked [*@*+interrupt_locks=on]: x0 == 0xffffffff
//! note Hafnium issue 18, 1fff55d2 (February 2026).
//! note The version that counts is then the one that the SPMC was built with.
//! note Whoever happens to ask for that one is not refused, so that the bug came and went with the build.
//
// In:   x0 FFA_VERSION, w1 1.2.
// Out:  x0 the SPMC's version.
// Clause: DEN0077A 1.2, 13.2: FFA_VERSION comes before any other call.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
call:
  smc #0
asked:
  brk #0
