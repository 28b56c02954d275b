import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type CallRow, type Field, type Form, fieldWidth, partMask } from '../../src/abi/row.ts';
import { callTable } from '../../src/abi/table.ts';
import { CoreEngine } from '../../src/engine/core.ts';
import type { MachineOptions } from '../../src/engine/engine.ts';
import { Machine } from '../../src/engine/machine.ts';
import { resolveFirmware, resolveModel } from '../../src/engine/models.ts';
import type { TrapRecord } from '../../src/engine/record.ts';
import { UnicornEngine, unicornAvailable } from '../../src/engine/unicorn.ts';
import { assembleText } from '../../src/guest/assemble.ts';
import { randomFile } from '../support/records.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** No hypervisor: each SMC goes to firmware, which answers anything and touches nothing but registers. */
const options: MachineOptions = {
  model: resolveModel('none', []),
  firmware: resolveFirmware([]),
  replies: [],
  control: { tsc: false, smd: false, hce: true },
  undefinedFill: 0n,
};

interface Case {
  row: CallRow;
  form: Form;
  /** The invocation with all arguments. */
  text: string;
  /** Registers that it loads. */
  loaded: Map<number, bigint>;
}

const macroName = (row: CallRow, form: Form): string =>
  `${row.name.toLowerCase()}${form === 64 && row.id32 !== undefined ? '_64' : ''}`;
const parameter = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
const literal = (value: bigint): string => `0x${value.toString(16)}`;

/** What to give for one field, and what the registers must hold then. */
function fill(field: Field, form: Form, seed: bigint): { text: string[]; loaded: [number, bigint][] } {
  const low = (0x89abcdefn * (seed + 1n)) & 0xffffffffn;
  const value = (low << 32n) | ((low ^ 0x5aa5n) & 0xffffffffn);
  const whole = fieldWidth(field, form) === 64 ? value : value & 0xffffffffn;
  if (field.format === 'handle' || field.format === 'pair') {
    return {
      text: [`${parameter(field.name)}=${literal(value)}`],
      loaded: [
        [field.first, value & 0xffffffffn],
        [field.last, value >> 32n],
      ],
    };
  }
  if (field.parts.length > 1 || (field.parts[0]?.low ?? 0) > 0) {
    const parts = field.parts.map((part) => ({ part, number: value & (partMask(part) >> BigInt(part.low)) }));
    const word = parts.reduce((sum, { part, number }) => sum | (number << BigInt(part.low)), 0n);
    return {
      text: parts.map(({ part, number }) => `${parameter(part.name)}=${literal(number)}`),
      loaded: [[field.first, word]],
    };
  }
  const one = field.first === field.last;
  const prefix = fieldWidth(field, form) === 64 ? 'x' : 'w';
  const name = (n: number): string => (one ? parameter(field.parts[0]?.name ?? field.name) : `${prefix}${n}`);
  const numbers = Array.from({ length: field.last - field.first + 1 }, (_, index) => field.first + index);
  return {
    text: numbers.map((n) => `${name(n)}=${literal(whole ^ BigInt(n))}`),
    loaded: numbers.map((n) => [n, whole ^ BigInt(n)]),
  };
}

function makeCase(row: CallRow, form: Form, index: number): Case {
  const fields = row.arguments.filter((field) => field.form === undefined || field.form === form);
  const filled = fields.map((field, n) => fill(field, form, BigInt(index * 8 + n)));
  const loaded = new Map(filled.flatMap((each) => each.loaded));
  loaded.set(0, BigInt((form === 32 ? row.id32 : row.id64) ?? 0));
  return { row, form, text: `${macroName(row, form)} ${filled.flatMap((each) => each.text).join(', ')}`, loaded };
}

const cases = callTable.flatMap((row, index) =>
  ([32, 64] as const)
    .filter((form) => (form === 32 ? row.id32 : row.id64) !== undefined)
    .map((form) => makeCase(row, form, index)),
);

/** Runs a program of macros, an SMC after each, and returns the traps. */
function run(lines: string[]): TrapRecord[] {
  const text = ['.include "call.inc"', '.include "calls.inc"', '_start:', ...lines.flatMap((line) => [line, 'smc #0'])];
  const image = assembleText([...text, 'brk #0', ''].join('\n'), 'macros.S');
  const machine = new Machine(options);
  machine.boot();
  const initial = { ...randomFile(5n), spEl1: 0x800f0000n, pc: image.entry };
  const limits = { instructions: 100_000, traps: 1000, milliseconds: 10_000 };
  const engine = unicornAvailable() ? new UnicornEngine() : new CoreEngine();
  const outcome = engine.run(machine, { segments: image.segments, initial, watch: [], limits });
  expect([outcome.stop.kind, outcome.traps.length]).toEqual(['brk', lines.length]);
  return outcome.traps;
}

describe('what is generated from the table', () => {
  it('is what the table says: includes and reference page', () => {
    const check = spawnSync(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(check.stderr).toBe('');
    expect(check.status).toBe(0);
  });
});

describe('the macros for calls', () => {
  it('exist for every call and form, and load every argument by its name into its register, and no other', () => {
    expect(cases.length).toBeGreaterThan(100);
    const traps = run(cases.map(({ text }) => text));
    let kept = traps[0]!.before.x;
    for (const [index, { text, loaded }] of cases.entries()) {
      const { before, after } = traps[index]!;
      for (const [n, value] of before.x.entries()) {
        expect(value, `${text}: x${n}`).toBe(loaded.get(n) ?? kept[n]);
      }
      kept = after.x;
    }
  });

  it('leave a register alone whose argument is not given, and fill the rest of a word with zeros', () => {
    const traps = run(['ffa_run', 'ffa_run vcpu=3', 'ffa_run 0x8001', 'ffa_rxtx_map_64 page_count=1']);
    const x1 = traps.map(({ before }) => before.x[1]);
    expect(x1[0]).toBeGreaterThan(0xffffffffn);
    expect(x1.slice(1, 3)).toEqual([3n, 0x80010000n]);
    expect(traps[3]!.before.x.slice(1, 4)).toEqual([...traps[2]!.after.x.slice(1, 3), 1n]);
  });

  it('take labels for addresses', () => {
    const image = assembleText(
      '.include "call.inc"\n.include "calls.inc"\n_start:\n  ffa_rxtx_map_64 tx=page\n  brk #0\n.data\npage: .quad 0\n',
      'label.S',
    );
    const [text, data] = image.segments;
    const literalAt = new DataView(text!.bytes.buffer, text!.bytes.byteOffset).getBigUint64(16, true);
    expect([literalAt, image.symbols.get('page')]).toEqual([data!.address, data!.address]);
  });
});
