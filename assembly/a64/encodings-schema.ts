/**
 * The shape of the encoding table. Encoder, disassembler, decoder, random generator and coverage are derived from it.
 *
 * A row is one encoding, or one alias of an encoding:
 *
 *   [ id,        bits,                                    operands,                 options ]
 *   ['add/imm',  'sf 0 0 100010 sh imm12 Rn Rd',          'Rd|sp, Rn|sp, $aimm'             ]
 *   ['cmp/imm',  '= subs/imm',                            'Rn|sp, $aimm',           { set: 'Rd=31' } ]
 *
 * id        Unique. The mnemonic stands before the slash; `{cond}`, `{ar}`, … are suffixes (`suffixes`).
 *           Behind the slash: which of the encodings of that mnemonic.
 * bits      From bit 31 down to bit 0. `0101` fixed bits; `(11)` bits that should be one (or zero), written and read so;
 *           a name is a field: its width is in `fieldWidths`, or follows as `name:width`.
 *           `= id` makes the row an alias: another spelling of the encoding with that id.
 * operands  Assembler syntax, see below.
 * options   See {@link RowOptions}.
 *
 * Operand forms, and the fields that they read and write:
 *
 *   Wd Xn Rt          general register in Rd, Rn, …: 32 bit, 64 bit, or as sf says; 31 is the zero register,
 *   Rd|sp             … or here the stack pointer; `Rs+1` an even register and the next one; `Xt?=31` may be left out
 *   Bd Hd Sd Dd Qd    scalar in Rd; Fd, Gd, Ed, Ld, Jd, Kd a scalar whose size a field says (`scalars`)
 *   Vd.T Vd.16B       vector in Rd, its arrangement by fields (`arrangements`) or fixed
 *   Vn.S[index]       one element; `Vm.H[H:L:M]` its index in several fields, highest first; `Vd.D[1]` fixed
 *   {Vt.T*3}          list of three consecutive registers from Rt; `{Vt.B*3}[Q:S:size]` one element of each
 *   #imm16 #CRm:op2   unsigned number in one or several fields; `#±imm9` signed; `#imm12*8` in steps of 8, `*R` of the
 *                     size of the register by sf; `#b40+32` and `#64-scale` as computed; `#immr<R` less than the
 *                     register's width; `?` may be left out for 0, `?=15` for 15
 *   #=16<<Q #0.0 #0?  a number that must be this one, the last may be left out
 *   @imm19 @adr @adrp PC-relative address: signed field times four; 21 bits in immhi:immlo; 4 KiB pages there
 *   [Xn|sp, …]        address with the base in Rn; with ! behind it the base is written back
 *   csync             a word
 *   $name(argument)   anything else, each by its name in src/guest/encode/syntax.ts: $aimm imm12, sh; $limm N, immr,
 *                     imms; $wide and $move imm16, hw; $insert, $extract, $shiftLeft immr, imms; $shift shift, imm6;
 *                     $extended Rm, option, imm3; $index Rm, option, S; $cond, $barrier, $isb, $nxs, $prefetch, $CRn,
 *                     $CRm, $system, $sysreg by name; $byte and $bytes abc:defgh; $left and $right immh:immb;
 *                     $fp8, $fp8d, $lsl8, $msl8 the fields that they name
 *
 * Where several encodings match a word, the first in table order is meant. An assembler takes the first row, base or
 * alias, whose operands fit; a disassembler the first alias of the encoding whose conditions hold, else the encoding.
 */
export type EncodingRow = readonly [id: string, bits: string, operands: string, options?: RowOptions];

/**
 * Conditions and assignments are expressions over fields: numbers, + - * & | << >>, comparisons, && || ! and brackets.
 */
export interface RowOptions {
  /** Holds for every word of this row; otherwise the word is unallocated (base row) or not this alias. */
  readonly require?: string;
  /**
   * The value of fields that the operands don't give: `Rd=31, imms=31+32*sf`. Other values are another row, or
   * unallocated.
   */
  readonly set?: string;
  /** Alias: disassemble so only where this holds as well; 'never' for spellings that are only read. */
  readonly prefer?: string;
  /** Architecture feature, overrides the one of the group. */
  readonly feature?: string;
  /** CONSTRAINED UNPREDICTABLE where this holds: the assembler takes it, a generator of test words avoids it. */
  readonly unpredictable?: string;
}

/** One encoding group (DDI 0487, C4.1): named as there, one handler file each. */
export interface EncodingGroup {
  readonly name: string;
  /** Feature that all rows need unless they name another; absent for Armv8.0. */
  readonly feature?: string;
  readonly rows: readonly EncodingRow[];
}

/** Widths of the fields that rows name without a width, in bits. */
// biome-ignore format: one line a width
export const fieldWidths: Readonly<Record<string, number>> = {
  Rd: 5, Rn: 5, Rm: 5, Ra: 5, Rt: 5, Rt2: 5, Rs: 5,
  sf: 1, N: 1, S: 1, A: 1, R: 1, Q: 1, L: 1, M: 1, H: 1, sh: 1, sz: 1,
  hw: 2, size: 2, shift: 2, ftype: 2, immlo: 2, op0: 2,
  imm3: 3, option: 3, op1: 3, op2: 3, immb: 3, abc: 3,
  imm4: 4, cond: 4, nzcv: 4, CRn: 4, CRm: 4, immh: 4, mask: 4,
  imm5: 5, b40: 5, defgh: 5,
  imm6: 6, immr: 6, imms: 6, scale: 6,
  imm7: 7, imm8: 8, imm9: 9, imm12: 12, imm14: 14, imm16: 16, imm19: 19, immhi: 19, imm26: 26,
};

/** A mnemonic suffix that stands for fields: spelling → the values of `fields`, in order. */
export interface Suffix {
  readonly fields: readonly string[];
  readonly values: Readonly<Record<string, readonly number[]>>;
}

/** Condition names by field value; the first of each is what disassembly prints. */
export const conditionNames: readonly (readonly string[])[] = [
  ['eq', 'none'],
  ['ne', 'any'],
  ['cs', 'hs', 'nlast'],
  ['cc', 'lo', 'ul', 'last'],
  ['mi', 'first'],
  ['pl', 'nfrst'],
  ['vs'],
  ['vc'],
  ['hi', 'pmore'],
  ['ls', 'plast'],
  ['ge', 'tcont'],
  ['lt', 'tstop'],
  ['gt'],
  ['le'],
  ['al'],
  ['nv'],
];

const conditionSuffix = Object.fromEntries(
  conditionNames.flatMap((names, value) => names.map((name) => [name, [value]] as const)),
);

/** The suffixes that a mnemonic may hold in braces. */
export const suffixes: Readonly<Record<string, Suffix>> = {
  cond: { fields: ['cond'], values: conditionSuffix },
  /** Acquire and release of an atomic access. */
  ar: { fields: ['A', 'R'], values: { '': [0, 0], a: [1, 0], l: [0, 1], al: [1, 1] } },
  r: { fields: ['R'], values: { '': [0], l: [1] } },
  /** The second half of the source or destination vector. */
  2: { fields: ['Q'], values: { '': [0], 2: [1] } },
};

/**
 * Vector arrangements that depend on fields: arrangement → values of the fields. `esize` is no field: it stands for log2
 * of the size in bytes that the highest set bit of immh gives. Rows refer to them as `Vd.T`; `Vd.16B` stands for itself.
 */
// biome-ignore format: one line an arrangement
export const arrangements: Readonly<Record<string, Suffix>> = {
  B: { fields: ['Q'], values: { '8b': [0], '16b': [1] } },
  H: { fields: ['Q'], values: { '4h': [0], '8h': [1] } },
  S: { fields: ['Q'], values: { '2s': [0], '4s': [1] } },
  Y: { fields: ['Q'], values: { '2h': [0], '4h': [1] } },
  /** Elements by size. */
  T: { fields: ['size', 'Q'], values: { '8b': [0, 0], '16b': [0, 1], '4h': [1, 0], '8h': [1, 1], '2s': [2, 0], '4s': [2, 1], '2d': [3, 1] } },
  TD: { fields: ['size', 'Q'], values: { '8b': [0, 0], '16b': [0, 1], '4h': [1, 0], '8h': [1, 1], '2s': [2, 0], '4s': [2, 1], '1d': [3, 0], '2d': [3, 1] } },
  /** Floating-point elements by sz, and by size. */
  F: { fields: ['sz', 'Q'], values: { '2s': [0, 0], '4s': [0, 1], '2d': [1, 1] } },
  C: { fields: ['size', 'Q'], values: { '4h': [1, 0], '8h': [1, 1], '2s': [2, 0], '4s': [2, 1], '2d': [3, 1] } },
  /** Elements twice as long as size says: of a full vector, and half as many. */
  L: { fields: ['size'], values: { '8h': [0], '4s': [1], '2d': [2] } },
  P: { fields: ['size', 'Q'], values: { '4h': [0, 0], '8h': [0, 1], '2s': [1, 0], '4s': [1, 1], '1d': [2, 0], '2d': [2, 1] } },
  /** Conversions between floating-point sizes. */
  LF: { fields: ['sz'], values: { '4s': [0], '2d': [1] } },
  NF: { fields: ['sz', 'Q'], values: { '4h': [0, 0], '8h': [0, 1], '2s': [1, 0], '4s': [1, 1] } },
  /** Elements by immh, and twice as long. */
  I: { fields: ['esize', 'Q'], values: { '8b': [0, 0], '16b': [0, 1], '4h': [1, 0], '8h': [1, 1], '2s': [2, 0], '4s': [2, 1], '2d': [3, 1] } },
  IL: { fields: ['esize'], values: { '8h': [0], '4s': [1], '2d': [2] } },
};

/** Scalar registers whose size depends on a field: letter of the register → value. Rows refer to them as `Fd`. */
// biome-ignore format: one line a letter
export const scalars: Readonly<Record<string, Suffix>> = {
  F: { fields: ['ftype'], values: { s: [0], d: [1], h: [3] } },
  G: { fields: ['sz'], values: { s: [0], d: [1] } },
  E: { fields: ['size'], values: { b: [0], h: [1], s: [2], d: [3] } },
  L: { fields: ['size'], values: { h: [0], s: [1], d: [2] } },
  J: { fields: ['esize'], values: { b: [0], h: [1], s: [2], d: [3] } },
  K: { fields: ['esize'], values: { h: [0], s: [1], d: [2] } },
};
