//! title FFA_RUN resumes the endpoint that was called, not the one that was preempted
//! asks A partition calls another one, which is preempted: FFA_INTERRUPT names that one. The caller resumes the first:
//! asks does
//! asks it get its answer?
//! rows H35
//! models none
//! firmware tfa-spmd+hafnium+preempted_to=normal-world
//! partition 0x8001: on REQ2 REQ2 0x8002 x4=0x11, then RESP2 x4=keep
//! partition 0x8002: on REQ2 interrupt, then RESP2 x4=0x22
//! profile smccc-1.0
//! expect interrupted: x0 == FFA_INTERRUPT, x1 == 0x80020000
//! expect interrupted_again: x0 == FFA_INTERRUPT, x1 == 0x80020000
//! red old [*]: x4 == 0x22
//! expect new: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4 == 0x22
//! note tianocore/edk2 pull request 12800 (July 2026): the library had thrown x1 of the answer away.
//! note Linux always used it.
//! note What an SPMC does with the wrong target is its own affair (unconfirmed); Hafnium would not run it.
//! note Here the first partition goes on without the answer that it waits for.
//
// In:   FFA_MSG_SEND_DIRECT_REQ2 to 0x8001; FFA_RUN of x1 of the answer, then, in a second round, of 0x8001.
// Out:  x4 of the response.
// Clause: DEN0077A 1.2, 8.3: FFA_INTERRUPT names the endpoint and vCPU to resume.
.include "call.inc"

.macro request
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  zero x2, x3, x4
  smc #0
.endm

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  request
interrupted:
  load32 w0, FFA_RUN                    // w1 is as the answer left it
  smc #0
new:
  request
interrupted_again:
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
  smc #0
old:
  brk #0
