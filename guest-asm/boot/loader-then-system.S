//! title A boot loader asks for FF-A 1.0, the operating system for 1.2
//! asks No hypervisor: the loader negotiates 1.0 and uses another call, then an operating system takes its place and
//! asks asks for 1.2. To the firmware both are the same endpoint. What does it answer, and which version does it go by?
//! rows S0-11
//! models none
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! expect features [!*@tfa-spmd+*]: x0 == FFA_SUCCESS
//! expect asked [*@tfa-spmd+hafnium]: x0 == 0xffffffff
//! expect asked [*@tfa-spmd+optee]: x0 == 0x10002
//! expect asked [*@tfa-el3-spmc]: x0 == 0x10000
//! expect asked [*@preserving]: w0 == -1
//! expect state asked [!*@tfa-spmd+optee]: spmc_version == 0x10000
//! expect state asked [*@tfa-spmd+optee]: spmc_version == 0x10002, spmd_version == 0x10000
//! note The one that accepts leaves two versions: OP-TEE goes by 1.2, the dispatcher before it still by 1.0.
//
// In:   FFA_VERSION(1.0), FFA_FEATURES, FFA_VERSION(1.2).
// Out:  x0 of the last call.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_0
  smc #0
  ffa_begin FFA_FEATURES
  load32 w1, FFA_MSG_SEND_DIRECT_REQ
  smc #0
features:
  negotiate FFA_VERSION_1_2
asked:
  brk #0
