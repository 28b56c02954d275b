//! title A fifth result that never arrives
//! asks RMI_RTT_READ_ENTRY returns five values, the last in x4. Does EL3 let it through, and x4 alone where there is
//! asks none?
//! rows H3
//! models none
//! firmware no-ffa+realm=rmm+realm_window=x0-x3 no-ffa+realm=rmm
//! registers x4=canary
//! red read [*@*=x0-x3]: x4 == 1
//! expect delegated: x0 == 0, x4 == before
//! note TF-A 8e51cccaefc1 (September 2022): the mending of exhibit 2 had gone a register too far.
//! note From then on the monitor has to pass the caller's x4 where it has no result: exhibits 1 and 4 did not.
//
// In:   x0 RMI_RTT_READ_ENTRY, then RMI_GRANULE_DELEGATE, with another x4.
// Out:  x4 the RIPAS, 1 for RAM; then x4 as it was.
// Clause: DEN0028 2.7: x4 may be a result where the function's definition says so.
.include "call.inc"
.include "calls.inc"

_start:
  rmi_rtt_read_entry
call:
  smc #0
read:
  invert x4
  rmi_granule_delegate address=0x880000000
delegate:
  smc #0
delegated:
  brk #0
