//! title A mediator's call with garbage above its id is unknown
//! asks x0 is 0xdeadbeef84000063. Does the mediator see FFA_VERSION?
//! rows H21
//! models xen/v1.2+function_id=mediator-64 xen/v1.2
//! firmware preserving
//! profile smccc-1.0
//! red asked [*=mediator-64]: x0 == 0x10002
//! expect asked [*=mediator-64]: x0 == 0xffffffffffffffff
//! note Xen ede2583fa1 (January 2021).
//! note It was the mediator for OP-TEE; the one for FF-A stands for it here.
//! note pKVM went the other way in 2026: it refuses an id whose upper half is not 0 (switch upper_bits).
//
// In:   x0 FFA_VERSION with garbage above, w1 1.2.
// Out:  x0 the version.
// Clause: DEN0028 3.1: the function identifier is w0.
.include "call.inc"

_start:
  load64 x0, (0xdeadbeef00000000 | FFA_VERSION)
  load32 w1, FFA_VERSION_1_2
call:
  smc #0
asked:
  brk #0
