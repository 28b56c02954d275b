import { describe, expect, it } from 'vitest';
import { DATA, Processor } from './processor.ts';

/**
 * Results worked out by hand from the Arm ARM (or check values that everybody knows), so that they need no other
 * implementation. x0 is what to expect; the registers and flags (NZCV, N first) beside it are optional.
 */
interface Case {
  text: string;
  x?: Record<number, bigint>;
  flags?: number;
  expected: bigint;
  expectedFlags?: number;
  also?: Record<number, bigint>;
}

const ALL = 0xffff_ffff_ffff_ffffn;
const MIN64 = 1n << 63n;
const MIN32 = 0x8000_0000n;

function check({ text, x = {}, flags, expected, expectedFlags, also = {} }: Case): void {
  const cpu = new Processor();
  // What no instruction may leave behind in the upper half of a W register.
  for (let n = 0; n < 31; n++) cpu.setX(n, 0xdddd_dddd_dddd_dd00n + BigInt(n));
  for (const [n, value] of Object.entries(x)) cpu.setX(Number(n), value);
  if (flags !== undefined) cpu.pstate = (cpu.pstate & 0x0fff_ffffn) | (BigInt(flags) << 28n);
  expect(cpu.execute(`${text}\n brk #0`), text).toBe('STOP_BRK');
  expect(hex(cpu.x(0)), text).toBe(hex(expected));
  for (const [n, value] of Object.entries(also)) expect(hex(cpu.x(Number(n))), `${text}: x${n}`).toBe(hex(value));
  if (expectedFlags !== undefined) expect(cpu.flags.toString(2), text).toBe(expectedFlags.toString(2));
}

const hex = (value: bigint) => value.toString(16);

function cases(name: string, table: Case[]): void {
  it(name, () => {
    for (const entry of table) check(entry);
  });
}

describe('arithmetic', () => {
  cases('adds and subtracts with flags at every edge', [
    { text: 'adds x0, x1, x2', x: { 1: ALL, 2: 1n }, expected: 0n, expectedFlags: 0b0110 },
    { text: 'adds x0, x1, x2', x: { 1: MIN64 - 1n, 2: 1n }, expected: MIN64, expectedFlags: 0b1001 },
    { text: 'adds w0, w1, w2', x: { 1: 0xffff_ffffn, 2: 1n }, expected: 0n, expectedFlags: 0b0110 },
    { text: 'adds w0, w1, w2', x: { 1: MIN32, 2: MIN32 }, expected: 0n, expectedFlags: 0b0111 },
    { text: 'subs x0, x1, x2', x: { 1: 0n, 2: 1n }, expected: ALL, expectedFlags: 0b1000 },
    { text: 'subs x0, x1, x2', x: { 1: MIN64, 2: 1n }, expected: MIN64 - 1n, expectedFlags: 0b0011 },
    { text: 'subs w0, w1, #0', x: { 1: 0n }, expected: 0n, expectedFlags: 0b0110 },
    { text: 'subs w0, wzr, w1', x: { 1: MIN32 }, expected: MIN32, expectedFlags: 0b1001 },
    { text: 'add x0, x1, #0xfff, lsl #12', x: { 1: 1n }, expected: 0xfff001n },
    { text: 'sub w0, w1, #1', x: { 1: 0n }, expected: 0xffff_ffffn },
  ]);

  cases('shifts and extends the second operand', [
    { text: 'add x0, x1, x2, lsl #63', x: { 1: 1n, 2: 3n }, expected: MIN64 + 1n },
    { text: 'sub x0, x1, x2, asr #63', x: { 1: 1n, 2: MIN64 }, expected: 2n },
    { text: 'add w0, w1, w2, lsr #31', x: { 1: 1n, 2: 0xffff_ffff_8000_0000n }, expected: 2n },
    { text: 'add x0, x1, w2, sxtb #4', x: { 1: 0n, 2: 0x80n }, expected: ALL - 0x7ffn },
    { text: 'add x0, x1, w2, uxtw #2', x: { 1: 1n, 2: ALL }, expected: 0x3_ffff_fffdn },
    { text: 'add x0, sp, w2, uxth', x: { 2: 0x1_0008n }, expected: 0x8007f008n },
    { text: 'cmp x1, w2, sxtw\n cset x0, eq', x: { 1: ALL - 1n, 2: 0xffff_fffen }, expected: 1n },
  ]);

  cases('carries', [
    { text: 'adcs x0, x1, x2', x: { 1: ALL, 2: 0n }, flags: 0b0010, expected: 0n, expectedFlags: 0b0110 },
    { text: 'adcs w0, w1, w2', x: { 1: 0x7fff_ffffn, 2: 0n }, flags: 0b0010, expected: MIN32, expectedFlags: 0b1001 },
    { text: 'adc x0, x1, x2', x: { 1: 1n, 2: 2n }, flags: 0b1101, expected: 3n },
    { text: 'sbcs x0, x1, x2', x: { 1: 0n, 2: 0n }, flags: 0, expected: ALL, expectedFlags: 0b1000 },
    { text: 'sbcs x0, x1, x2', x: { 1: 5n, 2: 5n }, flags: 0b0010, expected: 0n, expectedFlags: 0b0110 },
    { text: 'ngc w0, w1', x: { 1: 0n }, flags: 0, expected: 0xffff_ffffn },
  ]);

  cases('multiplies and divides', [
    { text: 'madd x0, x1, x2, x3', x: { 1: ALL, 2: 2n, 3: 5n }, expected: 3n },
    { text: 'msub w0, w1, w2, w3', x: { 1: 3n, 2: 4n, 3: 1n }, expected: 0xffff_fff5n },
    { text: 'smaddl x0, w1, w2, x3', x: { 1: 0xffff_ffffn, 2: 0x7fff_ffffn, 3: 0n }, expected: 0xffff_ffff_8000_0001n },
    { text: 'umsubl x0, w1, w2, x3', x: { 1: 0xffff_ffffn, 2: 0xffff_ffffn, 3: 0n }, expected: 0x1_ffff_ffffn },
    { text: 'umulh x0, x1, x2', x: { 1: ALL, 2: ALL }, expected: ALL - 1n },
    { text: 'smulh x0, x1, x2', x: { 1: ALL, 2: ALL }, expected: 0n },
    { text: 'smulh x0, x1, x2', x: { 1: MIN64, 2: MIN64 }, expected: 1n << 62n },
    { text: 'udiv x0, x1, x2', x: { 1: 7n, 2: 0n }, expected: 0n },
    { text: 'sdiv x0, x1, x2', x: { 1: MIN64, 2: ALL }, expected: MIN64 },
    { text: 'sdiv w0, w1, w2', x: { 1: MIN32, 2: 0xffff_ffffn }, expected: MIN32 },
    { text: 'sdiv x0, x1, x2', x: { 1: ALL - 6n, 2: 2n }, expected: ALL - 2n },
    { text: 'udiv w0, w1, w2', x: { 1: 0xffff_ffff_ffff_fff9n, 2: 2n }, expected: 0x7fff_fffcn },
  ]);
});

describe('logic, bit fields and moves', () => {
  cases('masks and inverts, with flags', [
    { text: 'and x0, x1, #0x5555555555555555', x: { 1: ALL }, expected: 0x5555_5555_5555_5555n },
    { text: 'orr w0, wzr, #0x80000001', expected: 0x8000_0001n },
    { text: 'eor x0, x1, #0xfffffffffffffffe', x: { 1: ALL }, expected: 1n },
    { text: 'ands x0, x1, x2', x: { 1: MIN64, 2: ALL }, flags: 0b0111, expected: MIN64, expectedFlags: 0b1000 },
    { text: 'bics w0, w1, w2', x: { 1: 7n, 2: 7n }, flags: 0b1011, expected: 0n, expectedFlags: 0b0100 },
    { text: 'orn w0, wzr, w1', x: { 1: 0n }, expected: 0xffff_ffffn },
    { text: 'eon x0, x1, x2, ror #4', x: { 1: 0n, 2: 0xfn }, expected: 0x0fff_ffff_ffff_ffffn },
  ]);

  cases('moves wide immediates', [
    { text: 'movn x0, #0', expected: ALL },
    { text: 'movn w0, #0xffff, lsl #16', expected: 0xffffn },
    { text: 'movz x0, #0xffff, lsl #48', expected: 0xffff_0000_0000_0000n },
    { text: 'movk w0, #0x1234, lsl #16', x: { 0: ALL }, expected: 0x1234_ffffn },
    { text: 'adr x0, .', expected: 0x80000000n },
    { text: 'nop\n adrp x0, .', expected: 0x80000000n },
  ]);

  cases('extracts and inserts fields', [
    { text: 'ubfx x0, x1, #60, #4', x: { 1: 0xabcd_0000_0000_0000n }, expected: 0xan },
    { text: 'sbfx x0, x1, #60, #4', x: { 1: 0xabcd_0000_0000_0000n }, expected: ALL - 5n },
    { text: 'sbfiz w0, w1, #4, #4', x: { 1: 8n }, expected: 0xffff_ff80n },
    { text: 'bfi x0, x1, #8, #8', x: { 0: ALL, 1: 0x12n }, expected: 0xffff_ffff_ffff_12ffn },
    { text: 'bfxil w0, w1, #8, #8', x: { 0: ALL, 1: 0x1200n }, expected: 0xffff_ff12n },
    { text: 'asr w0, w1, #31', x: { 1: MIN32 }, expected: 0xffff_ffffn },
    { text: 'lsl x0, x1, #63', x: { 1: 3n }, expected: MIN64 },
    { text: 'extr x0, x1, x2, #8', x: { 1: 0xaan, 2: 0xbb00n }, expected: 0xaa00_0000_0000_00bbn },
    { text: 'ror w0, w1, #4', x: { 1: 0x1_2345_678fn }, expected: 0xf234_5678n },
    { text: 'sxtw x0, w1', x: { 1: MIN32 }, expected: 0xffff_ffff_8000_0000n },
  ]);

  cases('shifts by a register, of which the low bits count', [
    { text: 'lsl x0, x1, x2', x: { 1: 1n, 2: 65n }, expected: 2n },
    { text: 'lsr w0, w1, w2', x: { 1: 0xffff_ffff_8000_0000n, 2: 63n }, expected: 1n },
    { text: 'asr w0, w1, w2', x: { 1: MIN32, 2: 0x20n }, expected: MIN32 },
    { text: 'ror w0, w1, w2', x: { 1: 0xdddd_dddd_0000_0001n, 2: 33n }, expected: MIN32 },
  ]);

  cases('counts and reverses', [
    { text: 'clz x0, x1', x: { 1: 0n }, expected: 64n },
    { text: 'clz w0, w1', x: { 1: 0xffff_ffff_0000_0001n }, expected: 31n },
    { text: 'cls x0, x1', x: { 1: ALL }, expected: 63n },
    { text: 'cls w0, w1', x: { 1: 0xc000_0000n }, expected: 1n },
    { text: 'rbit w0, w1', x: { 1: 1n }, expected: MIN32 },
    { text: 'rev x0, x1', x: { 1: 0x0102_0304_0506_0708n }, expected: 0x0807_0605_0403_0201n },
    { text: 'rev16 w0, w1', x: { 1: 0x0102_0304n }, expected: 0x0201_0403n },
    { text: 'rev32 x0, x1', x: { 1: 0x0102_0304_0506_0708n }, expected: 0x0403_0201_0807_0605n },
  ]);

  // The check value of a CRC is that of the text 123456789, with all bits set before and inverted after.
  cases('computes both CRCs, whose check values everybody knows', [
    {
      text: 'crc32x w0, w1, x2\n crc32b w0, w0, w3\n mvn w0, w0',
      x: { 1: ALL, 2: 0x3837_3635_3433_3231n, 3: 0xff39n },
      expected: 0xcbf4_3926n,
    },
    {
      text: 'crc32cw w0, w1, w2\n lsr x2, x2, #32\n crc32ch w0, w0, w2\n lsr x2, x2, #16\n crc32ch w0, w0, w2\n crc32cb w0, w0, w3\n mvn w0, w0',
      x: { 1: ALL, 2: 0x3837_3635_3433_3231n, 3: 0x39n },
      expected: 0xe306_9283n,
    },
  ]);
});

describe('conditions and branches', () => {
  it('every condition holds for exactly the flags that it names', () => {
    const holds = (code: number, n: boolean, z: boolean, c: boolean, v: boolean) =>
      [z, c, n, v, c && !z, n === v, n === v && !z, true][code >> 1]! !== (code % 2 === 1 && code !== 15);
    const names = ['eq', 'ne', 'cs', 'cc', 'mi', 'pl', 'vs', 'vc', 'hi', 'ls', 'ge', 'lt', 'gt', 'le', 'al', 'nv'];
    for (const [code, name] of names.entries()) {
      for (let flags = 0; flags < 16; flags++) {
        const expected = holds(code, !!(flags & 8), !!(flags & 4), !!(flags & 2), !!(flags & 1)) ? 1n : 2n;
        const x = { 1: 1n, 2: 2n };
        check({ text: `csel x0, x1, x2, ${name}`, x, flags, expected, expectedFlags: flags });
        check({ text: `mov x0, #1\n b.${name} 1f\n mov x0, #2\n1:`, flags, expected });
      }
    }
  });

  cases('selects and compares under a condition', [
    { text: 'csinc w0, w1, w2, eq', x: { 1: 1n, 2: 0xffff_ffffn }, flags: 0, expected: 0n },
    { text: 'csinv w0, w1, w2, ne', x: { 1: 1n, 2: 0n }, flags: 4, expected: 0xffff_ffffn },
    { text: 'csneg x0, x1, x2, lt', x: { 1: 1n, 2: 5n }, flags: 0, expected: ALL - 4n },
    { text: 'ccmp x1, #3, #0b0101, eq', x: { 0: 0n, 1: 3n }, flags: 4, expected: 0n, expectedFlags: 0b0110 },
    { text: 'ccmp x1, #3, #0b0101, eq', x: { 0: 0n, 1: 3n }, flags: 0, expected: 0n, expectedFlags: 0b0101 },
    { text: 'ccmn w1, w2, #0, al', x: { 0: 0n, 1: 0xffff_ffffn, 2: 1n }, expected: 0n, expectedFlags: 0b0110 },
  ]);

  cases('manipulates flags', [
    { text: 'cfinv', x: { 0: 0n }, flags: 0b1010, expected: 0n, expectedFlags: 0b1000 },
    { text: 'rmif x1, #4, #0b1010', x: { 0: 0n, 1: 0xf0n }, flags: 0b0101, expected: 0n, expectedFlags: 0b1111 },
    { text: 'setf8 w1', x: { 0: 0n, 1: 0x180n }, flags: 0b0010, expected: 0n, expectedFlags: 0b1010 },
    { text: 'setf16 w1', x: { 0: 0n, 1: 0x1_0000n }, flags: 0, expected: 0n, expectedFlags: 0b0101 },
    { text: 'axflag', x: { 0: 0n }, flags: 0b0011, expected: 0n, expectedFlags: 0b0100 },
    { text: 'xaflag', x: { 0: 0n }, flags: 0b0100, expected: 0n, expectedFlags: 0b0011 },
  ]);

  cases('branches, links and tests bits', [
    { text: 'mov x0, #0\n bl 1f\n brk #1\n1: mov x0, x30', expected: 0x80000008n },
    { text: 'adr x1, 1f\n blr x1\n brk #1\n1: mov x0, x30', expected: 0x80000008n },
    { text: 'adr x30, 1f\n ret\n brk #1\n1: mov x0, #3', expected: 3n },
    { text: 'mov x30, #0\n adr x30, 1f\n blr x30\n1: mov x0, x30', expected: 0x8000000cn },
    { text: 'mov x0, #0\n cbz w1, 1f\n mov x0, #1\n1:', x: { 1: 1n << 32n }, expected: 0n },
    { text: 'mov x0, #0\n cbnz x1, 1f\n mov x0, #1\n1:', x: { 1: 1n << 32n }, expected: 0n },
    { text: 'mov x0, #0\n tbz x1, #63, 1f\n mov x0, #1\n1:', x: { 1: MIN64 }, expected: 1n },
    { text: 'mov x0, #0\n tbnz w1, #31, 1f\n mov x0, #1\n1:', x: { 1: MIN32 }, expected: 0n },
  ]);
});

describe('memory', () => {
  const at = (text: string, before: bigint, more: Partial<Case> = {}, x: Record<number, bigint> = {}): Case => ({
    text: `str x9, [x8]\n ${text}`,
    expected: 0n,
    ...more,
    x: { 8: DATA, 9: before, ...x },
  });

  cases('loads extend to the size of the register', [
    at('ldrb w0, [x8]', 0x88n, { expected: 0x88n }),
    at('ldrsb w0, [x8]', 0x88n, { expected: 0xffff_ff88n }),
    at('ldrsb x0, [x8]', 0x88n, { expected: ALL - 0x77n }),
    at('ldrsh x0, [x8, #2]', 0x8000_0000n, { expected: ALL - 0x7fffn }),
    at('ldrsw x0, [x8, #4]', MIN64, { expected: 0xffff_ffff_8000_0000n }),
    at('ldr w0, [x8]', ALL, { expected: 0xffff_ffffn }),
    at('ldpsw x0, x1, [x8]', 0x7fff_ffff_8000_0000n, { expected: 0xffff_ffff_8000_0000n, also: { 1: 0x7fff_ffffn } }),
  ]);

  cases(
    'addresses are computed and written back',
    [
      at('mov x1, x8\n ldr x0, [x1, #8]!', 5n, { expected: 6n, also: { 1: DATA + 8n } }, { 10: 6n }),
      at('ldr x0, [x8], #-256', 5n, { expected: 5n, also: { 8: DATA - 256n } }),
      at('ldr x0, [x8, w1, sxtw #3]', 5n, { expected: 0n }, { 1: 0xffff_fff0n }),
      at('ldur x0, [x8, #-1]', 0x11n, { expected: 0x1100n }),
      at('ldp x0, x1, [x8], #16', 5n, { expected: 5n, also: { 1: 6n, 8: DATA + 16n } }, { 10: 6n }),
      at('stp x9, xzr, [sp, #-16]!\n ldr x0, [sp]', 9n, { expected: 9n }),
      at('ldr x0, 1f\n b 2f\n .balign 8\n1: .quad 0x1122334455667788\n2:', 0n, { expected: 0x1122_3344_5566_7788n }),
    ].map((entry) => ({ ...entry, text: `str x10, [x8, #8]\n ${entry.text}`, x: { 10: 0n, ...entry.x } })),
  );

  cases('atomics return what was there, and leave their result', [
    at('ldadd x1, x0, [x8]\n ldr x2, [x8]', 5n, { expected: 5n, also: { 2: 4n } }, { 1: ALL }),
    at('ldclr x1, x0, [x8]\n ldr x2, [x8]', 0xffn, { expected: 0xffn, also: { 2: 0xf0n } }, { 1: 0xfn }),
    at('ldsmaxb w1, w0, [x8]\n ldr x2, [x8]', 0x1ffn, { expected: 0xffn, also: { 2: 0x101n } }, { 1: 1n }),
    at(
      'ldumin w1, w0, [x8]\n ldr x2, [x8]',
      ALL,
      { expected: 0xffff_ffffn, also: { 2: 0xffff_ffff_0000_0003n } },
      { 1: 3n },
    ),
    at('swph w1, w0, [x8]\n ldr x2, [x8]', 0x1_2345n, { expected: 0x2345n, also: { 2: 0x1_0007n } }, { 1: 7n }),
    at('mov x0, #5\n cas x0, x1, [x8]\n ldr x2, [x8]', 5n, { expected: 5n, also: { 2: 7n } }, { 1: 7n }),
    at('mov x0, #6\n cas x0, x1, [x8]\n ldr x2, [x8]', 5n, { expected: 5n, also: { 2: 5n } }, { 1: 7n }),
    at('ldxr x0, [x8]\n stxr w2, x1, [x8]\n ldr x3, [x8]', 5n, { expected: 5n, also: { 2: 0n, 3: 7n } }, { 1: 7n }),
    at('stxr w2, x1, [x8]\n ldr x0, [x8]', 5n, { expected: 5n, also: { 2: 1n } }, { 1: 7n }),
    at('ldxr x0, [x8]\n clrex\n stxr w2, x1, [x8]', 5n, { expected: 5n, also: { 2: 1n } }, { 1: 7n }),
  ]);

  it('DC ZVA zeroes its 64 bytes and no more', () => {
    const cpu = new Processor();
    for (let n = -1n; n <= 8n; n++) cpu.write(DATA + 8n * n, ALL);
    cpu.setX(0, DATA + 37n);
    expect(cpu.execute('dc zva, x0\n brk #0')).toBe('STOP_BRK');
    const words = Array.from({ length: 10 }, (_, n) => cpu.read(DATA + 8n * BigInt(n - 1)));
    expect(words).toEqual([ALL, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, ALL]);
  });
});

describe('vector registers', () => {
  const vector = (text: string, before: Record<number, bigint>, x: Record<number, bigint> = {}) => {
    const cpu = new Processor();
    for (const [n, value] of Object.entries(before)) cpu.setV(Number(n), value);
    cpu.setX(8, DATA);
    for (const [n, value] of Object.entries(x)) cpu.setX(Number(n), value);
    expect(cpu.execute(`${text}\n brk #0`), text).toBe('STOP_BRK');
    return cpu;
  };
  const ONES = (1n << 128n) - 1n;

  it.each([
    ['movi v0.2d, #0xff00ff00ff00ff00', 0xff00_ff00_ff00_ff00_ff00_ff00_ff00_ff00n],
    ['movi d0, #0xff', 0xffn],
    ['movi v0.4s, #1, msl #8', 0x0000_01ff_0000_01ff_0000_01ff_0000_01ffn],
    ['mvni v0.4h, #0', (1n << 64n) - 1n],
    ['dup v0.8b, w1', 0x1212_1212_1212_1212n],
    ['dup v0.2d, v1.d[1]', 0x0123_4567_89ab_cdef_0123_4567_89ab_cdefn],
    ['ins v0.h[7], w1', (0x0012n << 112n) | (ONES >> 16n)],
    ['ins v0.s[0], v1.s[3]', (ONES ^ 0xffff_ffffn) | 0x0123_4567n],
    ['fmov d0, x1', 0x12n],
    ['fmov v0.d[1], x1', (0x12n << 64n) | (ONES >> 64n)],
    ['eor v0.16b, v0.16b, v1.16b', ONES ^ 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210n],
    ['and v0.8b, v0.8b, v1.8b', 0xfedc_ba98_7654_3210n],
    ['mov v0.16b, v1.16b', 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210n],
    ['ldr b0, [x8]', 0n],
    ['str q1, [x8]\n ldr s0, [x8, #4]', 0xfedc_ba98n],
    ['stp q1, q0, [x8]\n ldr q0, [x8]', 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210n],
  ])('%s', (text, expected) => {
    const cpu = vector(text, { 0: ONES, 1: 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210n }, { 1: 0x12n });
    expect(hex(cpu.v(0))).toBe(hex(expected));
  });

  it.each([
    ['umov w0, v1.b[15]', 0x81n],
    ['smov x0, v1.b[15]', ALL - 0x7en],
    ['umov x0, v1.d[0]', 0x42n],
    ['fmov w0, s1', 0x42n],
    ['fmov x0, v1.d[1]', 0x81n << 56n],
  ])('%s', (text, expected) => {
    expect(hex(vector(text, { 1: (0x81n << 120n) | 0x42n }).x(0))).toBe(hex(expected));
  });

  it('instructions outside the subset stop, and change nothing', () => {
    for (const text of ['fmadd d0, d1, d2, d3', 'add v0.4s, v1.4s, v2.4s', 'fcvtzs x0, d1']) {
      const cpu = new Processor();
      cpu.setV(0, ONES);
      expect(cpu.execute(`nop\n ${text}\n brk #0`), text).toBe('STOP_UNIMPLEMENTED');
      expect(cpu.pc).toBe(0x80000004n);
      expect(cpu.v(0)).toBe(ONES);
    }
  });

  it('instructions of features that the processor has not are undefined', () => {
    expect(new Processor().execute('aese v0.16b, v1.16b\n brk #0')).toBe('STOP_UNDEFINED');
  });
});

describe('what is no operation here', () => {
  it.each([
    'nop',
    'yield',
    'sev',
    'sevl',
    'esb',
    'csdb',
    'psb csync',
    'bti',
    'paciasp',
    'autiasp',
    'xpaclri',
    'hint #99',
    'isb',
    'dsb sy',
    'dmb ish',
    'sb',
    'prfm pldl1keep, [x1]',
  ])('%s', (text) => check({ text, x: { 0: 0n, 1: 0n }, flags: 0b1111, expected: 0n, expectedFlags: 0b1111 }));
});
