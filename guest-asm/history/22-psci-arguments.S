//! title A vCPU starts at a 64-bit address that a 32-bit call named
//! asks PSCI_CPU_ON has w2 as its entry and w3 as its context. What of the garbage above them?
//! rows H22
//! models xen/v1.2+vcpus=2+psci_arguments=64 xen/v1.2+vcpus=2
//! firmware preserving
//! profile smccc-1.0
//! red state asked [*=64]: cpu_on_entry == 0x80001000
//! red state asked [*=64]: cpu_on_context == 0x55
//! expect asked: x0 == 0
//! note Xen f4af571dd7 (March 2026).
//! note CPU_SUSPEND and AFFINITY_INFO had the same; ids of the 64-bit form are as they were.
//! note The other vCPU does not run in this machine: where it would start is what the mediator's state shows.
//
// In:   x0 PSCI_CPU_ON (SMC32), x1-x3 with garbage in their upper halves.
// Out:  entry and context of the other vCPU.
// Clause: DEN0028 3.1: of an argument in Wn only the low 32 bits are significant.
.include "call.inc"

_start:
  load32 w0, PSCI_CPU_ON
  load64 x1, 0xdeadbeef00000001
  load64 x2, 0xdeadbeef80001000
  load64 x3, 0xdeadbeef00000055
call:
  smc #0
asked:
  brk #0
