import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadElf } from '../../src/guest/elf.ts';
import { InputError } from '../../src/guest/source.ts';
import { builtElf, committedElf, patched } from './elf-fixture.ts';
import { inputErrorOf } from './stub-fixture.ts';

const elf = committedElf();
const view = new DataView(elf.buffer, elf.byteOffset, elf.length);
const PROGRAM = Number(view.getBigUint64(0x20, true));
const SECTIONS = Number(view.getBigUint64(0x28, true));
const SECTION_COUNT = view.getUint16(0x3c, true);

/** Offset of the first section header of a type. */
function sectionOfType(type: number): number {
  for (let index = 0; index < SECTION_COUNT; index += 1) {
    if (view.getUint32(SECTIONS + 64 * index + 4, true) === type) return SECTIONS + 64 * index;
  }
  throw new Error(`no section of type ${type}`);
}

const SYMTAB = sectionOfType(2);
const STRTAB = SECTIONS + 64 * view.getUint32(SYMTAB + 0x28, true);
const SYMBOLS = Number(view.getBigUint64(SYMTAB + 0x18, true));
const SYMBOL_COUNT = Number(view.getBigUint64(SYMTAB + 0x20, true)) / 24;

/** Offset of a symbol whose name the table must have. */
function symbolCalled(name: string): number {
  const strings = Number(view.getBigUint64(STRTAB + 0x18, true));
  for (let index = 0; index < SYMBOL_COUNT; index += 1) {
    const at = SYMBOLS + 24 * index;
    const start = strings + view.getUint32(at, true);
    if (Buffer.from(elf.subarray(start, elf.indexOf(0, start))).toString() === name) return at;
  }
  throw new Error(`no symbol ${name}`);
}

function messageOf(bytes: Uint8Array): string {
  return inputErrorOf(() => loadElf(bytes, 'a.elf')).message;
}

describe('a good ELF file', () => {
  it('becomes an image with its segments, its entry and its symbols', () => {
    const image = loadElf(elf, 'a.elf');
    expect(image.segments.map(({ address, writable, executable }) => [address, writable, executable])).toEqual([
      [0x80000000n, false, true],
      [view.getBigUint64(PROGRAM + 56 + 0x10, true), true, false],
    ]);
    expect(image.entry).toBe(image.symbols.get('_start'));
    expect(image.symbols.get('call')).toBe(image.entry + 8n);
    expect(image.symbols.get('CONSTANT')).toBe(42n);
    expect([...image.symbols.keys()].filter((name) => name.startsWith('$') || name === '')).toEqual([]);
    expect(image.lines.size).toBe(0);
    const [text, data] = image.segments;
    const smc = Number(image.symbols.get('call')! - text!.address);
    expect(Buffer.from(text!.bytes).readUInt32LE(smc)).toBe(0xd4000003);
    expect(Buffer.from(data!.bytes).readBigUInt64LE(0)).toBe(0x1122334455667788n);
  });

  it('has its bss filled with zeros', () => {
    const [, data] = loadElf(elf, 'a.elf').segments;
    expect(data!.bytes).toHaveLength(8 + 64);
    expect(data!.bytes.subarray(8).every((byte) => byte === 0)).toBe(true);
  });

  it('may lie anywhere in a larger buffer and stays as it is', () => {
    const larger = new Uint8Array(elf.length + 7);
    larger.set(elf, 5);
    expect(loadElf(larger.subarray(5, 5 + elf.length), 'a.elf')).toEqual(loadElf(elf, 'a.elf'));
    const image = loadElf(elf, 'a.elf');
    image.segments[0]!.bytes.fill(0);
    expect(elf[0]).toBe(0x7f);
  });

  it('may have no section headers, or no symbol table, or a p_paddr of 0', () => {
    expect(loadElf(patched(elf, 0x28, 8, 0), 'a.elf').symbols.size).toBe(0);
    expect(loadElf(patched(elf, SYMTAB + 4, 4, 1), 'a.elf').symbols.size).toBe(0);
    expect(loadElf(patched(elf, PROGRAM + 0x18, 8, 0), 'a.elf').segments[0]!.address).toBe(0x80000000n);
  });

  it('a global symbol hides a local one of the same name', () => {
    const local = symbolCalled('value');
    const shared = patched(elf, local, 4, view.getUint32(symbolCalled('_start'), true));
    const image = loadElf(shared, 'a.elf');
    expect(image.symbols.get('_start')).toBe(image.entry);
    expect(image.symbols.has('value')).toBe(false);
  });

  it('comes out of the compiler of this machine as well', () => {
    const image = loadElf(builtElf() ?? elf, 'built.elf');
    expect(image.symbols.get('done')).toBe(image.entry + 12n);
  });
});

/** What is patched (offset, size, value), and what the complaint must say. */
const broken: [what: string, offset: number, size: 1 | 2 | 4 | 8, value: bigint | number, message: string][] = [
  ['the magic', 1, 1, 0, "a.elf: offset 0x0, e_ident: must begin with 7F 'E' 'L' 'F'"],
  ['a 32-bit class', 4, 1, 1, 'a.elf: offset 0x4, EI_CLASS: must be 2, a 64-bit file'],
  ['big-endian data', 5, 1, 2, 'a.elf: offset 0x5, EI_DATA: must be 1, little-endian'],
  ['the version', 6, 1, 0, 'a.elf: offset 0x6, EI_VERSION: must be 1'],
  ['an object file', 0x10, 2, 1, 'a.elf: offset 0x10, e_type: an object file cannot run: link it'],
  [
    'a shared object',
    0x10,
    2,
    3,
    'e_type: a position-independent file has no fixed address: link with -static -no-pie',
  ],
  ['a core file', 0x10, 2, 4, 'e_type: must be 2, an executable, not 4'],
  ['another machine', 0x12, 2, 62, 'a.elf: offset 0x12, e_machine: must be 183, AArch64, not 62'],
  ['an odd entry', 0x18, 8, 0x80000001n, 'a.elf: offset 0x18, e_entry: must be a multiple of 4, not 0x80000001'],
  ['an entry outside', 0x18, 8, 0x80000f00n, 'e_entry: 0x80000f00 must lie in a segment with PF_X'],
  ['program headers past the end', 0x20, 8, 0xffffffffffffffffn, 'offset 0x20, e_phoff: 0xffffffffffffffff to'],
  ['no program header', 0x38, 2, 0, 'offset 0x38, e_phnum: an executable has at least one program header'],
  ['too many program headers', 0x38, 2, 0xffff, 'offset 0x38, e_phnum: more than 65534'],
  ['program headers past the end by number', 0x38, 2, 0xfffe, 'offset 0x20, e_phoff: 0x40 to 0x37ffd0 must lie within'],
  ['program headers of another size', 0x36, 2, 32, 'offset 0x36, e_phentsize: must be 56, not 32'],
  ['section headers past the end', 0x28, 8, 1n << 63n, 'offset 0x28, e_shoff: 0x8000000000000000 to'],
  ['section headers without number', 0x3c, 2, 0, 'offset 0x3c, e_shnum: more than 65279'],
  ['section headers of another size', 0x3a, 2, 40, 'offset 0x3a, e_shentsize: must be 64, not 40'],
  ['a dynamic linker', PROGRAM, 4, 3, 'p_type: PT_INTERP asks for a dynamic linker: link with -static'],
  ['a segment of exabytes', PROGRAM + 0x28, 8, 1n << 60n, 'p_vaddr: 0x80000000 to 0x1000000080000000 is not in RAM'],
  ['a segment at the end of all addresses', PROGRAM + 0x10, 8, 0xfffffffffffff000n, 'p_paddr: must be p_vaddr'],
  ['a segment loaded elsewhere', PROGRAM + 0x18, 8, 0x80000100n, 'p_paddr: must be p_vaddr 0x80000000 (or 0)'],
  ['file bytes past the end', PROGRAM + 0x08, 8, 0x1000, 'p_offset: 0x1000 to'],
  ['file bytes at a wild offset', PROGRAM + 0x08, 8, 0xffffffffffffff00n, 'p_offset: 0xffffffffffffff00 to'],
  ['more bytes than memory', PROGRAM + 0x28, 8, 4, 'p_filesz: must not exceed p_memsz'],
  ['symbols of another size', SYMTAB + 0x38, 8, 16, 'sh_entsize: must be 24, not 16'],
  ['half a symbol', SYMTAB + 0x20, 8, 25, 'sh_size: must be a multiple of 24, not 0x19'],
  ['symbols past the end', SYMTAB + 0x18, 8, 1n << 40n, 'sh_offset: 0x10000000000 to'],
  [
    'a string table that is none',
    SYMTAB + 0x28,
    4,
    1,
    "sh_type: the symbols' names are in section 1: must be 3, strings",
  ],
  ['a string table that does not exist', SYMTAB + 0x28, 4, 99, 'sh_link: section 99 does not exist'],
  ['strings past the end', STRTAB + 0x20, 8, 1n << 62n, 'sh_offset: '],
  [
    'a name outside the strings',
    symbolCalled('_start'),
    4,
    0xffffffffn,
    'st_name: 0xffffffff is outside the string table',
  ],
];

describe('a broken ELF file', () => {
  it.each(broken)('is refused for %s', (_, offset, size, value, message) => {
    expect(messageOf(patched(elf, offset, size, value))).toContain(message);
  });

  it('is refused when a segment leaves RAM, reaches the hypervisor or lies on another', () => {
    const moved = (address: bigint) =>
      patched(patched(elf, PROGRAM + 56 + 0x10, 8, address), PROGRAM + 56 + 0x18, 8, address);
    expect(messageOf(moved(0x80fffffcn))).toContain('is not in RAM, 0x80000000 to 0x81000000');
    expect(messageOf(moved(0x7fffffffn))).toContain('is not in RAM');
    expect(messageOf(moved(0x400000n))).toContain('link with -Wl,-Ttext-segment=0x80000000');
    expect(messageOf(moved(0x800effe0n))).toContain("overlaps the hypervisor's pages, 0x800f0000 to 0x80100000");
    expect(messageOf(moved(0x800fffffn))).toContain("overlaps the hypervisor's pages");
    expect(messageOf(moved(0x80000080n))).toMatch(/p_vaddr: 0x80000080 lies in segment 0, which ends at 0x800/);
    loadElf(moved(0x800f0000n - 72n), 'a.elf');
    loadElf(moved(0x80100000n), 'a.elf');
    loadElf(moved(0x81000000n - 72n), 'a.elf');
  });

  it('is refused when nothing is loaded or names have no end', () => {
    const empty = patched(patched(elf, PROGRAM + 0x28, 8, 0), PROGRAM + 56 + 0x28, 8, 0);
    expect(messageOf(empty)).toContain('no program header is a PT_LOAD with a size');
    const start = view.getUint32(symbolCalled('_start'), true);
    expect(messageOf(patched(elf, STRTAB + 0x20, 8, start + 3))).toContain(
      'st_name: the name must end within 4096 bytes',
    );
  });

  it('cut short at any length is refused with an offset and a field', () => {
    for (let length = 0; length < elf.length; length += 1) {
      expect(messageOf(elf.subarray(0, length))).toMatch(/^a\.elf: offset 0x[\da-f]+, \w+: /);
    }
  });

  it('of many symbols with one long name is refused in bounded time', () => {
    const names = 0x4000;
    const count = 200_000;
    const file = new Uint8Array(elf.length + names + 24 * count);
    file.set(elf);
    file.fill(0x61, elf.length, elf.length + names - 1);
    for (let index = 0; index < count; index += 1) {
      const at = elf.length + names + 24 * index;
      file.set(patched(new Uint8Array(24), 0, 4, names - 4001 + (index % 4000)), at);
      file[at + 6] = 1;
    }
    const withNames = patched(patched(file, STRTAB + 0x18, 8, elf.length), STRTAB + 0x20, 8, names);
    const whole = patched(patched(withNames, SYMTAB + 0x18, 8, elf.length + names), SYMTAB + 0x20, 8, 24 * count);
    const start = performance.now();
    expect(messageOf(whole)).toContain('st_name: more than 16777216 bytes of names');
    expect(performance.now() - start).toBeLessThan(60_000);
  });

  it('of more symbols than any program has is refused', () => {
    const count = (1 << 18) + 1;
    const file = new Uint8Array(elf.length + 24 * count);
    file.set(elf);
    const whole = patched(patched(file, SYMTAB + 0x18, 8, elf.length), SYMTAB + 0x20, 8, 24 * count);
    expect(messageOf(whole)).toContain('more than 262144 symbols');
  });
});

/** Loads the bytes and checks what comes of it: an image within bounds, or an InputError. */
function loadsOrComplains(bytes: Uint8Array): void {
  try {
    const image = loadElf(bytes, 'fuzz.elf');
    const total = image.segments.reduce((sum, segment) => sum + segment.bytes.length, 0);
    expect(total).toBeLessThanOrEqual(0x1000000);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/^fuzz\.elf: offset 0x[\da-f]+, \w+: ./);
  }
}

describe('any bytes at all', () => {
  const extremes = fc.constantFrom(
    0n,
    1n,
    0x7fffffffn,
    0xffffffffn,
    0x80000000n,
    1n << 60n,
    1n << 63n,
    0xffffffffffffffffn,
  );
  const patch = fc.tuple(
    fc.nat(elf.length - 8),
    fc.constantFrom(1 as const, 2 as const, 4 as const, 8 as const),
    fc.oneof(fc.bigInt(0n, 0xffffffffffffffffn), extremes),
  );

  it('random bytes, with or without a good beginning, are refused with a reason or load', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), loadsOrComplains), { numRuns: 500 });
    const behindHeader = fc
      .uint8Array({ maxLength: 600 })
      .map((rest) => Uint8Array.from([...elf.subarray(0, 64), ...rest]));
    fc.assert(fc.property(behindHeader, loadsOrComplains), { numRuns: 500 });
  });

  it('a real file with a few fields changed loads or is refused with a reason', () => {
    const base = builtElf() ?? elf;
    const mutated = fc
      .array(patch, { minLength: 1, maxLength: 4 })
      .map((patches) =>
        patches.reduce(
          (bytes, [offset, size, value]) => patched(bytes, offset % (bytes.length - 8), size, value),
          base,
        ),
      );
    fc.assert(fc.property(mutated, loadsOrComplains), { numRuns: 5000 });
  });

  it('a real file with its headers and tables changed loads or is refused with a reason', () => {
    const fields = fc.oneof(
      fc.nat(63),
      fc.nat(56 * 3 - 1).map((offset) => PROGRAM + offset),
      fc.nat(64 * SECTION_COUNT - 9).map((offset) => SECTIONS + offset),
      fc.nat(24 * SYMBOL_COUNT - 9).map((offset) => SYMBOLS + offset),
    );
    const sized = fc.tuple(
      fields,
      fc.constantFrom(1 as const, 2 as const, 4 as const, 8 as const),
      fc.oneof(extremes, fc.bigInt(0n, 2000n)),
    );
    const mutated = fc
      .array(sized, { minLength: 1, maxLength: 3 })
      .map((patches) =>
        patches.reduce(
          (bytes, [offset, size, value]) => patched(bytes, Math.min(offset, elf.length - 8), size, value),
          elf,
        ),
      );
    fc.assert(fc.property(mutated, loadsOrComplains), { numRuns: 5000 });
  });

  it('every single byte of the headers may hold anything', () => {
    const headers = [...Array(PROGRAM + 56 * view.getUint16(0x38, true)).keys()];
    for (const offset of headers)
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) loadsOrComplains(patched(elf, offset, 1, value));
  });
});
