/** Numbers of libunicorn's C interface, as in its headers unicorn.h and arm64.h (2.0 and later). */

export const UC_ARCH_ARM64 = 2;
export const UC_MODE_LITTLE_ENDIAN = 0;
/** The only CPU model with LSE, PAN, pointer authentication and BTI; SMC and HVC trap as they do on the others. */
export const UC_CPU_ARM64_MAX = 3;

/** uc_ctl: set the CPU model, one argument, direction "write". */
export const UC_CTL_WRITE_CPU_MODEL = 7 | (1 << 26) | (1 << 30);

export const UC_PROT_EXEC = 4;
export const UC_PROT_ALL = 7;

export const UC_HOOK_INTR = 1 << 0;
export const UC_HOOK_CODE = 1 << 2;
/** Reads, writes and fetches that hit no mapping or lack the permission: bits 4 to 9. */
export const UC_HOOK_MEM_INVALID = 0x3f << 4;
export const UC_HOOK_MEM_WRITE = 1 << 11;

export const UC_MEM_READ_UNMAPPED = 19;
export const UC_MEM_WRITE_UNMAPPED = 20;
export const UC_MEM_FETCH_UNMAPPED = 21;
export const UC_MEM_WRITE_PROT = 22;
export const UC_MEM_READ_PROT = 23;
export const UC_MEM_FETCH_PROT = 24;

/** Exception numbers that the interrupt hook is given. */
export const EXCP_UDEF = 1;
export const EXCP_SWI = 2;
export const EXCP_PREFETCH_ABORT = 3;
export const EXCP_DATA_ABORT = 4;
export const EXCP_BKPT = 7;
export const EXCP_HVC = 11;
export const EXCP_HYP_TRAP = 12;
export const EXCP_SMC = 13;

/** Register numbers. x29 and x30 stand apart from x0 to x28. */
export const UC_ARM64_REG_X29 = 1;
export const UC_ARM64_REG_X30 = 2;
/** The stack pointer in use. */
export const UC_ARM64_REG_SP = 4;
export const UC_ARM64_REG_X0 = 199;
export const UC_ARM64_REG_V0 = 228;
export const UC_ARM64_REG_PC = 260;
export const UC_ARM64_REG_TPIDR_EL0 = 262;
export const UC_ARM64_REG_PSTATE = 265;
export const UC_ARM64_REG_ELR_EL1 = 267;
/** The banked stack pointers; the one in use is stale here. */
export const UC_ARM64_REG_SP_EL0 = 270;
export const UC_ARM64_REG_SP_EL1 = 271;
export const UC_ARM64_REG_ESR_EL1 = 277;
export const UC_ARM64_REG_FAR_EL1 = 281;
export const UC_ARM64_REG_VBAR_EL1 = 287;
/** Any system register, by its encoding. */
export const UC_ARM64_REG_CP_REG = 290;
export const UC_ARM64_REG_FPCR = 291;
export const UC_ARM64_REG_FPSR = 292;
