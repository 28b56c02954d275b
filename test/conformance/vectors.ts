import { readdirSync } from 'node:fs';
import { Cursor } from '../../src/replay/json/cursor.ts';
import { Arena } from '../../src/replay/json/words.ts';
import { readLines } from '../../src/replay/lines.ts';
import { type PkvmRecord, readPkvmRecord } from '../../src/replay/pkvm/record.ts';
import { packageFile } from '../../src/run/package.ts';

const FOLDER = 'test/vectors/pkvm';
const SUFFIX = '.jsonl.gz';

/** Path of a model's vectors; the name goes without `pkvm/`. */
export function vectorFile(model: string): string {
  return packageFile(`${FOLDER}/${model}${SUFFIX}`);
}

/** All records of a model's vectors. */
export async function readVectors(model: string): Promise<PkvmRecord[]> {
  const records: PkvmRecord[] = [];
  for await (const { bytes, start, end } of readLines(vectorFile(model))) {
    records.push(readPkvmRecord(new Cursor(bytes, start, end), new Arena()));
  }
  return records;
}

/** The models that have vectors, without `pkvm/`. */
export function modelsWithVectors(): string[] {
  return readdirSync(packageFile(FOLDER))
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))
    .sort();
}
