//! title FFA_RUN answered by FFA_MSG_WAIT
//! asks The host runs a partition that has nothing to do and waits. Does the host see that?
//! rows S1-21
//! models none pkvm/v6.6 pkvm/v6.17-stable pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! reply FFA_RUN -> FFA_MSG_WAIT x4..x17=keep
//! expect returned: x0 == FFA_MSG_WAIT, x1..x3 == 0, x4..x30 == before
//! expect trap run [!none]: forwarded
//! expect finding * [!pkvm/v6.17-stable, !pkvm/v6.18]: x4..x7 rule=x4-x7
//! expect finding * [!pkvm/v6.17-stable, !pkvm/v6.18]: x8..x17 rule=smc32-x8-x17
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note The host may get FFA_MSG_WAIT as an answer and may not make the call.
//
// In:   x0 FFA_RUN, w1 target.
// Out:  x0 FFA_MSG_WAIT.
// Clause: DEN0077A 1.2, 8.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
run:
  smc #0
returned:
  brk #0
