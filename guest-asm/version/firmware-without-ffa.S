//! title Firmware without FF-A that says so in 32 bits
//! asks EL3 does not implement FF-A and answers FFA_VERSION with 0x00000000ffffffff. Does the hypervisor come up?
//! models pkvm/v6.6 pkvm/v6.12 pkvm/v6.18 pkvm/mainline-2026a pkvm/mainline-2026b
//! firmware version=1.2 min=2.0 neg1=32
//! expect boot [pkvm/mainline-*]: result == 0, hyp_buffers == 0, hyp_ffa_version == 0
//! expect boot [!pkvm/mainline-*]: result == -95
//! expect stop [!pkvm/mainline-*]: boot-failed
//! expect el3: FFA_VERSION
//! note Until 2026 all 64 bits are compared, and the answer counts as another major version.
//! note The start of protected KVM fails with -EOPNOTSUPP then.
//
// In:   nothing: the question is settled before the first instruction.
// Out:  nothing.
// Clause: DEN0077A 1.2, 13.2: NOT_SUPPORTED is an int32 in w0; DEN0028: unknown function identifier.
.include "call.inc"

_start:
  brk #0
