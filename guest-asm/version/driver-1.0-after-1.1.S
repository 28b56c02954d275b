//! title A 1.0 driver after a 1.1 driver: where does it fail?
//! asks The host agreed on 1.1, then loads a driver that asks for 1.0 and shares a page with a 1.0 descriptor. Is it
//! asks told no at FFA_VERSION, or does a valid descriptor fail later?
//! rows S0-13, S0-15
//! models pkvm/v6.17-stable pkvm/no-downgrade
//! firmware version=1.1
//! expect mapped: x0 == FFA_SUCCESS
//! expect asked [pkvm/v6.17-stable]: x0 == 0x10001
//! expect shared [pkvm/v6.17-stable]: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect asked [pkvm/no-downgrade]: x0 == -1
//! expect trap share [pkvm/v6.17-stable]: handled, smcs == 0
//! expect finding * [pkvm/v6.17-stable, pkvm/no-downgrade]: x1..x3 rule=undefined-value
//
// In:   1.1 negotiated, TX and RX mapped; then FFA_VERSION(1.0) and FFA_MEM_SHARE_64 with the layout of 1.0.
// Out:  FFA_VERSION's answer, and that of the share where the host goes on.
// Clause: DEN0077A 1.2 section 13.2.1; 1.0 and 1.1 table "memory transaction descriptor".
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
  smc #0
  load32 w0, FFA_RXTX_MAP_64
  ldr x1, =tx
  ldr x2, =rx
  mov w3, #1
  smc #0
mapped:
  ffa_version FFA_VERSION_1_0
  smc #0
asked:
  cmn w0, #1
  b.eq done                             // the driver's probe ends here
  load32 w0, FFA_MEM_SHARE_64
  mov w1, #(end - tx)
  mov w2, #(end - tx)
  zero x3, x4
share:
  smc #0
shared:
done:
  brk #0

  .data
  .balign 4096
tx:
  .hword 0                              // sender: the host
  .byte 0x2f, 0                         // attributes (1.0: one byte), reserved
  .word 0                               // flags
  .quad 0, 0                            // handle, tag
  .word 0, 1                            // reserved, endpoint count
  .hword 0x8001                         // 1.0: the endpoint descriptor stands at byte 32
  .byte 2, 0                            // read and write, flags
  .word composite - tx
  .quad 0
composite:
  .word 1, 1                            // pages, ranges
  .quad 0
  .quad page
  .word 1, 0                            // one page, reserved
end:
  .balign 4096
rx:
  .skip 4096
page:
  .skip 4096
