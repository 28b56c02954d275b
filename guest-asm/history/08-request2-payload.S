//! title The payload of DIRECT_REQ2 stops at x7
//! asks A message of FF-A 1.2 has fourteen payload registers. Do x8 to x17 reach the partition, and do its own come
//! asks back?
//! rows H8
//! models none
//! firmware tfa-el3-spmc+world_switch=x0-x7 tfa-el3-spmc
//! partition 0x8001: on REQ2 answer: RESP2 x4..x17=canary
//! red partition 0x8001#1 [*@*=x0-x7]: x8..x17 == 0x1234
//! red returned [*@*=x0-x7]: x8..x17 == answer
//! expect partition 0x8001#1: x0 == FFA_MSG_SEND_DIRECT_REQ2, x4..x7 == 0x1234
//! expect returned: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x7 == answer
//! expect finding partition 0x8001 [*@tfa-el3-spmc]: x8..x17 rule=smc32-x8-x17
//! note TF-A bb9fc8c0bbf5 (February 2025): in builds without an SPMC at S-EL2 every world switch copied x0 to x7.
//
// In:   FFA_VERSION 1.2; FFA_MSG_SEND_DIRECT_REQ2 with 0x1234 in x4-x17.
// Out:  x4-x17 of the response.
// Clause: DEN0077A 1.2, 15.4.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  zero x2, x3
  .irp register, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  mov \register, #0x1234
  .endr
request:
  smc #0
returned:
  brk #0
