//! title A host that believes in 1.1 makes SMC64 calls
//! asks The host was told 1.2 and works by 1.1, where a call has at most eight registers. Do its x8-x17 survive a
//! asks direct message of 64 bits, and a call that EL2 answers?
//! rows S0-3
//! models pkvm/v6.17-stable pkvm/retval-v7+downgrade=answered pkvm/retval-v8+downgrade=answered
//! models pkvm/v6.18+downgrade=answered
//! firmware version=1.2
//! reply response: FFA_MSG_SEND_DIRECT_REQ_64 -> FFA_MSG_SEND_DIRECT_RESP_64 x1=0x80010000 x3..x7=canary
//! expect answered: x0 == FFA_MSG_SEND_DIRECT_RESP_64, x3..x7 == response, x8..x17 == 0
//! expect trap request: forwarded
//! expect mapped: x0 == FFA_SUCCESS
//! expect mapped [pkvm/v6.17-stable, pkvm/retval-v7+*]: x8..x17 == before
//! expect mapped [pkvm/retval-v8+*, pkvm/v6.18+*]: x8..x17 == 0
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding request: x8..x17 rule=smc64-x8-x17
//! expect finding * [pkvm/retval-v7+downgrade=answered, pkvm/retval-v8+downgrade=answered]: x1..x7 rule=undefined-value
//! expect finding map [!pkvm/v6.17-stable]: x4..x7 rule=x4-x7
//! expect finding map [pkvm/retval-v8+downgrade=answered, pkvm/v6.18+downgrade=answered]: x8..x17 rule=smc64-x8-x17
//! expect finding * [pkvm/v6.18+downgrade=answered]: x1..x17 rule=undefined-value
//! note Direct messages are forwarded in every version, and the forwarder returns x0-x17, whatever was agreed.
//! note The rule about writing back matters where EL2 answers by itself.
//
// In:   x8-x17 hold values of the host's own before each call.
// Out:  x8-x17 after each.
// Clause: DEN0028 2.7; DEN0077A 1.1, 11.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  ffa_version FFA_VERSION_1_1           // from v6.18 on told 1.2 again, as before the downgrade was refused
  smc #0
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  load32 w0, FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
request:
  smc #0
answered:
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  load32 w0, FFA_RXTX_MAP_64
  load32 w1, 0x80040000
  load32 w2, 0x80041000
  mov w3, #1
map:
  smc #0
mapped:
  brk #0
