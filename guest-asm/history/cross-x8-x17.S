//! title Ten registers written by version, and one of them live
//! asks FFA_ID_GET is SMC32: its caller may keep a value in x12. Which mending helps, the callee's or the caller's?
//! rows X3, H8b, H33
//! models none
//! firmware tfa-spmd+hafnium+unnamed=zero tfa-spmd+hafnium
//! red old [*@*=zero]: sp == stack
//! expect old [*@*=zero]: sp == 0
//! expect new: sp == stack
//! expect finding * [*@*=zero]: x8..x17 rule=smc32-x8-x17
//! expect finding * [*@*]: x4..x7 rule=x4-x7
//! note The caller of exhibit 33 was tested with a callee that zeroed x8-x17 of every reply; either side mends it.
//! note With an SMC32 call the caller was within its rights.
//
// In:   FFA_ID_GET with a stack pointer in x12, then in x24.
// Out:  sp.
// Clause: DEN0028 2.6: an SMC32 call preserves x8-x30.
.include "call.inc"

.macro set_stack keeper:req
  ldr \keeper, =stack
  load32 w0, FFA_ID_GET
  smc #0
  mov sp, \keeper
.endm

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  set_stack x12
old:
  set_stack x24
new:
  brk #0

  .data
  .balign 4096
  .skip 4096
stack:
