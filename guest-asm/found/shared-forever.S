//! title Memory that pkvm/v6.18 keeps for ever
//! asks Which is the shortest sequence of calls after which pkvm/v6.18 keeps memory that nobody can get back?
//! models pkvm/v6.18
//! seed 1
//! reply FFA_MEM_RETRIEVE_REQ_64 at call4 -> FFA_MEM_RETRIEVE_RESP
//! expect after5: x0 == FFA_ERROR, x2 == 0xfffffffffffffffa
//! expect finding call1: x1..x17 rule=undefined-value
//! note Found by trapline search --model pkvm/v6.18 --find shared-forever --deviations 1 --no-boot-replies --seed 1:
//! note no sequence of fewer calls than 4 does it (285 states, 436879 transitions). What EL2 says to call5 and later
//! note ones shows it.
//
// In:   FFA_VERSION, then FFA_RXTX_MAP_64, then FFA_MEM_LEND, then FFA_MEM_RECLAIM, then FFA_MEM_LEND.
// Out:  x0 of each call.
// Clause: none: isolation
.include "host.inc"
.include "descriptor.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(1.2) SMC32
  load32 w1, FFA_VERSION_1_2
call1:
  conduit
after1:
  ffa_begin FFA_RXTX_MAP_64             // FFA_RXTX_MAP(TX tx, RX rx, 1 page) SMC64
  ldr x1, =tx
  ldr x2, =rx
  load32 w3, 1
call2:
  conduit
after2:
  ffa_begin FFA_MEM_LEND                // FFA_MEM_LEND(total 96 bytes, fragment 96 bytes) SMC32
  load32 w1, 0x60
  load32 w2, 0x60
call3:
  conduit
after3:
  ffa_begin FFA_MEM_RECLAIM             // FFA_MEM_RECLAIM(handle 0x0000000000000000) SMC32
call4:
  conduit
after4:
  ffa_begin FFA_MEM_LEND                // FFA_MEM_LEND(total 96 bytes, fragment 96 bytes) SMC32
  load32 w1, 0x60
  load32 w2, 0x60
call5:
  conduit
after5:
  brk #0

  .data
  .balign 4096
tx:
  transaction_1_1 0x8001, page
  .balign 4096
rx:
  .skip 4096
  .balign 4096
page:
  .skip 4096
