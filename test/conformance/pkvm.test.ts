import { describe, expect, it } from 'vitest';
import { listModels } from '../../src/engine/models.ts';
import { FileReplayer } from '../../src/replay/file.ts';
import { readVectors, vectorFile } from './vectors.ts';

/** Model, steps that the real code took, SMCs that it issued. */
const files: [string, number, number][] = [
  ['v6.6', 1029, 1176],
  ['v6.6-stable', 1029, 1176],
  ['v6.12', 1197, 988],
  ['v6.15', 1197, 988],
  ['v6.17-stable', 1186, 992],
  ['no-downgrade', 1197, 988],
  ['v6.18-rc1', 1219, 1031],
  ['v6.18', 1223, 989],
  ['mainline-2026a', 1267, 950],
  ['mainline-2026b', 1267, 949],
  ['retval-v7', 1219, 1031],
  ['retval-v8', 1219, 1031],
  ['series-v7', 1219, 1036],
  ['series-v8', 1219, 1039],
  ['series-v9', 1219, 1030],
  ['host-direct-messages', 1219, 1021],
];

/** One machine for all files, as the command has it. */
const replayer = new FileReplayer({ model: undefined, changes: [] });

describe('the pKVM proxy', () => {
  it.each(files)('does bit for bit what the real code did in all 200 sequences: %s', async (model, calls, smcs) => {
    const records = await readVectors(model);
    expect(new Set(records.map((record) => record.variant))).toEqual(new Set([`pkvm/${model}`]));
    expect(records.flatMap((record) => record.result).reduce((sum, result) => sum + result.smcs.length, 0)).toBe(smcs);
    expect(await replayer.replay(vectorFile(model))).toEqual({
      file: vectorFile(model),
      sequences: 200,
      calls,
      mismatches: 0,
      differences: [],
      unknown: [],
      error: undefined,
    });
  });

  it('has vectors for every model but the two that are known from a thread alone', () => {
    const without = listModels().filter(
      ({ family, name }) => family === 'pkvm' && !files.some(([m]) => name === `pkvm/${m}`),
    );
    expect(without.map(({ name }) => name)).toEqual(['pkvm/no-version-trap', 'pkvm/version-trap-v1']);
  });
});
