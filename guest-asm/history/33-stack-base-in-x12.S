//! title The stack's base stands in a register of results
//! asks Entry code keeps the base of its stack in x12 across a 64-bit call. Is it there when the stack is set up?
//! rows H33
//! models none
//! firmware zeroing preserving
//! profile smccc-1.0
//! red old [*@zeroing]: sp == stack
//! expect old [*@zeroing]: sp == 0
//! expect new: sp == stack
//! note tianocore/edk2 pull request 11027 (May 2025): x24 since.
//! note The entry code of a partition at S-EL0, by SVC; an SMC of the normal world stands for it.
//! note Where the callee leaves x8-x17 alone the old code is as good as the new: exhibit 8b mends the other side.
//
// In:   FFA_MEM_PERM_SET_64, the base of the stack in x12; then in x24.
// Out:  sp.
// Clause: DEN0028 2.7: x4-x17 may be results of an SMC64 call.
.include "call.inc"

.macro set_stack keeper:req
  ldr \keeper, =stack
  load32 w0, 0xc4000089                 // FFA_MEM_PERM_SET_64
  mov x1, \keeper
  mov x2, #1
  mov x3, #0
  smc #0
  mov sp, \keeper
.endm

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  set_stack x12
old:
  set_stack x24
new:
  brk #0

  .data
  .balign 4096
  .skip 4096
stack:
