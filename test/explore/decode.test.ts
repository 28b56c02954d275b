import { describe, expect, it } from 'vitest';
import { CoreEngine } from '../../src/engine/core.ts';
import { Machine } from '../../src/engine/machine.ts';
import { unicornAvailable } from '../../src/engine/unicorn.ts';
import { ConstantPool } from '../../src/explore/program/builder.ts';
import { decodeWord, describeWord, supportedEncodings } from '../../src/explore/program/decode.ts';
import { CODE_START, type Program, regionAddress } from '../../src/explore/program/program.ts';
import { layOutState } from '../../src/explore/sequential/layout.ts';
import { SequentialMachine } from '../../src/explore/sequential/machine.ts';
import { type Word, wordFromBigint, wordToBigint } from '../../src/explore/word.ts';
import { allEncodings, composeWord, generateFields } from '../../src/guest/encode/index.ts';
import { FakeMachine } from '../engine/fake-machine.ts';
import { END, type Guest, program, START } from '../engine/guest.ts';
import { job } from '../engine/jobs.ts';
import { run as runOnUnicorn } from '../engine/run-guest.ts';
import { Random } from '../machine/random.ts';
import { has } from '../support/needs.ts';

const engineBase = START + 0x10000n;
const own = regionAddress(0, 0);
const ownBase = wordToBigint(own);
const bytesOfMemory = 256;

interface Outcome {
  x: bigint[];
  flags: number;
  memory: bigint[];
}

function programOf(words: readonly number[], x: readonly bigint[]): Program {
  const pool = new ConstantPool();
  const instructions = words.map((word, index) => {
    const address = CODE_START + 4 * index;
    const steps = decodeWord(word, address, pool);
    if (!steps) throw new Error(`${describeWord(word, address)} is not decoded`);
    return { address, word, text: '', position: { file: '', line: 1, column: 1 }, line: '', steps };
  });
  const initial = new Map<number, Word>(x.map((value, slot) => [slot, wordFromBigint(value)]));
  const thread = {
    start: CODE_START,
    instructions,
    labels: new Map(),
    constants: pool.words,
    initial,
    symbolic: new Map(),
  };
  const bytes = initialMemory();
  return {
    threads: [thread],
    regions: [{ name: 'm', address: own, type: { name: 'u8', size: 1, signed: false }, length: bytesOfMemory, bytes }],
  };
}

/** Runs words on the explorer's own executor. */
function runHere(words: readonly number[], x: readonly bigint[]): Outcome {
  const program = programOf(words, x);
  const observed = Array.from({ length: 35 }, (_, slot) => ({ thread: 0, slot }));
  const machine = new SequentialMachine(layOutState(program, observed));
  while (!machine.hasEnded(0)) machine.run(0, 0);
  const words64 = Array.from({ length: 31 }, (_, slot) => wordToBigint(machine.register(0, slot)));
  words64[0] = BigInt.asUintN(64, words64[0]! - ownBase);
  const memory = Array.from({ length: bytesOfMemory / 8 }, (_, n) => wordToBigint(machine.memory(0, 8 * n, 8)));
  return { x: words64, flags: machine.register(0, 34).lo, memory };
}

/** Runs the same words on libunicorn, or on the interpreter where there is none. */
function runThere(words: readonly number[], x: readonly bigint[]): Outcome {
  const guest: [number[], Guest] = [[...words, END], { initial: { x: [...x] } }];
  const machine = unicornAvailable() ? new FakeMachine() : new Machine(job([], {}, 'none').machine);
  machine.writeMemory(engineBase, initialMemory());
  const { final } =
    machine instanceof Machine ? new CoreEngine().run(machine, program(...guest)) : runOnUnicorn(...guest, machine);
  const bytes = machine.readMemory(engineBase, bytesOfMemory);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const memory = Array.from({ length: bytesOfMemory / 8 }, (_, n) => view.getBigUint64(8 * n, true));
  const end = [...final.x];
  end[0] = BigInt.asUintN(64, end[0]! - engineBase);
  return { x: end, flags: Number((final.pstate >> 28n) & 15n), memory };
}

function initialMemory(): Uint8Array {
  return Uint8Array.from({ length: bytesOfMemory }, (_, index) => (index * 37) & 255);
}

const isMemory = (id: string): boolean => /^(ld|st|cas|swp|prf)/.test(id);
/**
 * Branches and addresses of code have tests of their own, a store exclusive needs its load, and libunicorn takes minimum
 * for maximum.
 */
const elsewhere = /^(ld[su](max|min)\{ar\}[bh]?|b|bl|br|blr|ret|cbn?z|tbn?z|b\.\{cond\}|adr|st(l)?x[rp][bh]?)\//;

/** The interpreter refuses unaligned ones, as a processor without FEAT_LSE2 does; libunicorn and litmus tests do not. */
const mustBeAligned = /^(ldapur|stlur)/;

/** Fields that keep an access in memory, and x0 out of everything but addresses. */
function fixedFields(id: string, names: readonly string[], random: Random): Record<string, number> {
  const fixed: Record<string, number> = {};
  for (const name of names) {
    // Rt2 differs from Rt: loading a pair into one register is unpredictable.
    if (/^R[dnmast]2?$/.test(name)) fixed[name] = name === 'Rt2' ? 16 + random.below(14) : 2 + random.below(14);
    if (name === 'imm12' && isMemory(id)) fixed[name] = random.below(8);
    if (name === 'imm9') fixed[name] = random.below(64);
    if (name === 'imm7') fixed[name] = random.below(8);
    if (name === 'CRm' && /^(dmb|dsb)/.test(id)) fixed[name] = 1 + random.below(3);
  }
  if (isMemory(id)) Object.assign(fixed, { Rn: 0, ...(names.includes('Rm') ? { Rm: 1 } : {}) });
  if (/^m(rs|sr)\/reg/.test(id)) Object.assign(fixed, { op0: 3, op1: 3, CRn: 4, CRm: 2, op2: 0 });
  if (/^casp/.test(id)) Object.assign(fixed, { Rs: 2 + 2 * random.below(6), Rt: 16 + 2 * random.below(6) });
  return fixed;
}

function randomWord(id: string, random: Random): number {
  const encoding = allEncodings().find((row) => row.id === id)!;
  const names = encoding.pattern.fields.map(({ name }) => name);
  const fields = generateFields(encoding, (limit) => random.below(limit), fixedFields(id, names, random));
  if (!fields) throw new Error(`no word of ${id} was found`);
  return composeWord(encoding.pattern, fields);
}

/** x1 is a small index, aligned for whatever it is scaled by. */
function initialRegisters(random: Random): bigint[] {
  return Array.from({ length: 31 }, (_, n) => {
    if (n === 1) return BigInt(8 * random.below(2));
    return random.once(3) ? BigInt(random.below(8)) : random.u64();
  });
}

describe('the executor of litmus tests', () => {
  it('knows only encodings of the table', () => {
    const ids = new Set(allEncodings().map(({ id }) => id));
    expect(supportedEncodings.filter((id) => !ids.has(id))).toEqual([]);
    expect(supportedEncodings.length).toBeGreaterThan(150);
  });

  it.each(supportedEncodings.filter((id) => !elsewhere.test(id) && (has('libunicorn') || !mustBeAligned.test(id))))(
    'does the same as an engine for %s',
    (id) => {
      const random = new Random(id.length * 7919 + id.charCodeAt(2));
      for (let round = 0; round < 12; round += 1) {
        const registers = initialRegisters(random);
        // A comparison before it makes flags that vary.
        const compare = (0xeb00001f | ((2 + random.below(28)) << 16) | ((2 + random.below(28)) << 5)) >>> 0;
        const words = [compare, randomWord(id, random)];
        const here = runHere(words, [ownBase, ...registers.slice(1)]);
        const there = runThere(words, [engineBase, ...registers.slice(1)]);
        expect(here, describeWord(words[1]!, CODE_START)).toEqual(there);
      }
    },
  );

  it('refuses words that are no instruction, or one that litmus tests do not use', () => {
    for (const word of [0, 0xd4000001, 0xd65f0bff, 0x0e201c00]) {
      expect(decodeWord(word, CODE_START, new ConstantPool())).toBeUndefined();
    }
  });
});

describe('an atomic minimum or maximum', () => {
  /** x2 is the operand, x3 gets the old value; the first eight bytes of memory are 00 25 4a 6f 94 b9 de 03. */
  it.each([
    ['ldsmax w2, w3, [x0]', 0xb8224003, 0x8000_0000n, 0x6f4a2500n],
    ['ldsmin w2, w3, [x0]', 0xb8225003, 0x8000_0000n, 0x80000000n],
    ['ldumax w2, w3, [x0]', 0xb8226003, 0x8000_0000n, 0x80000000n],
    ['ldumin w2, w3, [x0]', 0xb8227003, 0x8000_0000n, 0x6f4a2500n],
    ['ldsmaxb w2, w3, [x0]', 0x38224003, 0x80n, 0x6f4a2500n],
    ['ldsminb w2, w3, [x0]', 0x38225003, 0x80n, 0x6f4a2580n],
    ['ldumaxh w2, w3, [x0]', 0x78226003, 0xffffn, 0x6f4affffn],
    ['lduminh w2, w3, [x0]', 0x78227003, 0xffff0001n, 0x6f4a0001n],
  ])('%s writes the one that it names', (_, word, operand, low) => {
    const registers = new Array<bigint>(31).fill(0n);
    registers[0] = ownBase;
    registers[2] = operand;
    const { memory, x } = runHere([word], registers);
    expect(memory[0]! & 0xffffffffn).toBe(low);
    expect(x[3]).toBe(0x6f4a2500n & (word < 0x40000000 ? 0xffn : word < 0x80000000 ? 0xffffn : 0xffffffffn));
  });
});

describe('an exclusive access', () => {
  it('stores where nothing came between, for all sizes and pairs', () => {
    // ldxr, stxr with status w5 on bytes, half-words, words, double-words; ldxp, stxp on words and double-words.
    const pairs: [number, number][] = [
      [0x085f7c02, 0x08057c03],
      [0x485f7c02, 0x48057c03],
      [0x885f7c02, 0x88057c03],
      [0xc85ffc02, 0xc805fc03],
      [0x887f1c02, 0x88251c03],
      [0xc87f9c02, 0xc8259c03],
    ];
    for (const words of pairs) {
      const registers = initialRegisters(new Random(words[0]));
      const here = runHere(words, [ownBase, ...registers.slice(1)]);
      expect(here).toEqual(runThere(words, [engineBase, ...registers.slice(1)]));
      expect(here.x[5]).toBe(0n);
    }
  });
});
