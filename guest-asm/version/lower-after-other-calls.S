//! title A lower version after other calls were made
//! asks 1.1 is agreed, memory is shared; then the host asks for 1.0. Once another call was made, negotiation is over:
//! asks who keeps to that?
//! rows S2-6
//! models pkvm/version-trap-v1 pkvm/v6.12 pkvm/no-downgrade
//! firmware version=1.1
//! expect agreed: x0 == 0x10001
//! expect asked [pkvm/version-trap-v1]: x0 == 0x10000
//! expect trap second [pkvm/version-trap-v1]: handled, smcs == 1
//! expect state asked [pkvm/version-trap-v1]: hyp_ffa_version == 0x10000
//! expect asked [pkvm/v6.12]: x0 == 0x10001
//! expect asked [pkvm/no-downgrade]: x0 == -1
//! expect trap second [pkvm/v6.12, pkvm/no-downgrade]: handled, smcs == 0
//! expect state asked [pkvm/v6.12, pkvm/no-downgrade]: hyp_ffa_version == 0x10001
//! expect finding *: x1..x3 rule=undefined-value
//! note The trap as first posted lowers the version at any time, hence the lock that its review asked about.
//
// In:   FFA_VERSION(1.1), buffers mapped, a page shared, FFA_VERSION(1.0).
// Out:  x0 a version, or -1.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"
.include "descriptor.inc"

_start:
  negotiate FFA_VERSION_1_1
agreed:
  map_buffers tx, rx
  ffa_begin FFA_MEM_SHARE_64
  mov w1, #TRANSACTION_SIZE_1_1
  mov w2, #TRANSACTION_SIZE_1_1
  smc #0
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_0
second:
  smc #0
asked:
  brk #0

  .data
  .balign 4096
tx:
  transaction_1_1 0x8001, page
  .balign 4096
rx:
  .skip 4096
page:
  .skip 4096
