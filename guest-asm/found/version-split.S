//! title EL2 and EL3 mean different versions
//! asks Which is the shortest sequence of calls after which two sides of pkvm/v6.18 mean different versions?
//! models pkvm/v6.18
//! seed 1
//! reply FFA_VERSION at call1 -> 0xffffffff
//! expect after1: x0 == 0x10000
//! expect state after1: hyp_ffa_version == 0x10000, has_version_negotiated == 1
//! expect el3: FFA_VERSION(0x10002) FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES
//! expect finding call1: x0 rule=refusal-kept
//! note Found by trapline search --model pkvm/v6.18 --find version-split --seed 1: no sequence of fewer calls than 1
//! note does it (44 states, 2458 transitions).
//
// In:   FFA_VERSION.
// Out:  x0 a version, or -1.
// Clause: DEN0077A 1.2 section 13.2
.include "host.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(1.0) SMC32
  load32 w1, FFA_VERSION_1_0
call1:
  conduit
after1:
  brk #0
