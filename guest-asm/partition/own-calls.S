//! title What calls of its own leave to a partition
//! asks A program at S-EL1 asks for its version, its id and the list of partitions. Are x1 to x7 zero but for results,
//! asks and is everything else as it was?
//! models none
//! firmware tfa-spmd+hafnium preserving tfa-spmd+optee tfa-el3-spmc
//! partition 0x8001 code=own-calls.inc
//! partition 0x8002
//! expect partition 0x8001#1: w0 != 0xffffffff, x18..x30 == before
//! expect partition 0x8001#1 [!*@tfa-spmd+optee]: x8..x17 == before
//! expect partition 0x8001#1 [*@tfa-spmd+*]: x1..x7 == 0
//! expect partition 0x8001#2: x0 == FFA_SUCCESS, w2 == 0x8001, x3..x7 == 0
//! expect partition 0x8001#3 [*@tfa-spmd+hafnium, *@preserving]: x0 == FFA_SUCCESS_64, x18..x30 == before
//! expect partition 0x8001#3 [*@tfa-spmd+optee, *@tfa-el3-spmc]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect answered: x0 == FFA_MSG_SEND_DIRECT_RESP
//! expect finding negotiate [*@tfa-spmd+*]: x4..x7 rule=x4-x7
//
// In:   x8 to x30 of the partition with marks in each.
// Out:  the answers of FFA_VERSION, FFA_ID_GET and FFA_PARTITION_INFO_GET_REGS.
// Clause: DEN0028 2.6; DEN0077A 1.2, 11.2 and 13.2.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
negotiate:
  smc #0
  restore_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ
  mov w1, #0x8001
  mov x2, #0
call:
  smc #0
answered:
  brk #0
