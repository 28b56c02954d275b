//! title The realm monitor returns garbage in x4, and the host dereferences it
//! asks A host keeps a pointer in x4 across an RMI call that has no fifth result. Is it there when the call comes back?
//! rows H1
//! models none
//! firmware no-ffa+realm=rmm+realm_unnamed=garbage no-ffa+realm=rmm
//! red finding call [*@*=garbage]: x4 rule=x4-x7
//! red returned [*@*=garbage]: x4 == before
//! red stop [*@*=garbage]: brk #0
//! expect stop [*@*=garbage]: memory-fault
//! note islet-project/islet#453 (August 2025): the monitor remembers the caller's x4 and passes it back.
//! note EL3 copies five registers since TF-A 8e51cccaefc1 and leaves the fifth to the monitor.
//
// In:   x0 RMI_GRANULE_DELEGATE, x1 a granule, x4 a live pointer.
// Out:  x0 the result; x4 the pointer.
// Clause: DEN0028 2.7: x4-x17 are preserved unless they hold results.
.include "call.inc"
.include "calls.inc"

_start:
  ldr x4, =live
  rmi_granule_delegate address=0x880000000
call:
  smc #0
returned:
  ldr x5, [x4]
  brk #0

  .data
  .balign 8
live:
  .dword 0
