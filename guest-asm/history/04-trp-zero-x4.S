//! title The test monitor zeroes x4
//! asks A monitor fills the registers of its answer that it has no result for with zeroes. Which of them are the
//! asks caller's?
//! rows H4
//! models none
//! firmware no-ffa+realm=rmm+realm_unnamed=zero no-ffa+realm=rmm
//! registers x4=canary
//! red finding * [*@*=zero]: x4 rule=x4-x7
//! red returned [*@*=zero]: x4 == before
//! expect returned [*@*=zero]: x4 == 0
//! expect returned: x1 == 0x10000, x2 == 0x10000, x5..x17 == before
//! note TF-A b96253db0838 (November 2022). Zeroes in x1 to x3 were always within the convention.
//
// In:   x0 RMI_VERSION, x4 a value.
// Out:  x1, x2 the interface version.
// Clause: DEN0028 2.7: x4-x17 are preserved unless they hold results.
.include "call.inc"
.include "calls.inc"

_start:
  rmi_version version=0x10000
call:
  smc #0
returned:
  brk #0
