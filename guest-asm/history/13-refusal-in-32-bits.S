//! title The hypervisor does not see a refusal of 32 bits
//! asks The host asks for less than the hypervisor has, and EL3 refuses with a -1 in w0. Does the hypervisor pass it
//! asks on?
//! rows H13
//! models pkvm/v6.18+neg1_compare=64 pkvm/v6.18+neg1_compare=32
//! firmware version=1.2
//! profile smccc-1.0
//! reply FFA_VERSION at call -> w0=-1
//! red asked [*=64]: w0 == FFA_NOT_SUPPORTED
//! red state asked [*=64]: hyp_ffa_version == 0x10002
//! expect asked [*=64]: x0 == 0x10001
//! expect finding call [*=64]: x0 rule=refusal-kept
//! note Linux (commit unconfirmed), Xen 00c4db573101 (December 2025): w0 was EL3's answer, x0 was compared.
//! note The hypervisor lowers its own version to what EL3 has refused.
//
// In:   FFA_VERSION 1.1, refused by EL3 in w0.
// Out:  w0 -1.
// Clause: DEN0028 2.6: the result of an SMC32 call is w0, and x0[63:32] is to be ignored.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
call:
  smc #0
asked:
  brk #0
