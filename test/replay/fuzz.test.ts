import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/guest/source.ts';
import { FieldError } from '../../src/replay/json/cursor.ts';
import { kindOf } from '../../src/replay/kinds.ts';
import type { VectorLine } from '../../src/replay/line.ts';
import { PkvmReplayer } from '../../src/replay/pkvm/replay.ts';
import { goodRecord, plainOptions } from './fixture.ts';

const good = JSON.stringify(goodRecord());
const replayer = new PkvmReplayer(plainOptions);

function lineOf(bytes: Uint8Array): VectorLine {
  const withEnd = Uint8Array.from([...bytes, 0x0a]);
  return { file: 'fuzz', number: 1, bytes: withEnd, start: 0, end: bytes.length };
}

/** Replays a line; returns the number of mismatches, or undefined where it was refused as it should be. */
function replay(bytes: Uint8Array): number | undefined {
  const line = lineOf(bytes);
  try {
    kindOf(line);
    return replayer.replay(line).differences.length;
  } catch (error) {
    if (error instanceof FieldError || error instanceof InputError) return undefined;
    throw error;
  }
}

/** Every place in a JSON value, as a path of keys. */
function paths(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => paths(inner, [...path, key]))];
}

type Node = Record<string | number, unknown>;

/** The good record with one value replaced, or taken out where `value` is undefined. */
function replaced(path: (string | number)[], value: unknown): string {
  const record = goodRecord();
  let node: Node = { root: record };
  for (const key of ['root', ...path.slice(0, -1)]) node = node[key] as Node;
  const last = path.at(-1) ?? 'root';
  if (value !== undefined) node[last] = value;
  else if (Array.isArray(node)) node.splice(Number(last), 1);
  else delete node[last];
  return JSON.stringify(record);
}

const values = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue(),
  fc.bigInt({ min: 0n, max: (1n << 65n) - 1n }).map((number) => `0x${number.toString(16)}`),
  fc.integer({ min: -3, max: 40 }),
  fc.constantFrom('el2_fault', 'psci', 'forwarded', 'script', 'newest', 'pkvm/v6.6', 'OWNED', ''),
);

describe('any line', () => {
  it('is replayed or refused with one value replaced by anything', () => {
    const places = paths(goodRecord());
    fc.assert(
      fc.property(fc.constantFrom(...places), values, (path, value) => {
        replay(Buffer.from(replaced(path, value)));
      }),
      { numRuns: 3000 },
    );
  });

  it('is replayed or refused with some of its bytes changed', () => {
    const edits = fc.array(
      fc.record({
        at: fc.nat(good.length - 1),
        take: fc.nat(3),
        put: fc.uint8Array({ maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(edits, (list) => {
        let bytes: Buffer = Buffer.from(good);
        for (const { at, take, put } of list) {
          bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + take)]);
        }
        replay(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  it('is refused wherever it is cut off', () => {
    for (let length = 0; length < good.length; length++)
      expect(replay(Buffer.from(good.slice(0, length)))).toBe(undefined);
  });

  it('is replayed as before after any of these', () => {
    expect(replay(Buffer.from(good))).toBe(0);
  });
});
