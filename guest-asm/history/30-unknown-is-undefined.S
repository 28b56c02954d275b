//! title An unknown call is an undefined instruction
//! asks A guest asks for something that its firmware may not have. Is it told so, or does it take an exception?
//! rows H30
//! models relay/plain+unknown=undefined relay/plain
//! registers x20=0 x0=0
//! red done [*=undefined]: x20 == 0
//! red asked [*=undefined]: x0 == 0xffffffffffffffff
//! red trap call [*=undefined]: not-supported
//! expect trap call [*=undefined]: undefined
//! note QEMU 3f37979bf5da, after 9fcd15b9193e and its revert 4825eaae4fdd: what the emulated PSCI did not know was UNDEFINED.
//! note KVM (2018, unconfirmed) did so to guests that probed for SMCCC 1.1.
//
// In:   x0 a call of the architecture that nobody has; VBAR_EL1 counts exceptions in x20.
// Out:  x0 -1, x20 0.
// Clause: DEN0028 5.2: an unknown function id returns -1.
.include "call.inc"

_start:
  ldr x1, =vectors
  msr vbar_el1, x1
  load32 w0, 0x8000ffff
call:
  smc #0
asked:
done:
  brk #0

  .section .vectors, "ax"
  .balign 0x800
vectors:
  .skip 0x200
  add x20, x20, #1
  b done
