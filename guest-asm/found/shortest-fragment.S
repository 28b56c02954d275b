//! title What tells pkvm/v6.15 and pkvm/v6.17-stable apart
//! asks Which is the shortest sequence of calls whose outcome is not the same on pkvm/v6.15 and on pkvm/v6.17-stable?
//! models pkvm/v6.15 pkvm/v6.17-stable
//! seed 1
//! expect after3 [pkvm/v6.15]: x0 == FFA_SUCCESS, x2 == 0
//! expect after3 [pkvm/v6.17-stable]: x0 == FFA_ERROR, x2 == 0xfffffffffffffffe
//! note Found by trapline search --between pkvm/v6.15 pkvm/v6.17-stable --depth 3 --deviations 0 --no-boot-replies
//! note --seed 1: no sequence of fewer calls than 3 does it (53 states, 11363 transitions).
//
// In:   FFA_VERSION, then FFA_RXTX_MAP_64, then FFA_MEM_LEND.
// Out:  what the two models return, see the expectations.
// Clause: DEN0028 2.6, DEN0077A 1.2 section 13.2
.include "host.inc"
.include "descriptor.inc"

_start:
  ffa_begin FFA_VERSION                 // FFA_VERSION(1.0) SMC32
  load32 w1, FFA_VERSION_1_0
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
  ffa_begin FFA_MEM_LEND                // FFA_MEM_LEND(total 64 bytes, fragment 64 bytes) SMC32
  load32 w1, 0x40
  load32 w2, 0x40
call3:
  conduit
after3:
  brk #0

  .data
  .balign 4096
tx:
  transaction_1_0 0x8001, page
  .balign 4096
rx:
  .skip 4096
  .balign 4096
page:
  .skip 4096
