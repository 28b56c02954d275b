//! title A function id with garbage above it ends the guest
//! asks The caller's id is sign-extended: x0[63:32] is all ones. Is PSCI_VERSION the call that w0 says?
//! rows H21
//! models xen/v1.2+function_id=psci-64 xen/v1.2
//! firmware preserving
//! conduit hvc
//! profile smccc-1.0
//! red stop [*=psci-64]: brk #0
//! red asked [*=psci-64]: x0 == 0x10001
//! expect stop [*=psci-64]: el2-panic at call
//! note Xen 248b8eee6f (October 2017): no case of a 64-bit switch was its own, and the default crashed the domain.
//! note The caller's half: Linux ded4c39e93f3 (2018), U-Boot b7cfe32e186d, where macros made a signed id.
//
// In:   x0 0xffffffff84000000.
// Out:  x0 the version.
// Clause: DEN0028 3.1: the function identifier is w0.
.include "call.inc"

_start:
  load64 x0, (0xffffffff00000000 | PSCI_VERSION)
call:
  hvc #0
asked:
  brk #0
