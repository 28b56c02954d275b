//! title FFA_ID_GET: are x4-x7 preserved?
//! asks DEN0028 2.6: W4-W7 must be preserved unless they contain results. FFA_ID_GET has one result, w2. Firmware
//! asks writes zeros in the registers that FF-A reserves (DEN0077A 11.2). What does the caller see?
//! rows S1-1
//! models pkvm/v6.17-stable pkvm/retval-v7 pkvm/retval-v8 pkvm/v6.18
//! firmware version=1.2
//! reply FFA_ID_GET at negotiate -> FFA_SUCCESS
//! reply FFA_ID_GET at call -> FFA_SUCCESS x2=0 x8..x17=keep
//! expect returned: x0 == FFA_SUCCESS, x2 == 0, x4..x7 == 0, x8..x30 == before
//! expect trap call: forwarded, smcs == 1
//! expect finding call: x4..x7
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/retval-*]: x1..x7 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//! note Every version forwards FFA_ID_GET after negotiation: x4-x7 are what EL3 answers, whatever the proxy's rule.
//
// In:   x0 FFA_ID_GET; x4-x7 hold values that are not zero.
// Out:  x2 the caller's id.
// Clause: DEN0028 2.6 against DEN0077A 1.2 section 11.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
negotiate:
  smc #0
  load32 w0, FFA_ID_GET
call:
  smc #0
returned:
  brk #0
