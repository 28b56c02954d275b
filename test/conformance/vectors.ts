import { fileURLToPath } from 'node:url';
import { Cursor } from '../../src/replay/json/cursor.ts';
import { Arena } from '../../src/replay/json/words.ts';
import { readLines } from '../../src/replay/lines.ts';
import { type PkvmRecord, readPkvmRecord } from '../../src/replay/pkvm/record.ts';

/** Path of a model's vectors; the name goes without `pkvm/`. */
export function vectorFile(model: string): string {
  return fileURLToPath(new URL(`../vectors/pkvm/${model}.jsonl.gz`, import.meta.url));
}

/** All records of a model's vectors. */
export async function readVectors(model: string): Promise<PkvmRecord[]> {
  const records: PkvmRecord[] = [];
  for await (const { bytes, start, end } of readLines(vectorFile(model))) {
    records.push(readPkvmRecord(new Cursor(bytes, start, end), new Arena()));
  }
  return records;
}
