// Linked into small.elf: aarch64-linux-gnu-gcc -nostdlib -static -no-pie -Wl,-Ttext-segment=0x80000000,--build-id=none
.text
.global _start
_start:
  adrp x0, value
  ldr x1, [x0, :lo12:value]
call:
  smc #0
done:
  brk #0
  nop
.data
.balign 8
value: .quad 0x1122334455667788
.bss
buffer: .skip 64
.equ CONSTANT, 42
