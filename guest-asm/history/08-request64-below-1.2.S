//! title x8 to x17 of a 1.1 caller reach a 1.2 partition
//! asks Below FF-A 1.2 no message has x8 to x17. What does a partition find there in a 64-bit request of a 1.1 caller?
//! rows H8
//! models none
//! firmware tfa-spmd+optee+world_switch=x0-x17+version_gate=off tfa-spmd+optee
//! red partition 0x8001#1 [*@*=off]: x8..x17 == 0
//! red finding partition 0x8001 [*@*=off]: x8..x17 rule=smc32-x8-x17
//! expect partition 0x8001#1: x0 == FFA_MSG_SEND_DIRECT_REQ_64
//! expect finding * [*@*]: x4..x7 rule=x4-x7
//! expect finding * [*@*=off]: x8..x17
//! note TF-A bb9fc8c0bbf5 (February 2025): the dispatcher looks at both versions and at bit 30 of the id that goes out.
//
// In:   FFA_VERSION 1.1; FFA_MSG_SEND_DIRECT_REQ_64 with x8-x17.
// Out:  the partition's x8-x17.
// Clause: DEN0077A 1.2, 15.2.
.include "request64.inc"
