/*
 * Bare-metal entry of the compiled programs: x0 is the number of iterations, BRK #0 ends with the checksum in x0, or with
 * all bits set where one iteration's checksum differed from the first one's.
 */
        .section .text.start, "ax"
        .global _start
_start:
        movz    x1, #0x800f, lsl #16            // first byte of the hypervisor's pages: the stack grows down from it
        mov     sp, x1
        mov     x19, x0
        adrp    x1, zero_start
        add     x1, x1, :lo12:zero_start
        adrp    x2, zero_end
        add     x2, x2, :lo12:zero_end
        b       5f
4:      stp     xzr, xzr, [x1], #16
5:      cmp     x1, x2
        b.ne    4b
        bl      run
        mov     x20, x0
        b       2f
1:      bl      run
        cmp     x0, x20
        b.ne    3f
2:      subs    x19, x19, #1
        b.ne    1b
        mov     x0, x20
        brk     #0
3:      mov     x0, #-1
        brk     #0
