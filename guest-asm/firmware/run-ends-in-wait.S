//! title FFA_RUN that ends with FFA_MSG_WAIT
//! asks The caller gives a partition cycles and it has nothing to do: it waits again. Does the caller see that, behind
//! asks each hypervisor?
//! rows S1-21, S1-19
//! models none pkvm/v6.18 pkvm/mainline-2026b xen/v1.2
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving no-ffa
//! partition 0x8001: on RUN wait
//! expect ran [!xen/*, !*@*optee, !*@no-ffa]: x0 == FFA_MSG_WAIT
//! expect ran [!none@*, !pkvm/*@*, !*@*optee, !*@no-ffa]: x0 == FFA_ERROR, w2 == FFA_ABORTED
//! expect ran [none@*optee, pkvm/*@*optee]: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect ran [xen/*@*optee]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect ran [none@no-ffa, xen/*@no-ffa]: x0 == -1
//! expect ran [pkvm/*@no-ffa]: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect finding negotiation [pkvm/v6.18]: x1..x17 rule=undefined-value
//! expect calls 0x8001 [!*@*optee, !*@no-ffa]: FFA_MSG_WAIT FFA_MSG_WAIT
//! expect calls 0x8001 [*@*optee]: FFA_MSG_WAIT
//! note Xen knows no FFA_MSG_WAIT as the end of FFA_RUN: its guest is told that the partition was aborted.
//! note OP-TEE gives no cycles to a partition that waits, and says so to Xen, which then does not offer FFA_RUN.
//
// In:   FFA_RUN of a partition that waits.
// Out:  x0.
// Clause: DEN0077A 1.2, 8.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  ffa_begin FFA_RUN
  load32 w1, 0x80010000
run:
  smc #0
ran:
  brk #0
