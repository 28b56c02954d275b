//! title The answer to an unknown RMI call goes to the monitor itself, for ever
//! asks The monitor does not know a call. Does the caller get -1?
//! rows H4
//! models none
//! firmware no-ffa+realm=rmm+realm_unknown=lost no-ffa+realm=rmm
//! red stop [*@*=lost]: brk #0
//! red returned [*@*=lost]: x0 == 0xffffffffffffffff
//! expect stop [*@*=lost]: el3-loop at call
//! note TF-A b96253db0838 (November 2022): -1 stood where the id RMI_REQ_COMPLETE belongs.
//! note EL3 took that for a call of the monitor's own and answered -1, which the monitor took for the next call (by reading).
//
// In:   x0 an RMI id that no monitor has.
// Out:  x0 -1.
// Clause: DEN0028 5.2: an unknown function id returns -1 to its caller.
.include "call.inc"

_start:
  load32 w0, 0xc400018d
call:
  smc #0
returned:
  brk #0
