//! title FFA_VERSION returns its own function id
//! asks A partition asks the SPMC for the version. Is what it gets a version at all?
//! rows H19
//! models none
//! firmware tfa-spmd+optee+partition_version=function-id tfa-spmd+optee
//! partition 0x8001: on INIT call FFA_VERSION x1=0x10002, then wait
//! profile smccc-1.0
//! red partition 0x8001#1 [*@*=function-id]: x0 & 0x80000000 == 0
//! red partition 0x8001#1 [*@*=function-id]: x0 & 0x7fff0000 == 0x10000
//! expect partition 0x8001#1 [*@*=function-id]: x0 == FFA_VERSION
//! expect calls 0x8001: FFA_VERSION(0x10002) …
//! note OP-TEE 6a68b221a (October 2020). Bit 31 set, major 0x0400, minor 0x63: an error to whoever looks at the sign.
//
// In:   FFA_VERSION of a partition, while it initialises.
// Out:  its x0.
// Clause: DEN0077A 1.2, 13.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_MSG_SEND_DIRECT_REQ
  mov w1, #0x8001
  zero x2, x3, x4, x5, x6, x7
  smc #0
  brk #0
