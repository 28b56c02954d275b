//! title The FF-A driver starts after pKVM
//! asks The order that the linker happens to give: pKVM traps the host's calls before the driver makes its first. Are
//! asks all of them EL2's then?
//! rows S4-2, S4-3
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware tfa-spmd+optee tfa-spmd+hafnium
//! hypervisor at-hvc
//! expect started: x0 == 0
//! expect asked: x0 == 0x10002
//! expect mapped: x0 == FFA_SUCCESS
//! expect found: x0 == FFA_SUCCESS, w2 == 1
//! expect trap negotiation: handled
//! expect trap map: handled
//! expect trap information: handled
//! expect finding negotiation [pkvm/v6.18]: x1..x17 rule=undefined-value
//
// In:   an HVC, FFA_VERSION(1.2), FFA_RXTX_MAP, FFA_PARTITION_INFO_GET.
// Out:  x0 of each.
// Clause: DEN0077A 1.2, 13.2.2 and 13.7.
.include "host.inc"

_start:
  start_hypervisor
started:
  negotiate FFA_VERSION_1_2
asked:
  map_buffers tx, rx
mapped:
  ffa_begin FFA_PARTITION_INFO_GET
information:
  smc #0
found:
  brk #0

  .data
  .balign 4096
tx:
  .skip 4096
rx:
  .skip 4096
