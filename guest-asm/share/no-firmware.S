//! title A share taken back where firmware has no FF-A
//! asks EL3 answers FFA_VERSION with -1, so EL2 sets up no buffers and leaves its handler in place. The host negotiates
//! asks all the same and reclaims memory. Where does EL2 write the descriptor?
//! models pkvm/v6.6 pkvm/v6.12 pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2 min=2.0 neg1=64
//! expect boot: result == 0, hyp_buffers == 0, hyp_ffa_version == 0
//! expect asked [!pkvm/v6.6]: x0 == 0
//! expect state asked [!pkvm/v6.6]: has_version_negotiated == 1, hyp_ffa_version == 0
//! expect stop: el2-fault at reclaim
//! expect finding * [pkvm/v6.12]: x1..x3 rule=undefined-value
//! expect finding negotiation [!pkvm/v6.6]: x0 rule=version-word
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note EL2 writes to address NULL: a host kills its hypervisor with one SMC.
//! note FFA_VERSION succeeded with version 0 because FFA_ID_GET and FFA_FEATURES did; v6.6 does not even ask.
//
// In:   FFA_VERSION(1.2), then FFA_MEM_RECLAIM of any handle.
// Out:  nothing.
// Clause: none: a gate for this was posted and not merged.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
asked:
  ffa_begin FFA_MEM_RECLAIM
  mov w1, #0x55
reclaim:
  smc #0
reclaimed:
  brk #0
