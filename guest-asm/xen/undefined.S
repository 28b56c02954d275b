//! title SMC and HVC with an immediate: an instruction that is UNDEFINED
//! asks Xen handles SMC #0 and HVC #0. What becomes of another immediate: where does the VM go on, and at which address
//! asks does it find the instruction?
//! models xen/v1.2 xen/before-negotiation
//! firmware tfa-spmd+optee
//! expect trap smc_1: undefined, smcs == 0, immediate == 1
//! expect trap smc_hypercall: undefined, immediate == 0xea1
//! expect trap hvc_1: undefined, smcs == 0, immediate == 1
//! expect handler: x0 == FFA_VERSION, x1..x17 == before, pstate == 0x3c5
//! expect seen#1: x21 == smc_1, x22 == 0x2000000, x23 & 0xf00003c5 == 0x600003c5
//! expect seen#2: x21 == smc_hypercall
//! expect seen#3: x21 == hvc_1 + 4
//! expect ended: x0 == FFA_VERSION, x24 == 3
//! note SMC was trapped before it executed, HVC returns behind itself: the address that the VM finds is not the same.
//
// In:   x0 FFA_VERSION; SMC #1, SMC #0xEA1, HVC #1, each behind the condition flags Z and C.
// Out:  x21 ELR_EL1, x22 ESR_EL1, x23 SPSR_EL1 in the handler; x24 how often it ran.
// Clause: DDI 0487 D1.3 (exception to EL1), D24.2.40 (ESR_EL1.EC 0: unknown reason).
.include "call.inc"

.macro z_and_c                          // sets Z and C, clears N and V
  cmp xzr, xzr
.endm

vectors:                                // at the start of the program, which is aligned to 2 KiB
  .rept 0x200 / 4
  nop
  .endr
handler:                                // current EL with SPx, synchronous
  mrs x21, elr_el1
  mrs x22, esr_el1
  mrs x23, spsr_el1
  add x24, x24, #1
seen:
  msr elr_el1, x25
  eret

_start:
  ldr x20, =vectors
  msr vbar_el1, x20
  mov x24, #0
  load32 w0, FFA_VERSION
  z_and_c
  adr x25, after_smc_1
smc_1:
  smc #1
after_smc_1:
  z_and_c
  adr x25, after_smc_hypercall
smc_hypercall:
  smc #0xea1
after_smc_hypercall:
  adr x25, after_hvc_1
hvc_1:
  hvc #1
after_hvc_1:
ended:
  brk #0
