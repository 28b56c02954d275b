/*
 * A peer of the trap benchmark: bare-metal EL2 on QEMU's `virt` machine, with a guest at EL1 whose SMCs it traps.
 *
 * Boots at EL2, sets HCR_EL2.TSC, and serves requests over semihosting (bench/README.md has the protocol): each request is a
 * number n; the guest then executes n SMCs in a loop of five instructions, and the answer has the handler's own count of
 * them, the time that they took by the virtual counter, and the guest's x2, to which the handler adds 152 a trap.
 *
 * For every trap the handler saves x0-x30, reads ESR_EL2, adds 4 to ELR_EL2 and restores x0-x30 (DDI 0487, D1.3 and D24.2).
 * x18 to x30 are the guest's as well: nothing is kept in a register across a trap but the stack pointer.
 *
 * Semihosting for AArch64: operation in w0, argument in x1, HLT #0xF000.
 */
        .equ SYS_WRITEC, 0x03
        .equ SYS_WRITE0, 0x04
        .equ SYS_READC, 0x07
        .equ SYS_EXIT, 0x18
        .equ APPLICATION_EXIT, 0x20026

        .equ HCR_TSC, 1 << 19
        .equ HCR_RW, 1 << 31
        .equ SPSR_EL1H, 0x3c5                   // DAIF masked
        .equ EC_SHIFT, 26
        .equ EC_HVC64, 0x16
        .equ EC_SMC64, 0x17
        .equ ANSWER_STEP, 152
        .equ FRAME, 256

        .text
        .global _start
_start:
        adr     x0, stack_top
        mov     sp, x0
        adr     x0, vectors
        msr     vbar_el2, x0
        mov     x0, #HCR_RW
        orr     x0, x0, #HCR_TSC
        msr     hcr_el2, x0
        isb
        adr     x1, greeting
        bl      write_text

serve:
        bl      read_number
        cbz     x0, exit
        mov     x26, x0                         // n
        adr     x1, traps
        str     xzr, [x1]
        adr     x1, guest
        msr     elr_el2, x1
        mov     x1, #SPSR_EL1H
        msr     spsr_el2, x1
        mov     x19, x26
        movz    w20, #0x0064                    // FFA_FEATURES of FFA_MEM_SHARE
        movk    w20, #0x8400, lsl #16
        movz    w21, #0x0073
        movk    w21, #0x8400, lsl #16
        mov     x2, #0
        isb
        mrs     x27, cntvct_el0
        eret

/* The guest says that it is done, with HVC: x2 has the sum, x27 the counter at the start. */
finished:
        mrs     x0, cntvct_el0
        add     sp, sp, #FRAME                  // the guest does not run on: its frame is not wanted
        sub     x0, x0, x27
        mov     x28, x2
        mrs     x1, cntfrq_el0
        mov     x2, #0xca00                     // 1,000,000,000
        movk    x2, #0x3b9a, lsl #16
        mul     x0, x0, x2
        udiv    x27, x0, x1
        adr     x0, traps
        ldr     x0, [x0]
        mov     w25, #' '
        bl      write_number
        mov     x0, x27
        bl      write_number
        mov     x0, x28
        mov     w25, #'\n'
        bl      write_number
        b       serve

exit:
        adr     x1, exit_block
        mov     w0, #SYS_EXIT
        hlt     #0xf000
        b       .

unexpected:
        adr     x1, unexpected_text
        bl      write_text
        mrs     x0, esr_el2
        mov     w25, #'\n'
        bl      write_number
        b       exit

/* The guest, at EL1. */
guest:
        mov     w0, w20
        mov     w1, w21
        smc     #0
        subs    x19, x19, #1
        b.ne    guest
        hvc     #0

/* A synchronous exception from EL1: what a hypervisor does before it knows what the call is, and after it has answered. */
from_el1:
        stp     x0, x1, [sp, #0]
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        stp     x8, x9, [sp, #64]
        stp     x10, x11, [sp, #80]
        stp     x12, x13, [sp, #96]
        stp     x14, x15, [sp, #112]
        stp     x16, x17, [sp, #128]
        stp     x18, x19, [sp, #144]
        stp     x20, x21, [sp, #160]
        stp     x22, x23, [sp, #176]
        stp     x24, x25, [sp, #192]
        stp     x26, x27, [sp, #208]
        stp     x28, x29, [sp, #224]
        str     x30, [sp, #240]
        mrs     x9, esr_el2
        lsr     x9, x9, #EC_SHIFT
        cmp     x9, #EC_SMC64
        b.ne    not_smc
        adr     x10, traps
        ldr     x11, [x10]
        add     x11, x11, #1
        str     x11, [x10]
        mov     x12, #0x61                      // FFA_SUCCESS
        movk    x12, #0x8400, lsl #16
        str     x12, [sp, #0]
        ldr     x12, [sp, #16]
        add     x12, x12, #ANSWER_STEP
        str     x12, [sp, #16]
        mrs     x13, elr_el2
        add     x13, x13, #4
        msr     elr_el2, x13
        ldp     x0, x1, [sp, #0]
        ldp     x2, x3, [sp, #16]
        ldp     x4, x5, [sp, #32]
        ldp     x6, x7, [sp, #48]
        ldp     x8, x9, [sp, #64]
        ldp     x10, x11, [sp, #80]
        ldp     x12, x13, [sp, #96]
        ldp     x14, x15, [sp, #112]
        ldp     x16, x17, [sp, #128]
        ldp     x18, x19, [sp, #144]
        ldp     x20, x21, [sp, #160]
        ldp     x22, x23, [sp, #176]
        ldp     x24, x25, [sp, #192]
        ldp     x26, x27, [sp, #208]
        ldp     x28, x29, [sp, #224]
        ldr     x30, [sp, #240]
        add     sp, sp, #FRAME
        eret

not_smc:
        cmp     x9, #EC_HVC64
        b.eq    finished
        b       unexpected

/*
 * x0 := a number of 16 hexadecimal digits; whatever else comes in is passed over. SYS_READC stops the CPU while there is
 * nothing to read; QEMU 7.2 then returns a zero before the first character.
 */
read_number:
        mov     x24, #0
        mov     x25, #16
1:      mov     w0, #SYS_READC
        mov     x1, #0
        hlt     #0xf000
        and     w0, w0, #0xff
        cmp     w0, #'0'
        b.lo    1b
        sub     w1, w0, #'0'
        sub     w2, w0, #('a' - 10)
        cmp     w0, #'a'
        csel    w1, w1, w2, lo
        add     x24, x1, x24, lsl #4
        subs    x25, x25, #1
        b.ne    1b
        mov     x0, x24
        ret

/* Writes x0 as 16 hexadecimal digits and then the character in w25. */
write_number:
        adr     x1, digits
        mov     x2, #60
1:      lsr     x3, x0, x2
        and     x3, x3, #15
        add     w4, w3, #'0'
        add     w5, w3, #('a' - 10)
        cmp     w3, #10
        csel    w4, w4, w5, lo
        strb    w4, [x1], #1
        subs    x2, x2, #4
        b.pl    1b
        strb    w25, [x1], #1
        strb    wzr, [x1]
        adr     x1, digits

/* Writes the text at x1, which ends with a zero byte. */
write_text:
        mov     w0, #SYS_WRITE0
        hlt     #0xf000
        ret

/* Vectors: from_el1 stands at +0x400, synchronous from a lower level in AArch64; nothing else is expected. */
        .balign 0x800
vectors:
        .rept   8
        b       unexpected
        .balign 0x80
        .endr
        sub     sp, sp, #FRAME
        b       from_el1
        .balign 0x80
        .rept   7
        b       unexpected
        .balign 0x80
        .endr

        .balign 16
exit_block:
        .quad   APPLICATION_EXIT, 0
traps:
        .quad   0
digits:
        .space  24
greeting:
        .asciz  "trapline-peer 1 bare-metal EL2 handler\n"
unexpected_text:
        .asciz  "unexpected exception: "
        .balign 16
        .space  1024
stack_top:
