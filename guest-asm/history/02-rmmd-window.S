//! title EL3 copies eight registers of the realm world back, and half of the first
//! asks An RMI call has one result. Does it come with all its bits, and do x4-x7 come back as they were?
//! rows H2
//! models none
//! firmware no-ffa+realm=rmm+realm_window=x0-x7+realm_x0=32 no-ffa+realm=rmm+realm_window=x0-x3
//! registers x4..x7=canary
//! red finding call [*@*=32]: x4..x7 rule=x4-x7
//! red returned [*@*=32]: x0 == before.x1
//! red returned [*@*=32]: x4..x7 == before
//! expect returned [*@*=32]: x4 == 0, x5..x7 != 0
//! note TF-A 11578303fd04 (November 2021): one helper served both directions, and its first parameter was a 32-bit id.
//
// In:   x0 a call of the test monitor that returns x1 (no RMI call), x1 a value with bits above 31.
// Out:  x0 that value.
// Clause: DEN0028 2.7: results of SMC64 calls have 64 bits; x4-x17 are preserved unless they hold results.
.include "call.inc"

_start:
  load32 w0, 0xc400018e
  load64 x1, 0x100000005
call:
  smc #0
returned:
  brk #0
