//! title A version that is neither the caller's nor the callee's own
//! asks A guest asks for 0.9, and for 2.0, which is incompatible. Is it told the mediator's own version?
//! rows H18a
//! models xen/before-negotiation+version_answer=clamped xen/before-negotiation
//! firmware preserving
//! profile smccc-1.0
//! red older [*=clamped]: x0 == 0x10001
//! red state older [*=clamped]: guest_vers == 0
//! red state newer [*=clamped]: guest_vers == 0
//! expect older [*=clamped]: x0 == 0x10000
//! expect state newer [*=clamped]: guest_vers == 0x10001
//! expect newer: x0 == 0x10001
//! note Xen da07df555803 (November 2024): it answered what it stored, 1.0 for anything below the own version.
//! note For all else, another major version included, that was the own version.
//
// In:   FFA_VERSION 0.9, then 2.0.
// Out:  x0 the own version, 1.1; no version is kept.
// Clause: DEN0077A 1.2, 13.2.
.include "call.inc"

_start:
  ffa_version 0x9
  smc #0
older:
  ffa_version 0x20000
  smc #0
newer:
  brk #0
