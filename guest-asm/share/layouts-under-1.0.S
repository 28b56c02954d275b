//! title Descriptors of 1.0 and of 1.1, read by 1.0
//! asks FF-A 1.1 made the header longer. What does a proxy that works by 1.0 make of each?
//! rows S0-4
//! models pkvm/v6.6 pkvm/v6.12 pkvm/v6.17-stable pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.0
//! expect old: x0 == FFA_SUCCESS
//! expect new: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! expect trap share_old: handled, smcs == 1
//! expect trap share_new: handled, smcs == 0
//! expect finding * [pkvm/v6.12, pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note The endpoint's part is looked for at byte 32: a 1.1 header has its own offset and zeros there.
//
// In:   1.0 negotiated; the same page shared with the layout of 1.0, then another one with that of 1.1.
// Out:  x0.
// Clause: DEN0077A 1.0 and 1.1, memory transaction descriptor.
.equ AGREED, 0x10000
.include "layouts.inc"
