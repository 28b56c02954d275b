import { fileURLToPath } from 'node:url';
import { Cursor } from '../../src/replay/json/cursor.ts';
import { Arena } from '../../src/replay/json/words.ts';
import { readLines } from '../../src/replay/lines.ts';
import { readXenRecord, type XenRecord } from '../../src/replay/xen/record.ts';

/** The files of Xen's vectors, without their folder and ending. */
export const xenFiles = [
  'before-negotiation',
  'before-negotiation.directed',
  'negotiation-merged',
  'negotiation-merged.directed',
  'negotiation-merged.trap',
  'negotiation-v1',
  'negotiation-v1.directed',
  'v1.2',
  'v1.2.directed',
  'v1.2.trap',
] as const;

/** Path of a file of Xen's vectors. */
export function xenVectorFile(name: string): string {
  return fileURLToPath(new URL(`../vectors/xen/${name}.jsonl.gz`, import.meta.url));
}

/** The model that a file's records name. */
export function modelOf(file: string): string {
  return `xen/${file.replace(/\.(directed|trap)$/, '')}`;
}

const read = new Map<string, Promise<XenRecord[]>>();

/** All records of a file, which is read once. */
export function readXenVectors(name: string): Promise<XenRecord[]> {
  const records = read.get(name) ?? readFile(name);
  read.set(name, records);
  return records;
}

async function readFile(name: string): Promise<XenRecord[]> {
  const records: XenRecord[] = [];
  for await (const { bytes, start, end } of readLines(xenVectorFile(name))) {
    records.push(readXenRecord(new Cursor(bytes, start, end), new Arena()));
  }
  return records;
}
