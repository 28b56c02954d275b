//! title The SVE hint is taken from bit 0
//! asks The hint that a caller has no SVE state is bit 16 of the id. FFA_RUN has an odd number: is the SPMC told that
//! asks there is nothing to save?
//! rows H24
//! models none
//! firmware tfa-spmd+hafnium+sve_hint=bit-0 tfa-spmd+hafnium+sve_hint=bit-16
//! profile smccc-1.0
//! red state odd [*@*=bit-0]: sve_hint == 0
//! red state even [*@*=bit-0]: sve_hint == 1
//! note TF-A b2d851785 (May 2023): a one-bit field was inserted with the mask as its width.
//! note The SPMC then skips the saving of Z0-Z31 above bit 127, P0-P15 and FFR.
//! note This machine has no SVE, so the flag that the SPMC gets is what is shown.
//
// In:   FFA_RUN without the hint; FFA_FEATURES with it.
// Out:  whether the call came to the SPMC with the hint.
// Clause: DEN0028 2.5.1, table 2-1: bit 16.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
run:
  smc #0
odd:
  load32 w0, (FFA_FEATURES | SMCCC_SVE_HINT)
  load32 w1, FFA_MSG_SEND_DIRECT_REQ_64
features:
  smc #0
even:
  brk #0
