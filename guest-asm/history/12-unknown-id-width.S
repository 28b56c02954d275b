//! title The -1 of an unknown call has 32 bits
//! asks A 64-bit caller compares the whole of x0 with -1 to learn that a call is unknown. Does it?
//! rows H12
//! models none
//! firmware no-ffa+unknown_width=32 no-ffa
//! profile ffa-1.2
//! red asked [*@*=32]: x0 == 0xffffffffffffffff
//! red asked [*@*=32]: x20 == 1
//! expect asked: w0 == -1
//! note TF-A 4abd7fa71f3c (February 2018): SMC_UNK was moved to x0 as a 32-bit constant.
//! note The other way round, callers that relied on a zero upper half break with the mending.
//
// In:   x0 a fast call of an owner that nobody is.
// Out:  x0 -1 in 64 bits; x20 whether the caller sees it.
// Clause: DEN0028 5.2: the unknown function identifier is sign-extended.
.include "call.inc"

_start:
  load32 w0, 0x8f000001
call:
  smc #0
  cmn x0, #1
  cset x20, eq
asked:
  brk #0
