//! title EL2's other calls wait for the host's version
//! asks EL2 sends FFA_VERSION alone at boot, and FFA_ID_GET and FFA_FEATURES when the host has negotiated. In which
//! asks order does the secure side see them, when the host asks for less than EL2 has?
//! rows S2-12, S2-14
//! models pkvm/v6.12 pkvm/v6.18 pkvm/mainline-2026b pkvm/v6.12+init_calls=at-boot
//! firmware version=1.2
//! expect el3 [pkvm/v6.12]: FFA_VERSION(0x10001) FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES(0xc4000066)
//! expect el3 [!pkvm/v6.12*]: FFA_VERSION(0x10002) FFA_VERSION(0x10000) FFA_ID_GET FFA_FEATURES(0xc4000066)
//! expect el3 [*at-boot]: FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES FFA_VERSION(0x10000) …
//! expect trap negotiation: handled, smcs == 3
//! expect state asked: has_version_negotiated == 1
//! note Two pairs negotiate: EL2 with the secure side, and the host with EL2.
//! note The first is still open when the second is settled only where EL2 keeps quiet until then.
//
// In:   x0 FFA_VERSION, w1 1.0, below EL2's version.
// Out:  x0 the version.
// Clause: DEN0077A 1.2, 13.2.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_0
asked:
  brk #0
