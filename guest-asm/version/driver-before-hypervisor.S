//! title A driver that was there before the hypervisor
//! asks A built-in driver negotiated and mapped its buffers with EL3 before EL2 took over the host's SMCs. What do its
//! asks calls get now, and can it start again?
//! rows S2-13
//! models pkvm/v6.12 pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! reply FFA_RXTX_MAP_64 -> FFA_ERROR x2=-6
//! expect shared: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap share: refused, smcs == 0
//! expect asked [pkvm/v6.12]: x0 == 0x10001
//! expect asked [pkvm/v6.18, pkvm/mainline-2026b]: x0 == 0x10002
//! expect mapped: x0 == FFA_ERROR, w2 == FFA_DENIED
//! expect trap map: handled, smcs == 1
//! expect state mapped: host_tx == 0, has_version_negotiated == 1
//! expect finding * [pkvm/v6.12]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note EL3 has the driver's buffers from before, so it refuses EL2's.
//! note What the driver did before EL2 was there is not part of this run: only its traces are.
//
// In:   a driver that believes to have negotiated 1.2 and mapped its buffers.
// Out:  x0 of its share, of another FFA_VERSION, and of FFA_RXTX_MAP_64.
// Clause: DEN0077A 1.2, 13.2.2 and 13.6.
.include "host.inc"
.include "descriptor.inc"

_start:
  ffa_begin FFA_MEM_SHARE_64
  mov w1, #TRANSACTION_SIZE_1_2
  mov w2, #TRANSACTION_SIZE_1_2
share:
  smc #0
shared:
  negotiate FFA_VERSION_1_2
asked:
  map_buffers tx, rx
mapped:
  brk #0

  .data
  .balign 4096
tx:
  transaction_1_2 0x8001, page
  .balign 4096
rx:
  .skip 4096
page:
  .skip 4096
