//! title A legacy id with garbage above it is unknown
//! asks PSCI 0.1's CPU_ON is the number 2. Is it that with something in x0[63:32], too?
//! rows H21
//! models xen/v1.2+vcpus=2+function_id=legacy-64 xen/v1.2+vcpus=2
//! firmware preserving
//! profile smccc-1.0
//! red trap call [*=legacy-64]: psci
//! red asked [*=legacy-64]: x0 == 0
//! expect asked [*=legacy-64]: x0 == 0xffffffffffffffff
//! note Xen 7f4217cc60 (May 2019): legacy ids were looked for in 64 bits; the services behind had 32 already.
//
// In:   x0 2 with garbage above, x1 a vCPU, x2 an entry.
// Out:  x0 0.
// Clause: DEN0028 3.1: the function identifier is w0.
.include "call.inc"

_start:
  load64 x0, 0xdeadbeef00000002
  mov x1, #1
  adr x2, _start
  mov x3, #0
call:
  smc #0
asked:
  brk #0
