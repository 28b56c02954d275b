//! title SMCCC_VERSION asked of an SPMC
//! asks A partition's library wants to know whether calls have 18 registers, and asks its SPMC for SMCCC_VERSION. Is
//! asks there an answer?
//! rows H33
//! models none
//! firmware tfa-spmd+optee
//! partition 0x8001: on INIT call SMCCC_VERSION, then call FFA_VERSION x1=0x10002, then wait
//! profile smccc-1.0
//! red partition 0x8001#1 [*]: x0 & 0xffff0000 == 0x10000
//! expect partition 0x8001#1: x0 == FFA_ERROR
//! expect partition 0x8001#2: x0 == 0x10002
//! note tianocore/edk2 pull request 10974 (April 2025): 18 registers are known to be there from FFA_VERSION 1.2 on.
//
// In:   SMCCC_VERSION of a partition, then FFA_VERSION.
// Out:  its x0 after each.
// Clause: DEN0077A 1.2, 4.1: the SPMC is asked by FF-A calls.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
  smc #0
  brk #0
