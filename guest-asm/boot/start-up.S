//! title A Linux with protected KVM starts, in the order of mainline
//! asks The driver is a device initcall, linked behind KVM; EFI variables and the TPM are used at the end. Does every
//! asks part of it get what it wants from FF-A?
//! rows S4-3
//! models pkvm/v6.18 pkvm/mainline-2026b
//! firmware tfa-spmd+hafnium tfa-spmd+optee
//! partition 0x8001
//! partition 0x8002
//! hypervisor at-hvc
//! expect kvm: x0 == 0
//! expect driver: x0 == 0
//! expect tpm: x0 == 0
//! expect loaded: x0 == 0
//! expect measured: x0 == 0
//! expect shared: x0 == 0
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note `trapline boot` runs the same subroutines in every order that the levels allow.
//
// In:   nothing.
// Out:  x0 of each event: 0 or a negative errno.
// Clause: DEN0077A 1.2, 13.2.2.
.text
.globl _start
_start:
  bl kvm_arm_init
kvm:
  bl tpm_init
  bl ffa_init
driver:
  bl finalize_pkvm
  bl tpm_init                           // bound by now: it probes once more
tpm:
  bl load_uefi_certs
loaded:
  bl init_ima
measured:
  bl share
shared:
  brk #0
.include "start-up.inc"
