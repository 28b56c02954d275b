import type { Image } from '../../src/guest/image.ts';
import { InputError } from '../../src/guest/source.ts';
import { planRun, type RunPlan } from '../../src/guest/stub/plan.ts';
import type { ModelChoice } from '../../src/guest/stub/spec.ts';
import { readModelChoice } from '../../src/guest/stub/target.ts';
import { parseStub } from '../../src/guest/stub.ts';

export const TEXT_START = 0x80000000n;
const NOP = 0xd503201f;
const SMC = 0xd4000003;
const HVC = 0xd4000002;
const BRK = 0xd4200000;

/** `_start: nop; call: smc #0; after: nop; hyper: hvc #0; done: brk #0`, some data and some names. */
export function smallImage(): Image {
  const words = new Uint32Array([NOP, SMC, NOP, HVC, BRK]);
  const symbols: [string, bigint][] = [
    ['_start', TEXT_START],
    ['call', TEXT_START + 4n],
    ['after', TEXT_START + 8n],
    ['hyper', TEXT_START + 12n],
    ['done', TEXT_START + 16n],
    ['data', TEXT_START + 0x1000n],
    ['COUNT', 3n],
    ['MINUS', 0xffffffffffffffffn],
    ['FFA_DENIED', 0xfffffffffffffffan],
  ];
  const text = {
    name: '.text',
    address: TEXT_START,
    bytes: new Uint8Array(words.buffer),
    writable: false,
    executable: true,
  };
  const data = {
    name: '.data',
    address: TEXT_START + 0x1000n,
    bytes: new Uint8Array(16),
    writable: true,
    executable: false,
  };
  return { entry: TEXT_START, segments: [text, data], symbols: new Map(symbols), lines: new Map() };
}

export function model(text = 'pkvm/v6.18'): ModelChoice {
  const choice = readModelChoice(text);
  if (!choice) throw new Error(`not a model: ${text}`);
  return choice;
}

/** The plan for {@link smallImage} of a stub with these directives. */
export function plan(lines: string[], options: { model?: string; seed?: bigint } = {}): RunPlan {
  const spec = parseStub(lines.map((line) => `//! ${line}`).join('\n'), 'test.S');
  return planRun(spec, smallImage(), model(options.model), options.seed);
}

/** The InputError that `work` must throw. */
export function inputErrorOf(work: () => unknown): InputError {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}
