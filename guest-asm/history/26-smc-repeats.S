//! title A trapped SMC is executed for ever
//! asks A trapped SMC has not executed: it is its own return address. Does the hypervisor step over it?
//! rows H26
//! models relay/plain+smc_return=stays relay/plain
//! limit traps=8
//! red stop [*=stays]: brk #0
//! red trap call [*=stays]: return_address == after
//! expect stop [*=stays]: trap-limit at call
//! expect trap call: elr == call
//! note The mirror image of the HVC that skips: KVM f5115e8869e1 (2018, unconfirmed).
//! note x0 holds the answer, so that what repeats is another call from the second time on.
//
// In:   PSCI_VERSION by SMC.
// Out:  the next instruction.
// Clause: DDI 0487, D1.3: the preferred return address of a trapped instruction is the instruction.
.include "call.inc"

_start:
  load32 w0, PSCI_VERSION
call:
  smc #0
after:
  brk #0
