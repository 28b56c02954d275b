/**
 * The system registers that the processor has (DDI 0487, D24.2; names and encodings are in
 * encodings-system-registers.ts). What is in that table and not in this one belongs to a feature that the processor does
 * not have, and is UNDEFINED; the debug registers of `unimplemented` it should have and does not.
 *
 *   [ name, lowest level that may read, that may write, what it is, options ]
 *
 * 'slot'    64 bits of the vCPU block, of which `mask` can be written
 * 0x…       always reads so, writes are ignored
 * 'special' in code, by name (operations/system-register-special.ts)
 */
export type SystemRegisterBehaviour = readonly [
  name: string,
  read: 0 | 1 | 2 | 3 | 'never',
  write: 0 | 1 | 2 | 3 | 'never',
  kind: 'slot' | 'special' | bigint,
  options?: SystemRegisterOptions,
];

interface SystemRegisterOptions {
  /** Bits that a write changes; all of them where this is absent. */
  readonly mask?: bigint;
  /** Value after reset; 0 where this is absent. */
  readonly reset?: bigint;
  /** Bit of HCR_EL2 that traps reads, and writes, from EL1 to EL2. */
  readonly trapRead?: number;
  readonly trapWrite?: number;
}

// HCR_EL2 fields.
const TID1 = { trapRead: 16 } as const;
const TID2 = { trapRead: 17, trapWrite: 17 } as const;
const TID3 = { trapRead: 18 } as const;
const TACR = { trapRead: 21, trapWrite: 21 } as const;
/** TRVM and TVM. */
const VM = { trapRead: 30, trapWrite: 26 } as const;
const TLOR = { trapRead: 35, trapWrite: 35 } as const;

const WORD = { mask: 0xffffffffn } as const;
const VECTOR = { mask: ~0x7ffn & 0xffffffffffffffffn } as const;
/** M, A, C, SA, SA0, UMA, I, DZE, UCT, nTWI, nTWE, WXN, SPAN, UCI, DSSBS. */
const SCTLR_EL1 = 0x10000_04_8d_d21fn;
/** M, A, C, SA, I, WXN, DSSBS. */
const SCTLR_UPPER = 0x10000_00_08_100fn;

// biome-ignore format: one line a register
export const systemRegisterBehaviour: readonly SystemRegisterBehaviour[] = [
  // ---- process state ------------------------------------------------------------------------------------------------
  ['nzcv',             0, 0,       'special'],
  ['daif',             0, 0,       'special'],
  ['currentel',        1, 'never', 'special'],
  ['spsel',            1, 1,       'special'],
  ['pan',              1, 1,       'special'],
  ['uao',              1, 1,       'special'],
  ['dit',              0, 0,       'special'],
  ['ssbs',             0, 0,       'special'],
  ['fpcr',             0, 0,       'special'],
  ['fpsr',             0, 0,       'special'],
  ['sp_el0',           1, 1,       'special'],
  ['sp_el1',           2, 2,       'slot'],
  ['sp_el2',           3, 3,       'slot'],
  // ---- identification -----------------------------------------------------------------------------------------------
  ['midr_el1',         1, 'never', 'special'],
  ['mpidr_el1',        1, 'never', 'special'],
  ['revidr_el1',       1, 'never', 0n,                   TID1],
  ['aidr_el1',         1, 'never', 0n,                   TID1],
  // EL0 to EL3 in AArch64 only; FP and SIMD with half precision; DIT.
  ['id_aa64pfr0_el1',  1, 'never', 0x0001000000111111n,  TID3],
  // SSBS with MRS and MSR.
  ['id_aa64pfr1_el1',  1, 'never', 0x0000000000000020n,  TID3],
  // Armv8.0 debug, two breakpoints, two watchpoints; no PMU.
  ['id_aa64dfr0_el1',  1, 'never', 0x0000000000101006n,  TID3],
  ['id_aa64dfr1_el1',  1, 'never', 0n,                   TID3],
  ['id_aa64afr0_el1',  1, 'never', 0n,                   TID3],
  ['id_aa64afr1_el1',  1, 'never', 0n,                   TID3],
  // CRC32, LSE atomics, FlagM2.
  ['id_aa64isar0_el1', 1, 'never', 0x0020000000210000n,  TID3],
  // DPB2, LRCPC2, SB.
  ['id_aa64isar1_el1', 1, 'never', 0x0000001000200002n,  TID3],
  // 40 bits of physical address, no translation granule.
  ['id_aa64mmfr0_el1', 1, 'never', 0x00000000ff000002n,  TID3],
  // LORegions, PAN.
  ['id_aa64mmfr1_el1', 1, 'never', 0x0000000000110000n,  TID3],
  // UAO.
  ['id_aa64mmfr2_el1', 1, 'never', 0x0000000000000010n,  TID3],
  // One level of 32 KiB caches; what memory holds is what instructions are fetched from.
  ['ctr_el0',          0, 'never', 'special',            TID2],
  ['dczid_el0',        0, 'never', 'special'],
  ['clidr_el1',        1, 'never', 0x0000000001000003n,  TID2],
  ['ccsidr_el1',       1, 'never', 0x00000000000fe01an,  TID2],
  ['csselr_el1',       1, 1,       'slot',               { mask: 0xfn, ...TID2 }],
  ['lorsa_el1',        1, 1,       0n,                   TLOR],
  ['lorea_el1',        1, 1,       0n,                   TLOR],
  ['lorn_el1',         1, 1,       0n,                   TLOR],
  ['lorc_el1',         1, 1,       0n,                   TLOR],
  ['lorid_el1',        1, 'never', 0n,                   TLOR],
  // ---- EL1 ----------------------------------------------------------------------------------------------------------
  ['sctlr_el1',        1, 1,       'special',            { mask: SCTLR_EL1, reset: 0x30d00800n, ...VM }],
  ['actlr_el1',        1, 1,       0n,                   TACR],
  ['cpacr_el1',        1, 1,       'special',            { mask: 0x300000n, reset: 0x300000n }],
  ['ttbr0_el1',        1, 1,       'slot',               VM],
  ['ttbr1_el1',        1, 1,       'slot',               VM],
  ['tcr_el1',          1, 1,       'slot',               VM],
  ['esr_el1',          1, 1,       'slot',               { ...WORD, ...VM }],
  ['far_el1',          1, 1,       'slot',               VM],
  ['afsr0_el1',        1, 1,       0n,                   VM],
  ['afsr1_el1',        1, 1,       0n,                   VM],
  ['mair_el1',         1, 1,       'slot',               VM],
  ['amair_el1',        1, 1,       0n,                   VM],
  ['contextidr_el1',   1, 1,       'slot',               { ...WORD, ...VM }],
  ['vbar_el1',         1, 1,       'slot',               VECTOR],
  ['elr_el1',          1, 1,       'slot'],
  ['spsr_el1',         1, 1,       'slot',               WORD],
  ['par_el1',          1, 1,       'slot'],
  ['isr_el1',          1, 'never', 0n],
  ['tpidr_el0',        0, 0,       'slot'],
  ['tpidrro_el0',      0, 1,       'slot'],
  ['tpidr_el1',        1, 1,       'slot'],
  ['mdscr_el1',        1, 1,       'slot',               { mask: 0xb001n }],
  ['osdlr_el1',        1, 1,       'slot',               { mask: 1n }],
  ['oslar_el1',        'never', 1, 'special'],
  ['oslsr_el1',        1, 'never', 'slot',               { reset: 0xan }],
  ['mdrar_el1',        1, 'never', 0n],
  // ---- timers: the counters count instructions, 1 GHz stands for one a nanosecond ---------------------------------------
  ['cntfrq_el0',       0, 3,       'special',            { ...WORD, reset: 1000000000n }],
  ['cntpct_el0',       0, 'never', 'special'],
  ['cntvct_el0',       0, 'never', 'special'],
  ['cntkctl_el1',      1, 1,       'slot',               { mask: 0x3ffn }],
  ['cntp_ctl_el0',     0, 0,       'special',            { mask: 3n }],
  ['cntp_cval_el0',    0, 0,       'special'],
  ['cntp_tval_el0',    0, 0,       'special'],
  ['cntv_ctl_el0',     0, 0,       'special',            { mask: 3n }],
  ['cntv_cval_el0',    0, 0,       'special'],
  ['cntv_tval_el0',    0, 0,       'special'],
  ['cntps_ctl_el1',    3, 3,       'special',            { mask: 3n }],
  ['cntps_cval_el1',   3, 3,       'special'],
  ['cntps_tval_el1',   3, 3,       'special'],
  ['cnthp_ctl_el2',    2, 2,       'special',            { mask: 3n }],
  ['cnthp_cval_el2',   2, 2,       'special'],
  ['cnthp_tval_el2',   2, 2,       'special'],
  ['cntvoff_el2',      2, 2,       'slot'],
  ['cnthctl_el2',      2, 2,       'slot',               { mask: 0xffn, reset: 3n }],
  // ---- EL2 ----------------------------------------------------------------------------------------------------------
  // Without VHE, HCD and what later features add; RW is 1: EL1 has AArch64 alone.
  ['hcr_el2',          2, 2,       'special',            { mask: 0x0000000b5fffffffn }],
  ['sctlr_el2',        2, 2,       'special',            { mask: SCTLR_UPPER, reset: 0x30c50830n }],
  ['actlr_el2',        2, 2,       0n],
  ['cptr_el2',         2, 2,       'special',            { mask: 0x80000400n, reset: 0x33ffn }],
  ['hstr_el2',         2, 2,       0n],
  ['hacr_el2',         2, 2,       0n],
  ['mdcr_el2',         2, 2,       'slot',               WORD],
  ['vpidr_el2',        2, 2,       'slot',               { ...WORD, reset: 0x000f5410n }],
  ['vmpidr_el2',       2, 2,       'slot'],
  ['ttbr0_el2',        2, 2,       'slot'],
  ['tcr_el2',          2, 2,       'slot'],
  ['vttbr_el2',        2, 2,       'slot'],
  ['vtcr_el2',         2, 2,       'slot'],
  ['esr_el2',          2, 2,       'slot',               WORD],
  ['far_el2',          2, 2,       'slot'],
  ['hpfar_el2',        2, 2,       'slot'],
  ['afsr0_el2',        2, 2,       0n],
  ['afsr1_el2',        2, 2,       0n],
  ['mair_el2',         2, 2,       'slot'],
  ['amair_el2',        2, 2,       0n],
  ['vbar_el2',         2, 2,       'slot',               VECTOR],
  ['elr_el2',          2, 2,       'slot'],
  ['spsr_el2',         2, 2,       'slot',               WORD],
  ['spsr_abt',         2, 2,       0n],
  ['spsr_fiq',         2, 2,       0n],
  ['spsr_irq',         2, 2,       0n],
  ['spsr_und',         2, 2,       0n],
  ['tpidr_el2',        2, 2,       'slot'],
  // ---- EL3 ----------------------------------------------------------------------------------------------------------
  // RW is 1.
  ['scr_el3',          3, 3,       'special',            { mask: 0x7b8fn }],
  ['sctlr_el3',        3, 3,       'special',            { mask: SCTLR_UPPER, reset: 0x30c50830n }],
  ['actlr_el3',        3, 3,       0n],
  ['cptr_el3',         3, 3,       'special',            { mask: 0x80000400n }],
  ['mdcr_el3',         3, 3,       'slot',               WORD],
  ['ttbr0_el3',        3, 3,       'slot'],
  ['tcr_el3',          3, 3,       'slot'],
  ['esr_el3',          3, 3,       'slot',               WORD],
  ['far_el3',          3, 3,       'slot'],
  ['afsr0_el3',        3, 3,       0n],
  ['afsr1_el3',        3, 3,       0n],
  ['mair_el3',         3, 3,       'slot'],
  ['amair_el3',        3, 3,       0n],
  ['vbar_el3',         3, 3,       'slot',               VECTOR],
  ['rvbar_el3',        3, 'never', 0n],
  ['elr_el3',          3, 3,       'slot'],
  ['spsr_el3',         3, 3,       'slot',               WORD],
  ['tpidr_el3',        3, 3,       'slot'],
];

/** Registers of Armv8.0 that the interpreter lacks: external debug, breakpoints and watchpoints. */
export const unimplemented: readonly string[] = [
  ...[0, 1].flatMap((n) => [`dbgbvr${n}_el1`, `dbgbcr${n}_el1`, `dbgwvr${n}_el1`, `dbgwcr${n}_el1`]),
  'mdccsr_el0',
  'mdccint_el1',
  'dbgdtr_el0',
  'dbgdtrrx_el0',
  'dbgdtrtx_el0',
  'osdtrrx_el1',
  'osdtrtx_el1',
  'oseccr_el1',
  'dbgprcr_el1',
  'dbgclaimset_el1',
  'dbgclaimclr_el1',
  'dbgauthstatus_el1',
];
