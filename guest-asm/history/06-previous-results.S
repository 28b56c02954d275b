//! title Results of somebody else's call (CVE-2018-19440)
//! asks A call returns fewer values than the one before it. What is in the registers that it leaves out?
//! rows H6
//! models none
//! firmware no-ffa+other_unnamed=previous no-ffa
//! reply secret: 0x84008f01 -> x0..x3=canary x4..x17=keep
//! red second [*@*=previous]: x1..x3 == before
//! red second [*@*=previous]: x1..x3 != secret
//! note TF-A 01fc1c24b9a0 (November 2018), advisory TFV-8: x0-x3 were loaded on exit, and not saved on entry.
//! note No rule of the convention forbids it, because x1 to x3 may be results: it is a leak from one client to another.
//
// In:   one client's call with four results; then another's that writes x0 alone, with its own x1-x3.
// Out:  x1-x3 of the second.
// Clause: TF-A advisory TFV-8; DEN0028 2.7.
.include "call.inc"

_start:
  save_arguments
  mov x20, x1
  load32 w0, 0x84008f01                 // the query of a UID
first:
  smc #0
  mov x1, x20
  restore_arguments
  load32 w0, 0xc4000025                 // SDEI_EVENT_COMPLETE
call:
  smc #0
second:
  brk #0
