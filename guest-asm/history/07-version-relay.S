//! title FFA_VERSION clobbers x5 to x17
//! asks EL3 relays FFA_VERSION to the SPMC as a message and returns the SPMC's registers. Whose are x5 to x17?
//! rows H7
//! models none
//! firmware tfa-spmd+hafnium+version_relay=leaks tfa-spmd+hafnium
//! profile ffa-1.2
//! registers x1..x7=0
//! red finding call [*@*=leaks]: x5..x17 rule=leak-firmware
//! red returned [*@*=leaks]: x1..x7 == 0
//! red returned [*@*=leaks]: x8..x17 == before
//! expect returned: x0 == 0x10003
//! note TF-A 76d53ee1aafc (July 2023): the caller's x8-x17 are loaded into the SPMC's context before it is entered.
//! note Since then x4-x7 of the message and x5-x7 of the answer are 0.
//
// In:   x0 FFA_VERSION, w1 1.2, x2-x7 zero, x8-x17 with values.
// Out:  x0 the version.
// Clause: DEN0028 2.6; DEN0077A 1.2, 11.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
call:
  smc #0
returned:
  brk #0
