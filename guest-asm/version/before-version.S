//! title Calls before FFA_VERSION
//! asks Negotiation comes before anything else. What do other calls get before it, and is it still possible after them?
//! rows S2-10
//! models pkvm/v6.6 pkvm/v6.12 pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! expect trap identity [pkvm/v6.6]: forwarded
//! expect trap request [pkvm/v6.6]: forwarded
//! expect trap unknown [pkvm/v6.6]: forwarded
//! expect trap identity [!pkvm/v6.6]: refused, smcs == 0, x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap request [!pkvm/v6.6]: refused, smcs == 0, x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap unknown [!pkvm/v6.6]: refused, smcs == 0, x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap refused_call [!pkvm/v6.6]: refused, smcs == 0, x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap refused_call [pkvm/v6.6]: refused, smcs == 0, x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect asked [pkvm/v6.12]: x0 == 0x10001
//! expect asked [pkvm/v6.6, pkvm/v6.18, pkvm/mainline-2026b]: x0 == 0x10002
//! expect state asked [!pkvm/v6.6]: has_version_negotiated == 1
//! expect finding * [pkvm/v6.12]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note Calls that the gate refuses do not reach EL3, and end no negotiation there. The first proxy has no gate.
//
// In:   FFA_ID_GET, FFA_MSG_SEND_DIRECT_REQ_64, FFA_MSG_WAIT, an unknown FF-A id, then FFA_VERSION(1.2).
// Out:  x0 of each.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  ffa_begin FFA_ID_GET
identity:
  smc #0
  ffa_begin FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
request:
  smc #0
  ffa_begin FFA_MSG_WAIT                // refused after negotiation, too
refused_call:
  smc #0
  ffa_begin 0x84000079 + 0x800000       // reserved bit 23: an FF-A call that nobody has
unknown:
  smc #0
  negotiate FFA_VERSION_1_2
asked:
  brk #0
