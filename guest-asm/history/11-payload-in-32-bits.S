//! title The upper halves of a 64-bit response are lost
//! asks A partition answers a 64-bit request with 64-bit values. Do they arrive whole?
//! rows H11
//! models none
//! firmware tfa-spmd+optee+result_moves=32 tfa-spmd+optee
//! partition 0x8001: on REQ64 answer: RESP64 x3..x7=canary
//! red answered [*@*=32]: x3..x7 == answer
//! expect answered: w3..w7 == answer, x0 == FFA_MSG_SEND_DIRECT_RESP_64
//! profile smccc-1.0
//! note OP-TEE d17db2afa (December 2024): results of partitions were moved to x0-x7 with 32-bit moves.
//! note Since then x8-x17 come back as zeroes.
//
// In:   FFA_VERSION 1.2; FFA_MSG_SEND_DIRECT_REQ_64.
// Out:  x3-x7 of the response.
// Clause: DEN0077A 1.2, 15.3: the payload of the 64-bit form has 64 bits.
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
  brk #0
