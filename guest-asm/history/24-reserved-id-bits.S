//! title Reserved bits of a function id are ignored
//! asks Bits 23 to 17 of a fast call's id must be 0. Is an id with one of them set the call that it looks like?
//! rows H24
//! models none
//! firmware tfa-spmd+hafnium+reserved_bits=ignored tfa-spmd+hafnium
//! profile smccc-1.0
//! red reserved [*@*=ignored]: x0 == 0xffffffffffffffff
//! red hinted [*@*=ignored]: x0 == 0x10003
//! expect reserved [*@*=ignored]: x0 == FFA_ERROR
//! note TF-A f8a35797b (March 2023): the id went to the service of its owner, which did not know it.
//! note Bit 16 is none of the reserved ones: it is the hint that there is no SVE state.
//! note The call counts as one before FFA_VERSION, so that the negotiation is over where the id is not refused.
//
// In:   FFA_VERSION with bit 17 of the id, then with bit 16.
// Out:  x0 -1; the version.
// Clause: DEN0028 table 2-1.
.include "call.inc"

_start:
  load32 w0, (FFA_VERSION | 0x20000)
  load32 w1, FFA_VERSION_1_2
call:
  smc #0
reserved:
  load32 w0, (FFA_VERSION | SMCCC_SVE_HINT)
  load32 w1, FFA_VERSION_1_2
  smc #0
hinted:
  brk #0
