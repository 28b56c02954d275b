import { describe, expect, it } from 'vitest';
import { assembleLine, hexWord, rejection } from './support.ts';

const cases: [line: string, column: number, message: string][] = [
  ['movv x0, x1', 1, "unknown instruction 'movv'"],
  ['   bal .', 4, "unknown instruction 'bal'"],
  ['add x0, x1', 11, 'missing operand: expected a 64-bit register or an immediate'],
  ['add x0,, x1', 8, 'missing operand: expected a 64-bit register or sp'],
  ['add x0, x1, x2, x3', 17, "unexpected operand 'x3'"],
  ['add x0, w1, x2', 9, 'expected a 64-bit register'],
  ['add w0, x1, w2', 9, 'expected a 32-bit register'],
  ['add x31, x0, x1', 5, 'there is no register x31'],
  ['add x0, x1, w31', 13, 'there is no register w31'],
  ['mov x0, x31', 9, 'there is no register x31'],
  ['ldr q32, [x0]', 5, 'there is no register q32'],
  ['add x0, x1, #4097', 13, 'immediate 4097 out of range 0..4095 or shifted by 12'],
  ['add  x0 ,  x1 ,  4097', 18, 'immediate 4097 out of range 0..4095 or shifted by 12'],
  ['add x0, x1, #1, lsl #1', 21, 'shift amount must be 0 or 12'],
  ['add x0, x1, x2, ror #3', 17, 'ror is not allowed here'],
  ['add x0, x1, x2, lsl #64', 21, 'shift amount 64 out of range 0..63'],
  ['add x0, x1, x2, lsl', 20, 'missing shift amount'],
  ['add x0, x1, w2, sxtb #5', 22, 'shift amount 5 out of range 0..4'],
  ['adc x0, x1, sp', 13, 'sp is not allowed here: expected a 64-bit register'],
  ['ldr x0, [xzr]', 10, 'xzr is not allowed here: expected a 64-bit register or sp'],
  ['and x0, x1, #5', 13, '0x5 is not a 64-bit logical immediate'],
  ['mov w0, #0x12345', 9, '0x12345 cannot be moved by a single instruction'],
  ['movz w0, #1, lsl #32', 18, 'shift amount must be a multiple of 16 up to 16'],
  ['movz x0, #65536', 10, 'immediate 65536 out of range 0..65535'],
  ['mov x0, #nowhere + 1', 10, "undefined symbol 'nowhere'"],
  ['bfi x0, x1, #60, #8', 18, 'immediate 8 out of range 1..4'],
  ['cset x0, al', 10, 'condition al is not allowed here'],
  ['csel x0, x1, x2, xx', 18, "unknown condition 'xx'"],
  ['b .+2', 3, 'target is not word aligned'],
  ['b.eq .+0x100000', 6, 'target is 1048576 bytes away, the reach is ±0x100000'],
  ['adr x0, .+0x100000', 9, 'target is 1048576 bytes away, the reach is ±0x100000'],
  ['adrp x0, .+0x100000000', 10, 'target is 1048576 pages away, the reach is ±0x100000'],
  ['smc #65536', 5, 'immediate 65536 out of range 0..65535'],
  ['smc', 4, 'missing operand: expected an immediate'],
  ['nop x0', 5, "unexpected operand 'x0'"],
  ['msr foo, x0', 5, "unknown system register 'foo'"],
  ['msr daifset, #16', 14, 'immediate 16 out of range 0..15'],
  ['dc foo, x0', 4, "unknown operation 'foo' of dc"],
  ['tlbi alle1, x1', 13, 'alle1 takes no register'],
  ['isb ish', 5, 'isb takes no option but sy'],
  ['ldr x0, [x1', 12, "missing ']'"],
  ['ldr x0, [x1, #32768]', 14, 'immediate 32768 out of range 0..32760 in steps of 8'],
  ['ldr x0, [x1, #256]!', 14, 'immediate 256 out of range -256..255'],
  ['ldr x0, [x1], #256', 15, 'immediate 256 out of range -256..255'],
  ['ldr x0, [x1, x2, lsl #2]', 22, 'shift amount must be 0 or 3'],
  ['ldr x0, [x1, w2]', 17, 'expected uxtw or sxtw with this register'],
  ['ldp x0, x1, [x2, #4]', 18, 'immediate 4 out of range -512..504 in steps of 8'],
  ['ldxr x0, [x1, #8]', 15, 'the offset can only be 0 here'],
  ['casp x1, x2, x2, x3, [x4]', 6, 'a register pair starts at an even register'],
  ['casp x0, x2, x2, x3, [x4]', 10, 'expected the register after it'],
  ['fmov d0, #0.1', 10, 'not a floating-point constant of 8 bits'],
  ['fadd d0, d1, s2', 14, 's does not go with the operands before'],
  ['add v0.4s, v1.4s, v2.2s', 19, '2s does not go with the operands before'],
  ['mov v0.s[4], w0', 10, 'immediate 4 out of range 0..3'],
  ['ld1 {v0.16b}, [x0], #8', 21, 'expected #16'],
  ['ld1 {v0.16b, v2.16b}, [x0]', 6, 'a list holds consecutive vector registers of one arrangement'],
  ['mul v0.8h, v1.8h, v16.h[7]', 19, 'expected v0 to v15'],
];

describe('an error of the encoder', () => {
  it.each(cases)('in "%s" stands at column %i: %s', (line, column, message) => {
    expect(rejection(line)).toEqual({ message, column });
  });
});

describe('register aliases', () => {
  const aliases = { counter: 'x5', half: 'w6', data: 'v7', number: 'd8' };

  it.each([
    ['add counter, counter, #1', 'add x5, x5, #1'],
    ['ldr half, [counter, half, uxtw #2]', 'ldr w6, [x5, w6, uxtw #2]'],
    ['ld1 {data.16b}, [counter]', 'ld1 {v7.16b}, [x5]'],
    ['mov data.s[1], half', 'mov v7.s[1], w6'],
    ['fmov counter, number', 'fmov x5, d8'],
  ])('stand for their registers in "%s"', (line, plain) => {
    expect(hexWord(assembleLine(line, 0n, aliases))).toBe(hexWord(assembleLine(plain)));
  });

  it('are no registers where the front end knows none', () => {
    expect(rejection('add counter, counter, #1')?.column).toBe(5);
  });
});

describe('addresses', () => {
  it('are relative to the instruction, also across the ends of the address space', () => {
    expect(hexWord(assembleLine('b 0x80000010', 0x80000000n))).toBe('14000004');
    expect(hexWord(assembleLine('b 0x4', 0xffff_ffff_ffff_fffcn))).toBe('14000002');
    expect(hexWord(assembleLine('bl 0xfffffffffffffffc'))).toBe('97ffffff');
  });

  it('are pages for adrp, and their low bits come from :lo12:', () => {
    expect(hexWord(assembleLine('adrp x1, 0x80003fff', 0x80000ffcn))).toBe('f0000001');
    expect(hexWord(assembleLine('adrp x1, :pg_hi21:0x7ffff000', 0x80000ffcn))).toBe('f0ffffe1');
    expect(hexWord(assembleLine('add x0, x1, #:lo12:0x80003ff8'))).toBe('913fe020');
    expect(hexWord(assembleLine('ldr x0, [x1, :lo12:0x80003ff8]'))).toBe('f947fc20');
  });

  it('give their half-words to movz and movk', () => {
    expect(hexWord(assembleLine('movz x0, #:abs_g1:0x80003ff8'))).toBe('d2b00000');
    expect(hexWord(assembleLine('movk x0, #:abs_g0_nc:0x80003ff8'))).toBe('f287ff00');
    expect(rejection('movz x0, #:abs_g0:0x80003ff8')?.message).toBe('0x80003ff8 has bits above that half-word');
  });
});
