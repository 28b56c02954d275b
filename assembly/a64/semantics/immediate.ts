import type { SemanticsRow } from './row.ts';

/** Data processing, immediate. */
// biome-ignore format: one line an operation
export const immediateSemantics: readonly SemanticsRow[] = [
  ['adr/pc',    'moveImmediate',      'to(Rd), 0, 0, address + signed(immhi << 2 | immlo, 21)'],
  ['adrp/pc',   'moveImmediate',      'to(Rd), 0, 0, (address & ~0xfff) + (signed(immhi << 2 | immlo, 21) << 12)'],
  ['add/imm',   'addImmediate<sf>',   'sp(Rd), sp(Rn), 0, imm12 << 12 * sh'],
  ['adds/imm',  'addsImmediate<sf>',  'to(Rd), sp(Rn), 0, imm12 << 12 * sh'],
  ['sub/imm',   'addImmediate<sf>',   'sp(Rd), sp(Rn), 0, -(<i64>imm12 << 12 * sh)'],
  ['subs/imm',  'subsImmediate<sf>',  'to(Rd), sp(Rn), 0, imm12 << 12 * sh'],
  ['and/imm',   'andImmediate<sf>',   'sp(Rd), from(Rn), 0, bitmask(sf, N, imms, immr)'],
  ['orr/imm',   'orrImmediate<sf>',   'sp(Rd), from(Rn), 0, bitmask(sf, N, imms, immr)'],
  ['eor/imm',   'eorImmediate<sf>',   'sp(Rd), from(Rn), 0, bitmask(sf, N, imms, immr)'],
  ['ands/imm',  'andsImmediate<sf>',  'to(Rd), from(Rn), 0, bitmask(sf, N, imms, immr)'],
  ['movn/wide', 'moveImmediate',      'to(Rd), 0, 0, widthMask(sf) & ~(<u64>imm16 << 16 * hw)'],
  ['movz/wide', 'moveImmediate',      'to(Rd), 0, 0, <u64>imm16 << 16 * hw'],
  ['movk/wide', 'moveKeep<sf>',       'to(Rd), 0, 16 * hw, <u64>imm16 << 16 * hw'],
  ['ubfm/bits', 'unsignedExtract',    'to(Rd), from(Rn), immr, ones(imms - immr + 1)', 'imms >= immr'],
  ['ubfm/bits', 'unsignedInsert',     'to(Rd), from(Rn), 32 + 32 * sf - immr, ones(imms + 1)'],
  ['sbfm/bits', 'signedBitfield<sf>', 'to(Rd), from(Rn), 63 - imms, 63 - imms + immr', 'imms >= immr'],
  ['sbfm/bits', 'signedBitfield<sf>', 'to(Rd), from(Rn), 63 - imms, 31 - 32 * sf + immr - imms'],
  ['bfm/bits',  'bitfieldMove<sf>',   'to(Rd), from(Rn), immr, ones(imms - immr + 1)', 'imms >= immr'],
  ['bfm/bits',  'bitfieldMove<sf>',   'to(Rd), from(Rn), immr, ones(imms + 1) << 32 + 32 * sf - immr'],
  ['extr/imm',  'moveRegister<sf>',   'to(Rd), 0, from(Rm)', 'imms == 0'],
  ['extr/imm',  'extract<sf>',        'to(Rd), from(Rn), from(Rm), imms'],
];
