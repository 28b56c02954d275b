import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStubs } from '../../src/run/batch/stubs.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trapline-stubs-'));
  mkdirSync(join(folder, 'b', 'deep'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  for (const name of ['b/z.S', 'b/deep/a.s', 'a.S', 'b/calls.inc', 'b/notes.md', 'flat.bin']) {
    writeFileSync(join(folder, name), '');
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const found = (...paths: string[]) =>
  findStubs(paths.map((path) => join(folder, path))).map((path) => path.slice(folder.length + 1));

describe('stubs', () => {
  it('of a folder are its texts, all levels down, sorted by path', () => {
    expect(found('.')).toEqual(['a.S', 'b/deep/a.s', 'b/z.S']);
  });

  it('are each taken once, whatever order they are named in', () => {
    expect(found('b/z.S', 'b', 'a.S')).toEqual(['a.S', 'b/deep/a.s', 'b/z.S']);
  });

  it('named as files are taken whatever they are', () => {
    expect(found('flat.bin')).toEqual(['flat.bin']);
  });

  it.each([
    ['nothing', 'there is no such file or folder'],
    ['empty', 'no stub (.S, .s) in this folder'],
  ])('are missed in %s', (path, message) => {
    expect(() => found(path)).toThrow(`${join(folder, path)}: ${message}`);
  });
});
