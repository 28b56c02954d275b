//! title Memory that xen/negotiation-merged keeps for ever
//! asks Which is the shortest sequence of calls after which xen/negotiation-merged keeps memory that nobody can get
//! asks back?
//! models xen/negotiation-merged
//! firmware tfa-spmd+optee
//! seed 1
//! expect after3: x0 == FFA_ERROR, x2 == 0xfffffffe
//! expect after4: x0 == FFA_ERROR, x2 == 0xfffffffa
//! note Found by trapline search --model xen/negotiation-merged --find shared-forever --seed 1: no sequence of fewer
//! note calls than 2 does it (34 states, 9887 transitions). What EL2 says to call3 and later ones shows it.
//
// In:   FFA_VERSION, then FFA_RXTX_MAP, then FFA_RXTX_UNMAP, then FFA_RXTX_MAP_64.
// Out:  x0 of each call.
// Clause: none: isolation
.include "host.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(0.0) SMC32
call1:
  conduit
after1:
  ffa_begin FFA_RXTX_MAP                // FFA_RXTX_MAP(TX tx, RX rx, 0 pages) SMC32
  ldr x1, =tx
  ldr x2, =rx
call2:
  conduit
after2:
  ffa_begin FFA_RXTX_UNMAP              // FFA_RXTX_UNMAP SMC32
call3:
  conduit
after3:
  ffa_begin FFA_RXTX_MAP_64             // FFA_RXTX_MAP(TX tx, RX rx, 1 page) SMC64
  ldr x1, =tx
  ldr x2, =rx
  load32 w3, 1
call4:
  conduit
after4:
  brk #0

  .data
  .balign 4096
tx:
  .skip 4096
  .balign 4096
rx:
  .skip 4096
