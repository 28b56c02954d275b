//! title A direct request before the host negotiates
//! asks EFI variables are read over FF-A before the driver is there. If EL2 let the request through at its own version,
//! asks would it work, and what becomes of the host's FFA_VERSION(1.1) after it?
//! rows S4-8, S4-9, S4-12
//! models pkvm/v6.18 pkvm/v6.18+gate=open
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc preserving
//! expect answered [pkvm/v6.18@*]: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap request [pkvm/v6.18@*]: refused, smcs == 0
//! expect answered [*=open@*]: x0 == FFA_MSG_SEND_DIRECT_RESP_64
//! expect trap request [*=open@*]: forwarded
//! expect asked: x0 == 0x10001
//! expect state asked: hyp_ffa_version == 0x10001
//! expect state asked [pkvm/v6.18@*optee, pkvm/v6.18@tfa-el3-spmc, pkvm/v6.18@preserving]: spmc_version == 0x10001
//! expect state asked [pkvm/v6.18@*hafnium]: spmc_version == 0x10002
//! expect state asked [*=open@*optee]: spmc_version == 0x10001
//! expect state asked [*=open@*hafnium, *=open@tfa-el3-spmc, *=open@preserving]: spmc_version == 0x10002
//! expect finding negotiation [*@*hafnium, *=open@preserving]: x0 rule=refusal-kept
//! note The request itself works: its registers are the same in every version.
//! note It is the call that ends the negotiation: EL2 goes on to 1.1 after it, and only OP-TEE goes along.
//
// In:   FFA_MSG_SEND_DIRECT_REQ_64, then FFA_VERSION(1.1).
// Out:  x0 of both.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  ffa_begin FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
request:
  smc #0
answered:
  negotiate FFA_VERSION_1_1
asked:
  brk #0
