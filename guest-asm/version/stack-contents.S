//! title What FFA_VERSION returns besides the version
//! asks EL2's handler sets x0 of a structure on its stack and copies the structure to the host's registers. What does
//! asks the host find in the others?
//! models pkvm/v6.12 pkvm/v6.17-stable pkvm/retval-v8 pkvm/v6.18 pkvm/mainline-2026a pkvm/mainline-2026b
//! firmware version=1.2
//! expect asked [pkvm/v6.12, pkvm/v6.17-stable]: x0 == 0x10001, x1..x3 undefined, x4..x30 == before
//! expect asked [pkvm/retval-v8]: x0 == 0x10002, x1..x7 undefined, x8..x30 == before
//! expect asked [pkvm/v6.18, pkvm/mainline-2026a]: x0 == 0x10002, x1..x17 undefined, x18..x30 == before
//! expect asked [pkvm/mainline-2026b]: x0 == 0x10002, x1..x17 == 0, x18..x30 == before
//! expect finding * [pkvm/v6.12, pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/retval-v8]: x1..x7 rule=undefined-value
//! expect finding * [pkvm/v6.18, pkvm/mainline-2026a]: x1..x17 rule=undefined-value
//! expect finding negotiation [pkvm/mainline-2026b]: x4..x7 rule=x4-x7
//! expect finding negotiation [pkvm/mainline-2026b]: x8..x17 rule=smc32-x8-x17
//! note From v6.18 on 136 bytes of the hypervisor's stack reach the host, until the structure is zeroed.
//
// In:   x0 FFA_VERSION, w1 1.2.
// Out:  x0 the version.
// Clause: DEN0028 2.6.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
negotiation:
  smc #0
asked:
  brk #0
