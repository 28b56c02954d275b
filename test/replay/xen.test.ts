import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/guest/source.ts';
import { FieldError } from '../../src/replay/json/cursor.ts';
import { readLines } from '../../src/replay/lines.ts';
import { XenReplayer } from '../../src/replay/xen/replay.ts';
import { xenVectorFile } from '../conformance/xen-vectors.ts';
import { plainOptions } from './fixture.ts';

type Node = Record<string | number, unknown>;
type Path = (string | number)[];

const replayer = new XenReplayer(plainOptions);
const [calls, traps] = [await lineOf('v1.2', 6), await lineOf('v1.2.trap', 53)];

async function lineOf(file: string, index: number): Promise<string> {
  let number = 0;
  for await (const { bytes, start, end } of readLines(xenVectorFile(file))) {
    if (number++ === index) return Buffer.from(bytes.subarray(start, end)).toString();
  }
  throw new RangeError(`${file} has no line ${index}`);
}

/** Replays a line; returns the number of mismatches, or undefined where it was refused as it should be. */
function replay(text: string): number | undefined {
  const bytes = Buffer.from(`${text}\n`);
  try {
    return replayer.replay({ file: 'test', number: 1, bytes, start: 0, end: bytes.length - 1 }).differences.length;
  } catch (error) {
    if (error instanceof FieldError || error instanceof InputError) return undefined;
    throw error;
  }
}

/** Every place of a plain value in a JSON value, as a path of keys. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

/** A record with the value at a place replaced by what `change` makes of it. */
function changed(text: string, path: Path, change: (value: unknown) => unknown): string {
  const record = JSON.parse(text) as Node;
  let node = record;
  for (const key of path.slice(0, -1)) node = node[key] as Node;
  const last = path.at(-1)!;
  const value = change(node[last]);
  if (value === undefined) delete node[last];
  else node[last] = value;
  return JSON.stringify(record);
}

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return 0;
  if (/^0x/.test(value)) return `0x${(BigInt(value) ^ 1n).toString(16)}`;
  return /^[0-9a-f]+$/.test(value) ? `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}` : `${value} else`;
}

/** What the real code did, by the member of the record that says it. */
const outputs = new Set([
  'ok',
  'init_rc',
  'args',
  'handled',
  'out',
  'x18_30_preserved',
  'written',
  'mem_after',
  'events',
  'pc_out',
  'state',
  'vm_count',
  'all_versions',
]);

const values = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue(),
  fc.bigInt({ min: 0n, max: (1n << 65n) - 1n }).map((number) => `0x${number.toString(16)}`),
  fc.integer({ min: -3, max: 40 }),
  fc.constantFrom('xen/before-negotiation', 'trap', 'sri', 'timer', 'teardown', 'undef', ''),
);

describe('a record of what Xen did', () => {
  // Step 14 of the traps is PSCI, whose answer the records do not have from the real code.
  it.each([
    ['calls', calls, []],
    ['traps', traps, ['steps.14.out.0', 'steps.14.events.0']],
  ])('is compared in everything that it says of the real code: %s', (_what, text, unknown) => {
    expect(replay(text)).toBe(0);
    const places = leaves(JSON.parse(text)).filter((path) => path.some((key) => outputs.has(String(key))));
    const unnoticed = places.filter((path) => replay(changed(text, path, other)) === 0);
    expect(places.length).toBeGreaterThan(1000);
    expect(unnoticed.map((path) => path.join('.'))).toEqual(unknown);
  });

  it('is replayed or refused with one value replaced by anything', () => {
    const places = leaves(JSON.parse(traps));
    fc.assert(
      fc.property(fc.constantFrom(...places), values, (path, value) => {
        replay(changed(traps, path, () => value));
      }),
      { numRuns: 2000 },
    );
  });

  it('is replayed or refused with some of its bytes changed', () => {
    const edit = fc.record({ at: fc.nat(traps.length - 1), take: fc.nat(3), put: fc.string({ maxLength: 3 }) });
    fc.assert(
      fc.property(edit, ({ at, take, put }) => {
        replay(traps.slice(0, at) + put + traps.slice(at + take));
      }),
      { numRuns: 2000 },
    );
    expect(replay(traps)).toBe(0);
  });
});
