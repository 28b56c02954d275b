import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../guest/source.ts';
import type { VectorLine } from './line.ts';

const CHUNK = 1 << 20;
/** No record comes near this: what is longer is no vector file. */
const LONGEST_LINE = 64 << 20;
const NEWLINE = 0x0a;
/** The first bytes of a gzip file (RFC 1952, 2.3.1). */
const GZIP = [0x1f, 0x8b];

/** The file's bytes, inflated where they begin as gzip does. */
async function* inflate(file: string): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = createReadStream(file, { highWaterMark: CHUNK })[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const whole = join(first.value, { [Symbol.asyncIterator]: () => chunks });
  if (GZIP.some((byte, index) => first.value[index] !== byte)) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // What goes wrong on the way in comes out of the iteration below.
  pipeline(Readable.from(whole, { objectMode: false }), gunzip, () => {});
  yield* gunzip;
}

async function* join(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function isBlank({ bytes, start, end }: VectorLine): boolean {
  for (let index = start; index < end; index++) if (bytes[index]! > 0x20) return false;
  return true;
}

/**
 * The lines of a file, plain or gzipped, but for blank ones. A line's bytes hold until the next one is asked for.
 * Throws InputError where the file does not inflate or has a line that is far too long; what the file system says of a
 * file that cannot be read is thrown as it is.
 */
export async function* readLines(file: string): AsyncGenerator<VectorLine> {
  let number = 1;
  let open: Buffer[] = [];
  for await (const chunk of checked(file)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = lineOf(file, number++, open, chunk, start, end);
      if (!isBlank(line)) yield line;
      open = [];
      start = end + 1;
    }
    if (start < chunk.length) open.push(chunk.subarray(start));
    if (open.reduce((sum, part) => sum + part.length, 0) > LONGEST_LINE) {
      throw new InputError(`${file}:${number}: the line is longer than ${LONGEST_LINE >> 20} MiB`);
    }
  }
  const last = lineOf(file, number, open, Buffer.from('\n'), 0, 0);
  if (!isBlank(last)) yield last;
}

/** The line that ends at `end` of a chunk and may have begun in chunks before it. */
function lineOf(file: string, number: number, open: Buffer[], chunk: Buffer, start: number, end: number): VectorLine {
  if (open.length === 0) return { file, number, bytes: chunk, start, end };
  const bytes = Buffer.concat([...open, chunk.subarray(start, end + 1)]);
  return { file, number, bytes, start: 0, end: bytes.length - 1 };
}

async function* checked(file: string): AsyncGenerator<Buffer> {
  try {
    yield* inflate(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    throw new InputError(`${file}: the file does not inflate: ${(error as Error).message}`);
  }
}
