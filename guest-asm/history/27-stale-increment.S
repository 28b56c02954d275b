//! title A vCPU that starts again skips its first instruction
//! asks A trapped SMC turns the vCPU off, and it starts again elsewhere. Is the step over the SMC still owed to it?
//! rows H27
//! models relay/plain+resume_increment=applied relay/plain
//! registers x20=0
//! red stop [*=applied]: brk #0
//! red stopped [*=applied]: x20 == 1
//! expect stop [*=applied]: brk #1
//! expect trap call: psci
//! note Linux 1744a6ef48b9 (March 2026): after CPU_OFF by SMC the reset by CPU_ON left the increment pending.
//! note By HVC there is none.
//! note Here one vCPU does both by PSCI_CPU_SUSPEND to power-down, which starts it at an address of its choice, too.
//
// In:   PSCI_CPU_SUSPEND(power-down, again, 7) by SMC.
// Out:  the vCPU at `again`, x0 7, x20 1.
// Clause: DEN0022 5.4: the core starts at the entry point address.
.include "call.inc"

_start:
  load32 w0, PSCI_CPU_SUSPEND_64
  mov w1, #0x10000
  adr x2, again
  mov x3, #7
call:
  smc #0
  brk #2
again:
  mov x20, #1
  cbnz x20, stopped
  brk #1
stopped:
  brk #0
