/** The proxy's own variables. Offsets from PKVM_STATE_START. */

/** u64: physical address of the host's TX buffer, 0 while none is mapped. */
export const STATE_HOST_TX: u32 = 0x00;
/** u64: physical address of the host's RX buffer, 0 while none is mapped. */
export const STATE_HOST_RX: u32 = 0x08;
/** u32: 1 once initialisation has handed the hypervisor's own TX, RX and descriptor pages to the proxy. */
export const STATE_HYP_BUFFERS: u32 = 0x10;
/** u32: version word that the proxy works by. */
export const STATE_HYP_FFA_VERSION: u32 = 0x14;
/** u32: 1 once a host FFA_VERSION has succeeded. */
export const STATE_NEGOTIATED: u32 = 0x18;
