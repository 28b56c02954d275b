//! title FFA_RUN that ends in FFA_MSG_WAIT
//! asks A VM runs a partition that has nothing to do and waits. Does the VM see FFA_MSG_WAIT?
//! rows S1-21
//! models xen/v1.2 xen/negotiation-merged pkvm/v6.18 none
//! firmware tfa-spmd+hafnium tfa-el3-spmc
//! reply FFA_NOTIFICATION_BITMAP_CREATE [xen/*] -> FFA_SUCCESS
//! expect returned [xen/v1.2@*]: x0 == FFA_ERROR, w2 == FFA_ABORTED, x1 == 0, x3..x17 == 0
//! expect returned [xen/negotiation-merged@*]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED, x8..x17 == before
//! expect returned [!xen/*]: x0 == FFA_MSG_WAIT
//! expect trap run [xen/v1.2@*]: handled, smcs == 1
//! expect trap run [xen/negotiation-merged@*]: refused, smcs == 0
//! expect trap run [pkvm/*]: forwarded
//! expect finding *: x4..x7 rule=x4-x7
//! expect finding run [xen/v1.2@*]: x8..x17 rule=smc32-x8-x17
//! expect finding * [pkvm/*]: x1..x17 rule=undefined-value
//! note Xen knows the answers of a direct message and passes on no other; the version before does not know FFA_RUN.
//
// In:   x0 FFA_RUN, w1 target.
// Out:  x0 FFA_MSG_WAIT, or an error.
// Clause: DEN0077A 1.2, 8.2 and 14.4.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  conduit
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
run:
  conduit
returned:
  brk #0
