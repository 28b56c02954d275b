//! title The secure side's answer taken for the agreed version
//! asks EL2 knows 1.0 and asks for it; EL3 answers 1.2, meaning that it can do up to 1.2. Where that answer is kept as
//! asks the version, what does a host that asks for 1.1 set in motion?
//! rows S2-7, S2-8, S2-2
//! models pkvm/version-trap-v1 pkvm/v6.12+hyp_version=1.0
//! firmware version=1.2
//! expect boot [pkvm/version-trap-v1]: hyp_ffa_version == 0x10002
//! expect boot [pkvm/v6.12+*]: hyp_ffa_version == 0x10000
//! expect asked [pkvm/version-trap-v1]: x0 == 0x10001
//! expect el3 [pkvm/version-trap-v1]: FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10001) …
//! expect shared [pkvm/version-trap-v1]: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap share [pkvm/version-trap-v1]: handled, smcs == 0
//! expect asked [pkvm/v6.12+*]: x0 == 0x10000
//! expect el3 [pkvm/v6.12+*]: FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES FFA_RXTX_MAP_64
//! expect finding * [pkvm/v6.12+hyp_version=1.0]: x1..x3 rule=undefined-value
//! note As first posted, host and secure side speak 1.1 now, and EL2 reads descriptors by 1.0.
//! note Later versions keep the lower of their own and the answer, which leaves all three at 1.0.
//
// In:   FFA_VERSION(1.1); where the answer is 1.1 a page is shared with the layout of 1.1.
// Out:  x0 of FFA_VERSION, and of the share.
// Clause: DEN0077A 1.2, 13.2.1.
.include "host.inc"
.include "descriptor.inc"

_start:
  negotiate FFA_VERSION_1_1
asked:
  mov w20, w0
  map_buffers tx, rx
  tbz w20, #0, done                     // 1.0: the host would go on with the layout of 1.0
  ffa_begin FFA_MEM_SHARE_64
  mov w1, #TRANSACTION_SIZE_1_1
  mov w2, #TRANSACTION_SIZE_1_1
share:
  smc #0
shared:
done:
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
