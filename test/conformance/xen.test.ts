import { describe, expect, it } from 'vitest';
import { listModels } from '../../src/engine/models.ts';
import { FileReplayer } from '../../src/replay/file.ts';
import type { XenRecord } from '../../src/replay/xen/record.ts';
import { modelOf, readXenVectors, xenFiles, xenVectorFile } from './xen-vectors.ts';

/** Of each file: sequences, steps that the real code took with the teardowns after them, SMCs that it issued. */
const counts: Record<(typeof xenFiles)[number], [number, number, number]> = {
  'before-negotiation': [120, 1999, 3307],
  'before-negotiation.directed': [60, 599, 1800],
  'negotiation-merged': [120, 1945, 3230],
  'negotiation-merged.directed': [60, 599, 1789],
  'negotiation-merged.trap': [80, 1347, 2166],
  'negotiation-v1': [120, 1945, 3230],
  'negotiation-v1.directed': [60, 599, 1789],
  'v1.2': [120, 2049, 3485],
  'v1.2.directed': [60, 599, 1800],
  'v1.2.trap': [80, 1383, 2214],
};

/** One machine for all files, as the command has it. */
const replayer = new FileReplayer({ model: undefined, changes: [] });

function smcsOf({ probe, domains, steps, end }: XenRecord): number {
  return [probe, ...domains, ...steps, ...(end ?? [])].reduce((sum, { smcs }) => sum + smcs.length, 0);
}

describe("Xen's mediator", () => {
  it.each(xenFiles)('does bit for bit what the real code did in every sequence: %s', async (name) => {
    const [sequences, calls, smcs] = counts[name];
    const records = await readXenVectors(name);
    expect(new Set(records.map(({ variant }) => variant))).toEqual(new Set([modelOf(name)]));
    expect(records.reduce((sum, record) => sum + smcsOf(record), 0)).toBe(smcs);
    expect(await replayer.replay(xenVectorFile(name))).toEqual({
      file: xenVectorFile(name),
      sequences,
      calls,
      mismatches: 0,
      differences: [],
      unknown: [],
      error: undefined,
    });
  });

  it('dies where the real code died, and nowhere else', async () => {
    const crashes = async (name: string) =>
      (await readXenVectors(name)).filter(({ steps }) => steps.some(({ crash }) => crash !== undefined)).length;
    expect(await Promise.all(xenFiles.map(crashes))).toEqual([9, 0, 13, 0, 5, 13, 0, 0, 0, 0]);
  });

  it('has vectors for every model', () => {
    const models = listModels().filter(({ family }) => family === 'xen');
    expect(models.map(({ name }) => name).filter((name) => !xenFiles.some((file) => modelOf(file) === name))).toEqual(
      [],
    );
  });
});
