//! title A function id that a signed constant made
//! asks The id's macro is signed, so that 64 bits of it are loaded. It works where the callee looks at w0: and
//! asks elsewhere?
//! rows H21, X2
//! models xen/v1.2+function_id=mediator-64 xen/v1.2
//! firmware preserving
//! profile smccc-1.0
//! red old [*=mediator-64]: x0 == 0x10002
//! expect old [*=mediator-64]: x0 == 0xffffffffffffffff
//! expect new: x0 == 0x10002
//! note Linux ded4c39e93f3 (2018), U-Boot b7cfe32e186d, linaro-swg/linux#5 (May 2016).
//! note Neither half fails alone: callee ede2583fa1.
//
// In:   FFA_VERSION with a sign-extended id, then with a zero-extended one.
// Out:  x0 the version.
// Clause: DEN0028 3.1: the function identifier is w0, and what is above it is to be ignored.
.include "call.inc"

.macro ask
  load32 w1, FFA_VERSION_1_2
  smc #0
.endm

_start:
  ldr x0, =(0xffffffff00000000 | FFA_VERSION)
  ask
old:
  load32 w0, FFA_VERSION
  ask
new:
  brk #0
