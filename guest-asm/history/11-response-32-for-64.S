//! title A 32-bit response to a 64-bit request
//! asks The Linux driver accepts the response of its request's own width and takes any other for -EINVAL. Which one
//! asks comes?
//! rows H11
//! models none
//! firmware tfa-spmd+optee+response_form=32 tfa-spmd+optee
//! partition 0x8001 logical: on REQ64 RESP64 x3=0x55
//! profile smccc-1.0
//! red answered [*@*=32]: x0 == FFA_MSG_SEND_DIRECT_RESP_64
//! red parsed [*@*=32]: w20 == 0x55
//! expect parsed [*@*=32]: w20 == -22
//! note OP-TEE 1d184480d (October 2023). EL3, too, goes by bit 30 of the response.
//
// In:   FFA_VERSION 1.2; FFA_MSG_SEND_DIRECT_REQ_64 to OP-TEE itself.
// Out:  x0 the response; w20 what the driver makes of it.
// Clause: DEN0077A 1.2, 15.3.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
version:
  smc #0
  load32 w0, FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
  zero x2, x3, x4, x5, x6, x7
request:
  smc #0
answered:
  mov w20, #-22                         // the driver: -EINVAL unless it is the response it waits for
  load32 w19, FFA_MSG_SEND_DIRECT_RESP_64
  cmp w0, w19
  b.ne parsed
  mov w20, w3
parsed:
  brk #0
