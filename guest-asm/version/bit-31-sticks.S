//! title Bit 31 in a downgrade that firmware accepts
//! asks EL2 passes a lower request on as it came, bit 31 included. Where firmware does not mind, what version has EL2
//! asks then?
//! rows S2-16
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! reply FFA_VERSION at call -> 0x10002
//! expect asked: x0 == 0x80010000
//! expect state asked: hyp_ffa_version == 0x80010000, has_version_negotiated == 1
//! expect el3: FFA_VERSION(0x10002) FFA_VERSION(0x80010000) FFA_ID_GET FFA_FEATURES(0xc4000066)
//! expect finding call: x4..x17
//! expect finding call: x0 rule=version-word
//! note From here on every unsigned "newer than 1.0" comparison in EL2 is true.
//
// In:   x0 FFA_VERSION, w1 0x80010000 while EL2 has 1.2.
// Out:  x0 what EL2 believes was agreed.
// Clause: DEN0077A 1.2 section 13.2.
.include "call.inc"

_start:
  ffa_version 0x80010000
call:
  smc #0
asked:
  brk #0
