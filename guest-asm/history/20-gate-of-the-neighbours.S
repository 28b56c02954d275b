//! title A gate for 1.3 calls closes on older ones
//! asks A 1.2 caller maps its buffers and asks for partitions, as it may since 1.0. Does a new check for 1.3 stop it?
//! rows H20
//! models none
//! firmware tfa-spmd+hafnium+notification2_gate=neighbours tfa-spmd+hafnium
//! profile smccc-1.0
//! red mapped [*@*=neighbours]: x0 == FFA_SUCCESS
//! red released [*@*=neighbours]: w2 != FFA_NOT_SUPPORTED
//! expect mapped [*@*=neighbours]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! note TF-A b678653db59f (9 August 2026) to eb863c75b10e (18 August): the cases before it fell through into the check.
//! note They were RX_RELEASE, RXTX_MAP, RXTX_UNMAP and PARTITION_INFO_GET.
//
// In:   FFA_VERSION 1.2; FFA_RXTX_MAP_64; FFA_RX_RELEASE.
// Out:  x0, w2 of both.
// Clause: DEN0077A 1.2, 13.6: mandatory from 1.0 on.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  map_buffers tx, rx
mapped:
  ffa_begin FFA_RX_RELEASE
release:
  smc #0
released:
  brk #0

  .data
  .balign 4096
tx:
  .skip 4096
rx:
  .skip 4096
