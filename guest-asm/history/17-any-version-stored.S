//! title FF-A 2.0 is stored, and passes for more than 1.2
//! asks The SPMC answers FFA_VERSION(2.0) with its own version. Does it take the caller for one of 2.0 from then on?
//! rows H17
//! models none
//! firmware tfa-el3-spmc+version_major=stored-as-asked+lock=never+before_version=allowed tfa-el3-spmc
//! partition 0x8001: on REQ2 RESP2
//! profile smccc-1.0
//! red sent [*@*=allowed]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! red state sent [*@*=allowed]: spmc_version == 0
//! expect asked: x0 == 0x10002
//! expect sent [*@*=allowed]: x0 == FFA_MSG_SEND_DIRECT_RESP2
//! note TF-A 3cc96af8db0d and 8fb85514cd56 (May and June 2026); Hafnium 3cc9d6f4 (July 2023) was the same idea.
//
// In:   FFA_VERSION 2.0; FFA_MSG_SEND_DIRECT_REQ2.
// Out:  x0 the SPMC's version; then NOT_SUPPORTED.
// Clause: DEN0077A 1.2, 13.2: another major version is incompatible.
.include "call.inc"

_start:
  ffa_version 0x20000
version:
  smc #0
asked:
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  zero x2, x3
call:
  smc #0
sent:
  brk #0
