//! title When does a partition wait for messages?
//! asks A direct request before anybody has negotiated a version: is the partition there? One reading of the
//! asks specification has it wait only once versions are settled.
//! rows S4-10, S4-8
//! models none pkvm/v6.6 pkvm/v6.18
//! firmware tfa-spmd+hafnium tfa-spmd+optee tfa-el3-spmc tfa-spmd+hafnium+partition_start=negotiated
//! expect answered [none@*hafnium, none@*optee, *6.6@*hafnium, *6.6@*optee]: x0 == FFA_MSG_SEND_DIRECT_RESP_64
//! expect answered [none@tfa-el3-spmc]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect answered [none@*=negotiated]: x0 == FFA_ERROR
//! expect answered [pkvm/v6.18@*]: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap request [pkvm/v6.18@*]: refused, smcs == 0
//! expect state answered [none@*hafnium]: partition_8001 == 1
//! expect state answered [none@*=negotiated]: partition_8001 == 0
//! note Partitions of Hafnium and OP-TEE wait from the boot on, whatever the normal world has asked for.
//
// In:   x0 FFA_MSG_SEND_DIRECT_REQ_64, w1 from 0 to 0x8001.
// Out:  x0, x2.
// Clause: DEN0077A 1.2, 5.2 and 13.2.2.
.include "host.inc"

_start:
  ffa_begin FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
request:
  smc #0
answered:
  brk #0
