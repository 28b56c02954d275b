import { HANDLER_CAPACITY, UUID_CAPACITY } from '../../../assembly/el3/definition.ts';
import {
  RECEIVES_DIRECT_REQ,
  RECEIVES_DIRECT_REQ2,
  SENDS_DIRECT_REQ,
  SENDS_DIRECT_REQ2,
} from '../../../assembly/ffa/partition-info.ts';
import { FFA_VERSION_1_2 } from '../../../assembly/ffa/status.ts';
import { PARTITION_CAPACITY } from '../../../assembly/layout.ts';
import type { Cursor } from './cursor.ts';
import { parseHandler, parseInterrupt } from './partition-script.ts';
import { complaint } from './place.ts';
import type { PartitionSpec, StubSpec } from './spec.ts';
import { didYouMean } from './suggest.ts';

const NUMBER = /0x[\da-f]+|\d+/iy;
const NAME = /[A-Za-z]\w*/y;
const VALUE = /[\w.,-]+/y;
const AT = /at\b/y;
const FILE = /[^\s:]+/y;
/** Bit 15: an endpoint of the secure world. */
const SECURE = 0x8000;
const MESSAGES: readonly string[] = ['REQ', 'REQ2'];
const EVERYTHING = RECEIVES_DIRECT_REQ | SENDS_DIRECT_REQ | RECEIVES_DIRECT_REQ2 | SENDS_DIRECT_REQ2;

/** Reads an endpoint id of the secure world. */
export function parsePartitionId(cursor: Cursor): number {
  cursor.skipBlanks();
  const start = cursor.offset;
  const digits = cursor.match(NUMBER) ?? cursor.fail(`expected the id of a partition, as in 0x8001${cursor.found()}`);
  const id = Number(digits);
  if (!(id >= SECURE && id <= 0xffff)) cursor.fail(`the id of a partition is 0x8000 to 0xffff, not ${digits}`, start);
  return id;
}

/** Bits for `REQ`, `REQ2`, both with a comma, or `none`. */
function messageBits(cursor: Cursor, text: string, bits: readonly [number, number], start: number): number {
  if (text === 'none') return 0;
  return text.split(',').reduce((sum, word) => {
    const index = MESSAGES.indexOf(word);
    if (index < 0) cursor.fail(`'${word}' is no kind of direct request: ${MESSAGES.join(', ')} or none`, start);
    return sum | bits[index]!;
  }, 0);
}

function version(cursor: Cursor, text: string, start: number): number {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})$/.exec(text) ?? [];
  if (major === undefined) return cursor.fail(`'${text}' is not a version such as 1.2`, start);
  return Number(major) * 0x10000 + Number(minor);
}

/** The 16 bytes of a UUID as its text has them from left to right. */
function uuid(cursor: Cursor, text: string, start: number): Uint8Array {
  const digits = text.replaceAll('-', '');
  if (!/^[\da-f]{32}$/i.test(digits)) cursor.fail(`'${text}' is not a UUID: 32 hexadecimal digits`, start);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function count(cursor: Cursor, text: string, start: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= 1 && value <= 0xffff ? value : cursor.fail(`'${text}' is not a count from 1`, start);
}

type Setter = (partition: PartitionSpec, cursor: Cursor, text: string, start: number) => void;

/** `NAME=VALUE` of a partition. */
const SETTERS: Readonly<Record<string, Setter>> = {
  version: (partition, cursor, text, start) => {
    partition.version = version(cursor, text, start);
  },
  receives: (partition, cursor, text, start) => {
    const bits = [RECEIVES_DIRECT_REQ, RECEIVES_DIRECT_REQ2] as const;
    partition.properties = (partition.properties & ~(bits[0] | bits[1])) | messageBits(cursor, text, bits, start);
  },
  sends: (partition, cursor, text, start) => {
    const bits = [SENDS_DIRECT_REQ, SENDS_DIRECT_REQ2] as const;
    partition.properties = (partition.properties & ~(bits[0] | bits[1])) | messageBits(cursor, text, bits, start);
  },
  properties: (partition, cursor, text, start) => {
    const bits = /^(0x[\da-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : Number.NaN;
    if (!(bits <= 0xffffffff)) cursor.fail(`'${text}' is not a 32-bit number`, start);
    partition.properties = bits;
  },
  uuid: (partition, cursor, text, start) => {
    if (partition.uuids.length === UUID_CAPACITY) cursor.fail(`a partition has at most ${UUID_CAPACITY} UUIDs`, start);
    partition.uuids.push(uuid(cursor, text, start));
  },
  contexts: (partition, cursor, text, start) => {
    partition.contexts = count(cursor, text, start);
  },
  code: (partition, cursor, text, start) => {
    if (partition.code) cursor.fail(`the partition has a program already (line ${partition.code.place.line})`, start);
    partition.code = { file: text, place: cursor.place(start) };
  },
};

/** Reads `NAME=VALUE …` and `logical`, up to the colon or the end of the line. */
function parseSettings(cursor: Cursor, partition: PartitionSpec): void {
  for (cursor.skipBlanks(); !cursor.atEnd() && !cursor.looksAt(':'); cursor.skipBlanks()) {
    const at = cursor.offset;
    const name = cursor.match(NAME) ?? cursor.fail(`expected a setting or ':'${cursor.found()}`);
    if (name === 'logical') {
      partition.logical = true;
      continue;
    }
    const set = Object.hasOwn(SETTERS, name) ? SETTERS[name] : undefined;
    const known = [...Object.keys(SETTERS), 'logical'];
    if (!set) cursor.fail(`a partition has no ${name}${didYouMean(name, known)}: ${known.join(', ')}`, at);
    if (!cursor.accept('=')) cursor.fail(`expected '=' and a value after ${name}${cursor.found()}`);
    const start = cursor.offset;
    const pattern = name === 'code' ? FILE : VALUE;
    set!(
      partition,
      cursor,
      cursor.match(pattern) ?? cursor.fail(`expected a value for ${name}${cursor.found()}`),
      start,
    );
  }
}

function parseHandlers(cursor: Cursor, partition: PartitionSpec): void {
  do {
    cursor.skipBlanks();
    const start = cursor.offset;
    if (cursor.match(AT) !== undefined) partition.interrupts.push(parseInterrupt(cursor));
    else partition.handlers.push(parseHandler(cursor, partition));
    const all = partition.handlers.reduce((sum, { events }) => sum + events.length, partition.interrupts.length);
    if (all > HANDLER_CAPACITY) cursor.fail(`a partition has at most ${HANDLER_CAPACITY} handlers`, start);
    cursor.skipBlanks();
  } while (cursor.accept(';'));
}

/** The partition with this id, which further lines may say more about. */
function openPartition(cursor: Cursor, spec: StubSpec, from: number): PartitionSpec {
  cursor.skipBlanks();
  const start = cursor.offset;
  const id = parsePartitionId(cursor);
  const known = spec.partitions.find((partition) => partition.id === id);
  if (known) return known;
  if (spec.partitions.length === PARTITION_CAPACITY) cursor.fail(`more than ${PARTITION_CAPACITY} partitions`, start);
  const partition: PartitionSpec = {
    id,
    version: FFA_VERSION_1_2,
    properties: EVERYTHING,
    logical: false,
    contexts: 1,
    uuids: [],
    handlers: [],
    code: undefined,
    interrupts: [],
    place: cursor.place(from),
  };
  spec.partitions.push(partition);
  return partition;
}

/** A partition is a program or a script. */
function checkKind({ code, handlers, interrupts, logical }: PartitionSpec): void {
  const [handler] = handlers;
  const [interrupt] = interrupts;
  if (code && logical) throw complaint(code.place, 'a program is no part of the SPMC: `logical` is for scripts');
  if (code && handler) throw complaint(handler.place, 'a program decides for itself what it does: `on` is for scripts');
  if (!code && interrupt) {
    throw complaint(interrupt.at.place, '`at` is for a partition with a program, which code=FILE gives it');
  }
}

/** Reads what follows the word `partition`, which stands at offset `from`: `ID [SETTING …] [: HANDLER; …]`. */
export function parsePartition(cursor: Cursor, spec: StubSpec, from: number): void {
  const partition = openPartition(cursor, spec, from);
  parseSettings(cursor, partition);
  if (cursor.accept(':')) parseHandlers(cursor, partition);
  cursor.finish("expected ',', ';' or the end of the line");
  checkKind(partition);
}
