import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { VectorRecord } from './record.ts';

/** All records of a gzipped JSON-lines file, in order. Throws where the file or a line of it cannot be read. */
export function readVectors(file: string): VectorRecord[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as VectorRecord);
}
