//! title Descriptors of 1.0 and of 1.1, read by 1.1
//! asks FF-A 1.1 made the header longer. What does a proxy that works by 1.1 make of each?
//! rows S0-4
//! models pkvm/v6.12 pkvm/v6.17-stable pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.1
//! expect old: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect new: x0 == FFA_SUCCESS
//! expect trap share_old: handled, smcs == 0
//! expect trap share_new: handled, smcs == 1
//! expect finding * [pkvm/v6.12, pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note The endpoint's part is looked for at byte 48: a 1.0 descriptor has page and range counts there.
//! note The newest version reads bytes 32 to 35 as the offset of that part: they are receiver and permissions.
//
// In:   1.1 negotiated; a page shared with the layout of 1.0, then another one with that of 1.1.
// Out:  x0.
// Clause: DEN0077A 1.0 and 1.1, memory transaction descriptor.
.equ AGREED, 0x10001
.include "layouts.inc"
