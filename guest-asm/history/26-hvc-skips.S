//! title The instruction after HVC is skipped
//! asks HVC leaves its own successor as the return address. Does the hypervisor add 4 all the same?
//! rows H26
//! models relay/plain+hvc_return=skips relay/plain
//! conduit hvc
//! registers x20=0
//! red done [*=skips]: x20 == 3
//! red trap call [*=skips]: return_address == after
//! expect done [*=skips]: x20 == 2
//! expect trap call: elr == after
//! note rcore-os/tgoskits pull request 1953 (August 2026), Axvisor: a second vCPU never came up.
//! note The guest there went on at 0x400044fc instead of 0x400044f8, and died of a data abort.
//
// In:   PSCI_VERSION by HVC; then 1 and 2 are added to x20.
// Out:  x20 3.
// Clause: DDI 0487, D1.3: the preferred return address of HVC is the next instruction.
.include "call.inc"

_start:
  load32 w0, PSCI_VERSION
call:
  hvc #0
after:
  add x20, x20, #1
  add x20, x20, #2
done:
  brk #0
