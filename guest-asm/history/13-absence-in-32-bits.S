//! title No FF-A in the firmware, and the hypervisor does not start
//! asks EL3 has no FF-A and says so with a -1 in w0. Does the hypervisor come up without FF-A?
//! rows H13
//! models pkvm/v6.18+neg1_compare=64 pkvm/v6.18+neg1_compare=32
//! profile smccc-1.0
//! reply FFA_VERSION -> w0=-1
//! red boot [*=64]: result == 0
//! expect stop [*=64]: boot-failed
//! note The 64-bit comparison takes 0xffffffff for a version with major 0x7fff, which is not supported.
//
// In:   nothing: it is the hypervisor's own FFA_VERSION, before the host runs.
// Out:  the result of its initialisation, 0.
// Clause: DEN0028 2.6: the result of an SMC32 call is w0.
.include "call.inc"

_start:
  brk #0
