// Sixty lines of what stubs are made of, for the time that assembling takes: comments, macros with arguments and defaults,
// numeric and local labels, repetition, conditions, expressions, aliases, literals, data and sections.
.include "call.inc"
.equ PAGES, 4
.set ENDPOINT, 0x8001
.macro share pages=PAGES, handle:req
  load32 w0, FFA_MEM_SHARE
  mov w1, #(\pages * 8 + 64)
  mov w2, #(\pages * 8 + 64)
  zero x3, x4
  load64 x5, \handle
.endm
counter .req x19
buffer .req x20
_start:
  ffa_version FFA_VERSION_1_2
negotiate:
  smc #0
  cmp w0, #0
  b.lt 9f                       // the version was refused
  adrp buffer, descriptor
  add buffer, buffer, :lo12:descriptor
  mov counter, #3
1:
  share handle=0x123456789abcdef0
  conduit
  ldr x6, =0xfedcba9876543210
  ldr x7, =descriptor + 8 * PAGES
  subs counter, counter, #1
  b.ne 1b
  load32 w0, FFA_MSG_SEND_DIRECT_REQ
  movz w1, #ENDPOINT
  movk w1, #0x1, lsl #16
  .irp register, x2, x3, x4, x5, x6, x7
  eor \register, counter, buffer, lsl #7
  .endr
.Lrequest:
  smc #0
  stp x0, x1, [buffer, #16]
  ldp x2, x3, [buffer], #-16
  tbz w0, #31, 2f
  .rept 4
  lsr x0, x0, #1
  .endr
2:
  ubfx x1, x0, #4, #12
  csel x2, x1, x0, ne
  madd x3, x1, x2, x0
  .if PAGES > 2                 // LSE
  ldadd x1, x2, [buffer]
  .endif
9:
  brk #0
.data
.balign 4096
descriptor:
  .quad ENDPOINT, PAGES, negotiate
  .word 0x12345678, . - descriptor
  .asciz "a partition"
  .balign 8
