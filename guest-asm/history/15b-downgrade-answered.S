//! title A lower version is answered as if it were accepted
//! asks The host asks for 1.0 after 1.1. May it take the answer for leave to go on with 1.0?
//! rows H15b
//! models pkvm/v6.17-stable pkvm/no-downgrade
//! firmware version=1.1
//! profile smccc-1.0
//! red lower [pkvm/v6.17-stable]: x0 == 0xffffffffffffffff
//! expect lower [pkvm/v6.17-stable]: x0 == 0x10001
//! expect state lower: hyp_ffa_version == 0x10001
//! expect finding * [*]: x1..x3 rule=undefined-value
//! note Linux f41426939244 (v6.18-rc1). The version that the hypervisor goes by is 1.1 either way.
//
// In:   FFA_VERSION 1.1, then 1.0.
// Out:  x0 of the second.
// Clause: DEN0077A 1.2, 13.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
  smc #0
  ffa_version FFA_VERSION_1_0
  smc #0
lower:
  brk #0
