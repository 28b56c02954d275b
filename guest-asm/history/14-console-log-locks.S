//! title A line on the console before FFA_VERSION
//! asks A caller prints a line first, which goes out as an FF-A call. May it still ask for its version?
//! rows H14
//! models none
//! firmware tfa-spmd+hafnium
//! profile smccc-1.0
//! red chatty [*]: x0 == 0x10003
//! expect chatty: x0 == 0xffffffff
//! note Hafnium d319fbbb (May 2024) takes the line out. The call was FFA_CONSOLE_LOG or one like it (unconfirmed).
//! note The dispatcher refuses FFA_CONSOLE_LOG to the normal world, so FFA_FEATURES stands for it here.
//! note The same caller without its line is exhibit 14 as mended: boot/host-agrees.S.
//
// In:   FFA_FEATURES, then FFA_VERSION 1.2.
// Out:  x0 -1.
// Clause: DEN0077A 1.2, 13.2: FFA_VERSION comes before any other call.
.include "call.inc"
.include "calls.inc"

_start:
  ffa_features function=FFA_MSG_SEND_DIRECT_REQ
  smc #0
  ffa_version FFA_VERSION_1_2
call:
  smc #0
chatty:
  brk #0
