//! title Bit 31 set in the requested version
//! asks Bit 31 of FFA_VERSION's w1 must be zero. Who refuses 0x80010001, and what does EL2 take it for?
//! rows S2-16
//! models pkvm/v6.17-stable pkvm/no-downgrade pkvm/v6.18
//! firmware version=1.1
//! expect asked: x0 == 0x10001
//! expect state asked: hyp_ffa_version == 0x10001, has_version_negotiated == 1
//! expect el3: … FFA_ID_GET FFA_FEATURES(0xc4000066)
//! expect finding * [pkvm/v6.17-stable, pkvm/no-downgrade]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//! note EL2 looks at bits 30:16 and 15:0 only: 0x80010001 is 1.1, and nobody refuses it.
//
// In:   x0 FFA_VERSION, w1 0x80010001.
// Out:  x0 the version or -1.
// Clause: DEN0077A 1.2 section 13.2 (bit 31 must be zero, else NOT_SUPPORTED).
.include "call.inc"

_start:
  ffa_version 0x80010001
call:
  smc #0
asked:
  brk #0
