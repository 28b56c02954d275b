//! title Width of a refusal, and width of the comparison
//! asks EL3 refuses with a -1 of 32 or of 64 bits, and the hypervisor compares 32 or 64. In which of the four is it
//! asks missed?
//! rows X1, H12, H13
//! models pkvm/v6.18+neg1_compare=64@scripted+neg1=32 pkvm/v6.18+neg1_compare=64@scripted+neg1=64
//! models pkvm/v6.18+neg1_compare=32@scripted+neg1=32 pkvm/v6.18+neg1_compare=32@scripted+neg1=64
//! firmware version=1.2 min=1.2
//! profile smccc-1.0
//! red asked [*=64@*=32]: w0 == FFA_NOT_SUPPORTED
//! red state asked [*=64@*=32]: hyp_ffa_version == 0x10002
//! expect finding call [*=64@*=32]: x0 rule=refusal-kept
//! note TF-A e46b2fd210e2 went from 64 bits to 32 in 2021 and exposed what was fine till then; either side mends it.
//
// In:   FFA_VERSION 1.1, behind firmware that accepts 1.2 alone.
// Out:  w0 -1.
// Clause: DEN0028 2.6: the result of an SMC32 call is w0.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
call:
  smc #0
asked:
  brk #0
