/** Switches of the relay. Offsets from RELAY_SWITCH_START, u32 each; names are in switch-table.ts. */

// ---- where the guest goes on ----------------------------------------------------------------------------------------
/** What is added to the return address of an HVC, which is past the instruction already. */
export const SWITCH_HVC_RETURN: u32 = 0x00;
export const HVC_RETURN_NEXT: u32 = 0;
/** 4: an instruction is skipped. */
export const HVC_RETURN_SKIPS: u32 = 1;

/** What is added to the return address of a trapped SMC, which is the instruction itself. */
export const SWITCH_SMC_RETURN: u32 = 0x04;
export const SMC_RETURN_NEXT: u32 = 0;
/** Nothing: the instruction traps again. */
export const SMC_RETURN_STAYS: u32 = 1;

/** What becomes of the increment that a trapped SMC is owed, where the call starts the vCPU elsewhere. */
export const SWITCH_RESUME_INCREMENT: u32 = 0x08;
export const INCREMENT_DROPPED: u32 = 0;
/** It is added to the new address. */
export const INCREMENT_APPLIED: u32 = 1;

// ---- registers ------------------------------------------------------------------------------------------------------
/** x1 to x18 after an HVC, where they hold no result. */
export const SWITCH_VOLATILE: u32 = 0x0c;
export const VOLATILE_KEPT: u32 = 0;
/** x1 to x17 are 0. */
export const VOLATILE_ZEROED: u32 = 1;
/** x1 to x18 are. */
export const VOLATILE_ZEROED_X18: u32 = 2;

/** x8 to x17 of an SMC that is passed on, and of its caller after it. */
export const SWITCH_FORWARDED_REGISTERS: u32 = 0x10;
/** The caller's; they come back where the call defines them. */
export const FORWARDED_OWN: u32 = 0;
/** 0, which comes back. */
export const FORWARDED_ZEROED: u32 = 1;
/** What EL2 last had in them, which comes back. */
export const FORWARDED_RESIDUE: u32 = 2;

// ---- ids ------------------------------------------------------------------------------------------------------------
/** Bit 16 of a function id. */
export const SWITCH_HINT: u32 = 0x14;
export const HINT_MASKED: u32 = 0;
/** Part of the id that is compared. */
export const HINT_COMPARED: u32 = 1;

/** A function id that nobody has. */
export const SWITCH_UNKNOWN: u32 = 0x18;
/** x0 = -1. */
export const UNKNOWN_MINUS_ONE: u32 = 0;
/** An UNDEFINED exception. */
export const UNKNOWN_UNDEFINED: u32 = 1;

// ---- boot -----------------------------------------------------------------------------------------------------------
/** What the relay asks of EL3 before the guest runs. */
export const SWITCH_BOOT_CALLS: u32 = 0x1c;
export const BOOT_NONE: u32 = 0;
/** FFA_VERSION, then FFA_NOTIFICATION_BITMAP_CREATE for its guest. */
export const BOOT_VERSION_FIRST: u32 = 1;
/** The other way round. */
export const BOOT_VERSION_LAST: u32 = 2;
