import { describe, expect, it } from 'vitest';
import { encodingGroups } from '../../../assembly/a64/encodings.ts';
import { systemOperations } from '../../../assembly/a64/encodings-names.ts';
import { fieldWidths } from '../../../assembly/a64/encodings-schema.ts';
import { systemRegisters } from '../../../assembly/a64/encodings-system-registers.ts';
import { mayHaveTop, parseBits } from '../../../src/guest/encode/bits.ts';
import { identify } from '../../../src/guest/encode/index.ts';
import { allEncodings, encodingById } from '../../../src/guest/encode/table.ts';
import { samplesOf, seeded } from './sample.ts';

const rows = encodingGroups.flatMap((group) => group.rows);
const encodings = allEncodings().filter((encoding) => !encoding.isAlias);

describe('the table of encodings', () => {
  it('gives every row an id of its own', () => {
    const ids = rows.map((row) => row[0]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z][a-z0-9.]*(\{\w+\}[a-z]*)?\/[a-z0-9.]+$/.test(id))).toEqual([]);
  });

  it('names every group once, and features as the architecture does', () => {
    const names = encodingGroups.map((group) => group.name);
    expect(new Set(names).size).toBe(names.length);
    const features = allEncodings().flatMap((encoding) => encoding.feature ?? []);
    expect(features.filter((feature) => !/^FEAT_[A-Z][A-Za-z0-9]+$/.test(feature))).toEqual([]);
  });

  it('gives every encoding 32 bits with different field names', () => {
    for (const { pattern, id } of encodings) {
      const names = pattern.fields.map((field) => field.name);
      expect(new Set(names).size, id).toBe(names.length);
      const width = pattern.fields.reduce((sum, field) => sum + field.width, 0);
      const fixed = pattern.mask.toString(2).replaceAll('0', '').length;
      expect(width + fixed, id).toBe(32);
    }
  });

  it('uses every field width that it names', () => {
    const used = new Set(encodings.flatMap((encoding) => encoding.pattern.fields.map((field) => field.name)));
    expect(Object.keys(fieldWidths).filter((name) => !used.has(name))).toEqual([]);
  });

  it('lets every alias stand for an encoding, not for another alias', () => {
    const aliases = allEncodings().filter((encoding) => encoding.isAlias);
    expect(aliases.filter((alias) => encodingById(alias.base.id).isAlias)).toEqual([]);
    expect(aliases.length).toBeGreaterThan(120);
  });

  it('has words for every row, and finds each in its own group', () => {
    for (const encoding of allEncodings()) {
      const samples = samplesOf(encoding);
      expect(samples.length, encoding.id).toBeGreaterThan(0);
      for (const { word } of samples) {
        expect(identify(word)?.group.name, `${encoding.id} ${word.toString(16)}`).toBe(encoding.base.group.name);
      }
    }
  });

  it('has a text for every row', () => {
    const silent = allEncodings().filter((encoding) => samplesOf(encoding).every(({ text }) => text === undefined));
    // Few random words are one of the named system operations, which have tests of their own.
    expect(silent.map((encoding) => encoding.id).filter((id) => !(id.split('/')[0]! in systemOperations))).toEqual([]);
  });

  it('hides no encoding behind one that comes before it', () => {
    const hidden = encodings.filter((encoding) => samplesOf(encoding).every(({ word }) => identify(word) !== encoding));
    expect(hidden.map((encoding) => encoding.id)).toEqual([]);
  });

  it('covers the groups of Armv8.0 base instructions, loads and stores, and vectors', () => {
    expect(encodings.length).toBeGreaterThan(1000);
    expect(encodingGroups.length).toBeGreaterThan(80);
  });

  it('knows a word by its top-level bits as the whole pattern does', () => {
    const random = seeded(3);
    for (const encoding of encodings) {
      const bits = rows.find((row) => row[0] === encoding.id)![1];
      const { mask, value } = encoding.pattern;
      const word = ((value | (random(2 ** 31) & ~mask)) >>> 0) & ~0;
      expect(mayHaveTop(bits, (word >>> 25) & 15), encoding.id).toBe(true);
    }
    expect(mayHaveTop('1 00 11011 001 Rm 0 Ra Rn Rd', 5)).toBe(false);
  });

  it('reads a bits column as fixed bits, bits that should be so, and fields', () => {
    expect(parseBits('1 sf 001000 010 (11111) 0 (11111) Rn Rt')).toEqual({
      mask: 0xbffffc00,
      value: 0x885f7c00,
      should: 0x001f7c00,
      fields: [
        { name: 'sf', position: 30, width: 1 },
        { name: 'Rn', position: 5, width: 5 },
        { name: 'Rt', position: 0, width: 5 },
      ],
    });
    expect(() => parseBits('1 sf 001000')).toThrow('not 32 bits');
    expect(() => parseBits('0000000000000000000000000000 Rn Rt')).toThrow('bad bits');
    expect(() => parseBits('unknown 001000 Rn Rt')).toThrow('bad bits');
  });
});

describe('the table of system registers', () => {
  it('has each name once and fields in range', () => {
    const names = systemRegisters.map((row) => row[0]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(900);
    const wrong = systemRegisters.filter(([, op0, op1, CRn, CRm, op2]) => {
      return op0 < 2 || op0 > 3 || op1 > 7 || CRn > 15 || CRm > 15 || op2 > 7;
    });
    expect(wrong).toEqual([]);
  });
});
