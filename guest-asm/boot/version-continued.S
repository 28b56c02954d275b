//! title FFA_VERSION twice with no call between
//! asks The first version was too high or only a try: 1.2, then 1.1, and no other call between. Is that the same
//! asks negotiation, continued?
//! rows S4-13
//! models none
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! expect first [!*@tfa-spmd+hafnium]: x0 == 0x10002
//! expect first [*@tfa-spmd+hafnium]: x0 == 0x10003
//! expect asked [!*@tfa-spmd+hafnium]: x0 == 0x10002
//! expect asked [*@tfa-spmd+hafnium]: x0 == 0xffffffff
//! expect state asked: spmd_version == 0x10001
//! expect state asked [!*@tfa-spmd+hafnium]: spmc_version == 0x10001
//! expect state asked [*@tfa-spmd+hafnium]: spmc_version == 0x10002
//! note The specification allows it until another call is made.
//! note To Hafnium the dispatcher's message is that other call; the dispatcher itself has stored 1.1 already.
//
// In:   FFA_VERSION(1.2), FFA_VERSION(1.1).
// Out:  x0 of both.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_2
  smc #0
first:
  negotiate FFA_VERSION_1_1
asked:
  brk #0
