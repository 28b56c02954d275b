/** Records made by hand, with a random value in every register, for tests of what reads them. */
import type { RegisterFile, RunRecord, SmcRecord, TrapRecord, Writer } from '../../src/engine/record.ts';

const MASK = (1n << 64n) - 1n;

/** SplitMix64: the n-th value depends on the seed alone. */
export function randomValues(seed: bigint): () => bigint {
  let state = seed & MASK;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  };
}

/** EL1h, DAIF masked. */
export const PSTATE_EL1H = 0x3c5n;

/** A register file whose 31 + 32 registers all differ. */
export function randomFile(seed: bigint): RegisterFile {
  const next = randomValues(seed);
  return {
    x: Array.from({ length: 31 }, next),
    spEl0: next(),
    spEl1: next(),
    pc: 0x80000010n,
    pstate: PSTATE_EL1H | ((next() & 0xfn) << 28n),
    v: Array.from({ length: 32 }, () => (next() << 64n) | next()),
    fpsr: next() & 0xffffffffn,
    fpcr: next() & 0xffffffffn,
  };
}

export function copyFile(file: RegisterFile): RegisterFile {
  return { ...file, x: [...file.x], v: [...file.v] };
}

/** x0 … x17 from the values given, the rest zero. */
export function registers(...values: (bigint | number)[]): bigint[] {
  return Array.from({ length: 18 }, (_, n) => BigInt.asUintN(64, BigInt(values[n] ?? 0)));
}

/** An SMC that EL2 issued. */
export function smc(input: bigint[], output: bigint[], changes: Partial<SmcRecord> = {}): SmcRecord {
  return {
    input,
    output,
    undefinedInput: 0,
    undefinedOutput: 0,
    registers: 18,
    forwarded: false,
    reply: undefined,
    ...changes,
  };
}

/** An SMC #0 at EL1 that EL2 handled without touching a register: what a test then breaks. */
export function trap(call: number | bigint, seed: bigint, changes: Partial<TrapRecord> = {}): TrapRecord {
  const before = randomFile(seed);
  before.x[0] = BigInt(call);
  const after = copyFile(before);
  after.pc = before.pc + 4n;
  return {
    index: 0,
    address: before.pc,
    instruction: 0xd4000003,
    conduit: 'smc',
    immediate: 0,
    before,
    after,
    exception: {
      sourceEl: 1,
      targetEl: 2,
      esr: 0x5e000000n,
      elr: before.pc,
      spsr: before.pstate,
      vector: 0x80100400n,
      pstate: 0x3c9n,
      returnAddress: before.pc + 4n,
    },
    disposition: 'handled',
    writers: Array<Writer>(31).fill('caller'),
    sources: Array<number>(31).fill(0),
    smcs: [],
    smcCount: 0,
    warnings: 0,
    state: {},
    instructionsBefore: 4,
    ...changes,
  };
}

/** Stores `value` in xn of the record as that writer. */
export function write(record: TrapRecord, n: number, value: bigint, writer: Writer, source = n): void {
  record.after.x[n] = value & MASK;
  record.writers[n] = writer;
  record.sources[n] = source;
}

/** A run of these traps that ended with BRK. */
export function run(traps: TrapRecord[], changes: Partial<RunRecord> = {}): RunRecord {
  const final = traps.at(-1)?.after ?? randomFile(0n);
  return {
    engine: 'unicorn 2.0.1',
    boot: { result: 0, smcs: [], state: {} },
    traps,
    arrivals: [],
    stop: { kind: 'brk', pc: final.pc, detail: 'brk #0x0', immediate: 0 },
    final,
    instructions: 5 * traps.length + 1,
    ...changes,
  };
}
