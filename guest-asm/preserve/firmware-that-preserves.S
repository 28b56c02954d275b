//! title Firmware that preserves, behind a proxy that copies
//! asks EL3 leaves every register alone that holds no result. EL2 asks EL3 in its own words and copies the answer to
//! asks the host. Whose registers are preserved?
//! rows S1-3
//! models pkvm/v6.17-stable pkvm/retval-v7 pkvm/retval-v8 pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2 unnamed=kept
//! expect asked: x0 == 0x10000, x1 == 0x10000, x2..x3 == 0
//! expect asked [pkvm/v6.17-stable]: x4..x30 == before
//! expect asked [pkvm/retval-*]: x4..x7 == 0, x8..x30 == before
//! expect asked [pkvm/v6.18, pkvm/mainline-2026b]: x4..x17 == 0, x18..x30 == before
//! expect returned: x0 == FFA_SUCCESS, x2 == 0, x3..x30 == before
//! expect trap identity: forwarded
//! expect finding negotiation [!pkvm/v6.17-stable]: x4..x7 rule=x4-x7
//! expect finding negotiation [pkvm/v6.18, pkvm/mainline-2026b]: x8..x17 rule=smc32-x8-x17
//! note What EL3 preserved for FFA_VERSION is what EL2 passed: its argument in x1, and zeros.
//! note Where the call is forwarded, the registers are the host's.
//
// In:   FFA_VERSION(1.0), below EL2's version, so that EL2 asks EL3; then FFA_ID_GET.
// Out:  x1-x17 after each.
// Clause: DEN0028 2.6.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_0
negotiation:
  smc #0
asked:
  load32 w0, FFA_ID_GET
  invert x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
identity:
  smc #0
returned:
  brk #0
