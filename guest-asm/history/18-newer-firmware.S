//! title Firmware that is newer than the mediator is not used
//! asks The mediator is at 1.1 and the firmware answers 1.2. Is there FF-A for the guest?
//! rows H18a
//! models xen/before-negotiation+firmware_newer=refused xen/before-negotiation
//! firmware preserving
//! profile smccc-1.0
//! red asked [*=refused]: x0 == 0x10001
//! red state asked [*=refused]: ffa_fw_version == 0x10001
//! expect asked [*=refused]: x0 == 0xffffffffffffffff
//! note Xen da07df555803 (November 2024): the lower of the two is used from then on.
//
// In:   FFA_VERSION 1.1, behind firmware of 1.2.
// Out:  x0 1.1.
// Clause: DEN0077A 1.2, 13.2: minor versions are compatible.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
  smc #0
asked:
  brk #0
