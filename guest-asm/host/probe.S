//! title The driver's probe: version, identity, buffers, features, partitions
//! asks What does the Linux driver find out when it starts, and how much of it comes from EL2?
//! models none pkvm/v6.6 pkvm/v6.17-stable pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! reply FFA_PARTITION_INFO_GET at count -> FFA_SUCCESS x2=1
//! reply FFA_PARTITION_INFO_GET at partitions -> FFA_SUCCESS x2=1 x3=24 rx="0180010003010000 00112233445566778899aabbccddeeff"
//! reply FFA_FEATURES at request2 -> FFA_SUCCESS
//! expect complete [none]: w20 == 0x10002, x21 == 0, x22 == 0
//! expect complete [pkvm/v6.6]: w20 == 0x10002, x21 == 0, x22 == 0
//! expect complete [pkvm/v6.17-stable]: w20 == 0x10001, x21 == 0, x22 == 0
//! expect complete [pkvm/v6.18, pkvm/mainline-2026b]: w20 == 0x10002, x21 == 0, w22 == FFA_NOT_SUPPORTED
//! expect complete: w23 == 1
//! expect complete [pkvm/v6.17-stable, pkvm/v6.18, pkvm/mainline-2026b]: x24 == 0x0000010300018001
//! expect complete [pkvm/v6.6]: x24 == 0
//! expect trap partitions [pkvm/v6.17-stable, pkvm/v6.18, pkvm/mainline-2026b]: handled
//! expect state complete [pkvm/*]: host_tx == 0x80040000, host_rx == 0x80041000
//! expect finding count [!pkvm/v6.17-stable]: x5 rule=x4-x7
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note v6.6 leaves FFA_PARTITION_INFO_GET to EL3, which knows EL2's RX buffer: nothing arrives in the host's.
//
// In:   nothing.
// Out:  w20 version, x21 properties of FFA_MEM_SHARE, x22 status of FFA_MSG_SEND_DIRECT_REQ2, w23 number of partitions,
//       x24 the first one.
// Clause: DEN0077A 1.2, 13.2 to 13.8.
.include "host.inc"

.macro query id:req                     // FFA_FEATURES; x2 is 0, properties or a status
  ffa_begin FFA_FEATURES
  load32 w1, \id
.endm

_start:
  negotiate FFA_VERSION_1_2
  mov w20, w0
  ffa_begin FFA_ID_GET
  smc #0
  query FFA_RXTX_MAP_64
  smc #0
  load32 w24, 0x80040000
  load32 w25, 0x80041000
  ffa_begin FFA_RXTX_MAP_64
  mov x1, x24
  mov x2, x25
  mov w3, #1
  smc #0
  unless_success complete
  query FFA_MEM_LEND_64
  smc #0
  query FFA_MEM_SHARE_64
  smc #0
  mov x21, x2
  query FFA_MSG_SEND_DIRECT_REQ2
request2:
  smc #0
  mov x22, x2
  query FFA_PARTITION_INFO_GET_REGS
  smc #0
  ffa_begin FFA_PARTITION_INFO_GET
  mov w5, #1                            // only the count
count:
  smc #0
  mov w23, w2
  ffa_begin FFA_PARTITION_INFO_GET
partitions:
  smc #0
  ldr x24, [x25]                        // id, execution contexts, properties
  ffa_begin FFA_RX_RELEASE
  smc #0
complete:
  brk #0
