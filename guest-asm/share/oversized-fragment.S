//! title A fragment longer than the buffer that it came in
//! asks EL2 retrieves a descriptor in fragments and copies as many bytes as EL3 says that there are. What if EL3 says
//! asks too many?
//! models pkvm/v6.6 pkvm/v6.17-stable pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.1
//! reply FFA_MEM_RETRIEVE_REQ_64 -> FFA_MEM_RETRIEVE_RESP x1=112 x2=96 rx="00002f0000000000 5500000000000000 0000000000000000 1000000001000000 3000000000000000 0000000000000000 0180020040000000 0000000000000000"
//! reply FFA_MEM_FRAG_RX -> FFA_MEM_FRAG_TX x1=0x55 x3=0x2000
//! expect stop: el2-fault at reclaim
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note The length of a later fragment is compared with nothing: EL2 writes past its buffer.
//
// In:   FFA_MEM_RECLAIM.
// Out:  nothing.
// Clause: DEN0077A 1.1, 16.11.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_1
  ffa_begin FFA_MEM_RECLAIM
  mov w1, #0x55
reclaim:
  smc #0
  brk #0
