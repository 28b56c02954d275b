//! title A call that is passed on returns the hypervisor's x8 to x17
//! asks A SiP call goes through EL2 to EL3 as it is. Whose are x8 to x17 when it comes back?
//! rows H23b
//! models relay/plain+forwarded_registers=residue relay/plain+forwarded_registers=zeroed relay/plain
//! firmware no-ffa
//! red finding call [*=residue]: x8..x17 rule=undefined-value
//! red finding call [*=zeroed]: x8..x17 rule=smc32-x8-x17
//! red returned [*=residue, *=zeroed]: x8..x17 == before
//! expect returned [*=zeroed]: x8..x17 == 0
//! expect returned: x4..x7 == before, x18..x30 == before
//! note Hafnium e76acb40 (June 2023) zeroed what EL3 had got uninitialised; c60cc1f4 (July 2023) leaves it alone.
//! note Hafnium at S-EL2 did that for a partition. Here the same is done for a guest of the normal world.
//
// In:   x0 a SiP call, x8-x17 with values.
// Out:  x8-x17.
// Clause: DEN0028 2.6: an SMC32 call preserves x8-x30.
.include "call.inc"

_start:
  load32 w0, 0x82000001
call:
  smc #0
returned:
  brk #0
