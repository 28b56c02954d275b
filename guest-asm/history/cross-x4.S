//! title Who may have x4: EL3, the realm monitor, and the caller's compiler
//! asks EL3 copies four registers or five, the monitor fills the fifth or keeps it, the caller has a pointer in x4 or
//! asks in
//! asks x19. In which of the eight does the caller crash?
//! rows X4, H1, H3
//! models none
//! firmware no-ffa+realm=rmm+realm_window=x0-x4+realm_unnamed=garbage no-ffa+realm=rmm+realm_window=x0-x4
//! firmware no-ffa+realm=rmm+realm_window=x0-x3+realm_unnamed=garbage no-ffa+realm=rmm+realm_window=x0-x3
//! red stop [*@*=x0-x4+realm_unnamed=garbage]: brk #0
//! red finding * [*@*=x0-x4+realm_unnamed=garbage]: x4 rule=x4-x7
//! expect stop [*@*=x0-x4+realm_unnamed=garbage]: memory-fault at live_in_x4
//! expect new: x5 == 0x55
//! note TF-A 8e51cccaefc1 exposed islet#453, on hosts built so that x4 is live; with others nobody saw it.
//
// In:   an RMI call, the pointer in x19, then in x4.
// Out:  what it points to, twice.
// Clause: DEN0028 2.7: x4-x17 are preserved unless they hold results.
.include "call.inc"
.include "calls.inc"

_start:
  ldr x19, =live
  rmi_granule_delegate address=0x880000000
  smc #0
  ldr x5, [x19]
new:
  ldr x4, =live
  rmi_granule_delegate address=0x880000000
  smc #0
live_in_x4:
  ldr x5, [x4]
  brk #0

  .data
  .balign 8
live:
  .dword 0x55
