/** The firmware model's own variables. Offsets from FIRMWARE_STATE_START. */

/** u32: scripted replies before this index are all used, so a search starts here. */
export const STATE_FIRST_REPLY: u32 = 0x00;
