//! title A driver of 1.2 is unloaded, and one of 1.1 loaded
//! asks Both drivers are modules. The first has taken down what it set up; may the second speak its own version?
//! rows S0-10
//! models pkvm/v6.18+downgrade=answered pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! reply FFA_PARTITION_INFO_GET -> FFA_SUCCESS x2=1 x3=24 rx="0180010003010000 00112233445566778899aabbccddeeff"
//! expect unloaded: x0 == FFA_SUCCESS
//! expect state unloaded: host_tx == 0, host_rx == 0, has_version_negotiated == 1
//! expect asked [*downgrade=answered]: x0 == 0x10002
//! expect asked [pkvm/v6.18, pkvm/mainline-2026b]: x0 == -1
//! expect trap second: handled, smcs == 0
//! expect complete [*downgrade=answered]: w24 == 0x10001, x0 == FFA_SUCCESS
//! expect state complete [*downgrade=answered]: hyp_ffa_version == 0x10002, host_tx == 0x80040000
//! expect complete [pkvm/v6.18, pkvm/mainline-2026b]: w24 == 0, x0 == -1
//! expect finding * [!pkvm/mainline-2026b]: x1..x17 rule=undefined-value
//! note Where the version is answered, the driver takes the lower of the two, 1.1; EL2 goes on with 1.2.
//! note Where it is refused, the probe ends with -EOPNOTSUPP: nothing that the first driver did undoes negotiation.
//
// In:   nothing.
// Out:  w24 the version that the second driver works by, 0 for none.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  map_buffers 0x80040000, 0x80041000
  ffa_begin FFA_PARTITION_INFO_GET
  smc #0
  ffa_begin FFA_RX_RELEASE
  smc #0
  unmap_buffers
unloaded:
  mov w24, #0
  ffa_begin FFA_VERSION                 // the second driver's probe
  load32 w1, FFA_VERSION_1_1
second:
  smc #0
asked:
  cmn w0, #1
  b.eq complete
  load32 w24, FFA_VERSION_1_1           // min(its own, the answer): compatible by the rules of 1.1 and 1.2
  cmp w0, w24
  csel w24, w0, w24, lo
  ffa_begin FFA_RXTX_MAP_64
  load32 w1, 0x80040000
  load32 w2, 0x80041000
  mov w3, #1
  smc #0
complete:
  brk #0
