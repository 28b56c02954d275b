//! title Eighteen registers for every call of a 1.2 caller
//! asks FFA_ID_GET is SMC32. Does its answer write x8 to x17 because the caller is at 1.2, or leave them because it is
//! asks SMC32?
//! rows H8b
//! models none
//! firmware tfa-spmd+hafnium+unnamed=garbage tfa-spmd+hafnium+unnamed=zero tfa-spmd+hafnium
//! red finding call [*@*=garbage, *@*=zero]: x8..x17 rule=smc32-x8-x17
//! red returned [*@*=garbage, *@*=zero]: x8..x17 == before
//! expect returned [*@*=zero]: x8..x17 == 0
//! expect finding * [*@*]: x4..x7 rule=x4-x7
//! note The arm-ffa crate: 91bea9b zeroed what a reply had left, 5ded592 made it 18 registers for all calls from 1.2 on.
//! note Since c2def10 (March 2026) SMC32 or SMC64 alone decides; RF-A 5b0d04b, whose issue 96 had a failing test of TF-A-tests.
//
// In:   FFA_VERSION 1.2; FFA_ID_GET with x8-x17.
// Out:  x8-x17.
// Clause: DEN0028 2.6; DEN0077A 1.3 ALP4: the number of registers depends on SMC32 and SMC64 alone.
.include "call.inc"
.include "calls.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  ffa_id_get
call:
  smc #0
returned:
  brk #0
