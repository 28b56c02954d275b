//! title A hypervisor that maps its buffers before its host negotiates
//! asks A proposal of 2025 has EL2 register its RX and TX buffers when it starts. When the host asks for 1.1 later, and
//! asks EL2 asks EL3, is that still allowed?
//! rows S4-18
//! models none
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! expect mapped: x0 == FFA_SUCCESS
//! expect asked [*@tfa-spmd+hafnium]: x0 == 0xffffffff
//! expect asked [*@tfa-spmd+optee]: x0 == 0x10002
//! expect asked [*@tfa-el3-spmc]: x0 == 0x10002
//! expect asked [*@preserving]: w0 == -1
//! expect state asked [*@tfa-spmd+optee]: spmc_version == 0x10001
//! expect state asked [!*@tfa-spmd+optee]: spmc_version == 0x10002
//! note No proxy of that design was merged, so the calls are made here as it would make them.
//! note The answer of TF-A's own SPMC looks like consent: it is the version that it stays at.
//
// In:   FFA_VERSION(1.2), FFA_RXTX_MAP_64, FFA_VERSION(1.1).
// Out:  x0 of the last call.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_2
  smc #0
  map_buffers tx, rx
mapped:
  negotiate FFA_VERSION_1_1
asked:
  brk #0

  .data
  .balign 4096
tx:
  .skip 4096
rx:
  .skip 4096
