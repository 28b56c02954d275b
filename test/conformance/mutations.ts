import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import type { SwitchRow } from '../../assembly/switch-row.ts';
import { resolveModel } from '../../src/engine/models.ts';
import { switchValueText } from '../../src/engine/switch-value.ts';
import type { PkvmRecord } from '../../src/replay/pkvm/record.ts';
import { PkvmReplayer } from '../../src/replay/pkvm/replay.ts';
import { modelsWithVectors, readVectors } from './vectors.ts';

/** A row of the models with one switch set to what its real code does not do. */
export interface Mutation {
  /** Without `pkvm/`. */
  model: string;
  name: string;
  /** The row's own value, and the other one. */
  own: string;
  value: string;
  /** Sequences of the row's vectors, and how many of them come out otherwise. */
  sequences: number;
  noticed: number;
}

/** Versions stand for all values of a switch that takes any. */
const VERSIONS = ['1.0', '1.1', '1.2'];

function valuesOf(row: SwitchRow): string[] {
  return row.values === undefined ? VERSIONS : Object.keys(row.values);
}

function score(model: string, records: PkvmRecord[], row: SwitchRow, own: string, value: string): Mutation {
  const replayer = new PkvmReplayer({ model: undefined, changes: [{ name: row.name, value }] });
  const noticed = records.filter((record) => replayer.play(record, 1, 1).differences.length > 0).length;
  return { model, name: row.name, own, value, sequences: records.length, noticed };
}

/** Sets every switch of every row that has vectors to every other value, and counts the sequences that notice it. */
export async function scoreMutations(): Promise<Mutation[]> {
  const mutations: Mutation[] = [];
  for (const model of modelsWithVectors()) {
    const records = await readVectors(model);
    const { switches } = resolveModel(`pkvm/${model}`, []);
    for (const row of pkvmSwitches) {
      const own = switchValueText(row, switches[row.name]!);
      const others = valuesOf(row).filter((value) => value !== own);
      mutations.push(...others.map((value) => score(model, records, row, own, value)));
    }
  }
  return mutations;
}
