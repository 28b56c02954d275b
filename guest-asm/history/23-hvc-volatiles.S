//! title A hypercall zeroes what it does not return, x18 too
//! asks A hypercall has one result. Are x4 to x18 as they were?
//! rows H23
//! models relay/plain+volatile=zeroed-x18 relay/plain+volatile=zeroed relay/plain
//! conduit hvc
//! red finding call [*=zeroed-x18]: x18 rule=x18-x30
//! red finding call [*=zeroed*]: x4..x7 rule=x4-x7
//! red finding call [*=zeroed*]: x8..x17 rule=smc32-x8-x17
//! red returned [*=zeroed*]: x4..x18 == before
//! expect returned [*=zeroed]: x18 == before
//! expect returned: x0 == 0, x19..x30 == before
//! note Hafnium 5bc0b4cd (July 2018): x18 was a scratch register, and its saved value not loaded.
//! note Hafnium 3a71c98a (September 2019): volatile registers were zeroed, which SMCCC 1.0 allows and 1.1 does not.
//
// In:   x0 a hypercall, x1-x18 with values.
// Out:  x4-x18.
// Clause: DEN0028 2.6: x4-x17 preserved from 1.1 on, x18 in every version.
.include "call.inc"

_start:
  load32 w0, 0x86000000
call:
  hvc #0
returned:
  brk #0
