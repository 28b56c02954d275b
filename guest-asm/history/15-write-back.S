//! title What a refusal writes: four registers, or eighteen
//! asks The hypervisor refuses FFA_MSG_WAIT with FFA_ERROR. Are x4-x7 zero, as FF-A wants, and x8-x17 kept, as SMCCC
//! asks does?
//! rows H15
//! models pkvm/v6.17-stable pkvm/retval-v7 pkvm/retval-v8 pkvm/v6.18
//! firmware version=1.2
//! profile smccc-1.2
//! registers x4..x17=canary
//! red refused [pkvm/v6.17-stable]: x4..x7 == 0
//! red refused [pkvm/v6.18]: x8..x17 == before
//! red finding call [pkvm/v6.18]: x8..x17 rule=smc32-x8-x17
//! expect refused: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect finding call [!pkvm/v6.17-stable]: x4..x7 rule=x4-x7
//! expect finding version [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding version [pkvm/retval-*]: x1..x7 rule=undefined-value
//! expect finding version [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note Linux 6f4c348b1d5c to 162190f2ccdc (v6.18-rc1): merged it is too wide for SMC32, before it lost results.
//! note The rules of v7 and v8, posted in between, pass both here; preserve/three-rules.S has where they do not.
//
// In:   FFA_VERSION 1.2; FFA_MSG_WAIT with x4-x17.
// Out:  x4-x7, x8-x17.
// Clause: DEN0077A 1.2, 11.2 for the first; DEN0028 2.6 for the second.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
version:
  smc #0
  restore_arguments
  load32 w0, FFA_MSG_WAIT
call:
  smc #0
refused:
  brk #0
