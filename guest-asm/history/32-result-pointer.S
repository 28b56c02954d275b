//! title A wrapper overwrites a result with the pointer that it stores results by
//! asks A wrapper gets its ninth argument, where the results go, on the stack. It needs a register for it after the
//! asks call.
//! rows H32
//! models none
//! firmware no-ffa
//! reply 0x82000001 -> x0..x3=0 x4=0x44 x5..x17=keep
//! reply 0x82000001 -> x0..x3=0 x4=0x44 x5..x17=keep
//! profile smccc-1.0
//! red old [*]: x21 == 0x44
//! expect old: x21 == results
//! expect new: x21 == 0x44
//! note zephyrproject-rtos/zephyr issue 113379 and pull request 113442 (July 2026); noticed in 2023 already.
//! note The register x9 will do as long as no call has more than eight results.
//
// In:   a call that returns 0x44 in x4, by the wrapper as it was, then as it is.
// Out:  x21 res.a4.
// Clause: DEN0028 2.6: x4-x7 may hold results.
.include "call.inc"

.macro wrapper scratch:req
  ldr x20, =results
  str x20, [sp, #-16]!
  load32 w0, 0x82000001
  smc #0
  ldr \scratch, [sp], #16               // the ninth argument
  stp x0, x1, [\scratch]
  stp x2, x3, [\scratch, #16]
  stp x4, x5, [\scratch, #32]
  ldr x21, [x20, #32]
.endm

_start:
  wrapper x4
old:
  wrapper x9
new:
  brk #0

  .data
  .balign 16
results:
  .skip 64
