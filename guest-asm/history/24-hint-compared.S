//! title A call with the SVE hint is unknown
//! asks Bit 16 of an id says that the caller has no SVE state. Is FFA_VERSION with it FFA_VERSION still?
//! rows H24
//! models relay/plain+hint=compared relay/plain
//! firmware preserving
//! profile smccc-1.0
//! red asked [*=compared]: x0 == 0x10002
//! expect asked [*=compared]: x0 == 0xffffffffffffffff
//! note Hafnium 79dbd6f9 (November 2023): the id was compared whole. Xen has the same gap to this day.
//
// In:   x0 FFA_VERSION with bit 16, w1 1.2.
// Out:  x0 the version.
// Clause: DEN0028 table 2-1: the hint is no part of the function.
.include "call.inc"

_start:
  load32 w0, (FFA_VERSION | SMCCC_SVE_HINT)
  load32 w1, FFA_VERSION_1_2
call:
  smc #0
asked:
  brk #0
