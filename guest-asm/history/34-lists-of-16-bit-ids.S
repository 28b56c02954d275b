//! title A 32-bit answer read as one of 64 bits
//! asks FFA_NOTIFICATION_INFO_GET_64 may be answered by FFA_SUCCESS in 32 bits: two ids a register instead of four.
//! asks Which
//! asks is the third?
//! rows H34
//! models none
//! reply FFA_NOTIFICATION_INFO_GET_64 -> FFA_SUCCESS x2=0x3080 x3=0xdead_beef_0001_8001 x4=0xdead_beef_0003_0002
//! profile smccc-1.0
//! red old [*]: w20 == 2
//! expect old: w20 == 0xbeef
//! expect new: w20 == 2
//! note Linux be4d4543f780 (December 2025): the driver saw the width of the answer and went by 64 bits all the same.
//
// In:   FFA_NOTIFICATION_INFO_GET_64; the answer has ids 0x8001, 1, 2, 3 in w3, w4 and garbage above them.
// Out:  w20 the third id, as the driver took it, and as it takes it.
// Clause: DEN0028 2.6: upper halves of 32-bit results are to be ignored; DEN0077A 1.2, 16.5.
.include "call.inc"

_start:
  load32 w0, FFA_NOTIFICATION_INFO_GET_64
  zero x1, x2, x3, x4, x5, x6, x7
call:
  smc #0
  ubfx x20, x3, #32, #16                // the third of four in x3
old:
  tbnz w0, #30, wide
  uxth w20, w4                          // the first of two in w4
wide:
new:
  brk #0
