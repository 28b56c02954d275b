//! title FF-A over HVC #0
//! asks A VM may use HVC as its conduit. Is the same call answered in the same way as over SMC, and which HVC is Xen's own?
//! models xen/v1.2 xen/negotiation-merged
//! firmware tfa-spmd+optee
//! conduit hvc
//! expect agreed [xen/v1.2@*]: x0 == FFA_VERSION_1_2
//! expect agreed [xen/negotiation-merged@*]: x0 == FFA_VERSION_1_1
//! expect answered: x0 == FFA_SUCCESS, x2 == 2
//! expect trap call: handled, smcs == 0, immediate == 0, return_address == answered
//! expect trap hypercall: hypercall, immediate == 0xea1
//! expect returned: x0..x30 == before
//! expect finding *: x4..x7 rule=x4-x7
//! expect finding * [xen/v1.2@*]: x8..x17 rule=smc32-x8-x17
//! note HVC #0xEA1 is Xen's hypercall, by x16; what it does is not modelled, and it changes nothing here.
//
// In:   FFA_VERSION(1.2), FFA_ID_GET, HVC #0xEA1.
// Out:  x0, x2.
// Clause: DEN0028 2.9 (HVC as conduit).
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  conduit
agreed:
  load32 w0, FFA_ID_GET
call:
  conduit
answered:
  mvn x16, xzr
hypercall:
  conduit 0xea1
returned:
  brk #0
