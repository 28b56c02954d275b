/** What the guest may have put into its TX page before a call: a few descriptors and messages, well-formed and not. */
import { FIRST_PAGE, PARTITION, SECOND_PAGE, TX_PAGE } from './places.ts';

/** Bytes for the start of a TX page, and the data of a stub that is the same. */
export interface Content {
  name: string;
  bytes: Uint8Array;
  /** Lines of assembly; the labels are those of places.ts. */
  assembly: string[];
}

/** Memory attributes: normal, write-back, inner shareable. */
const NORMAL = 0x2f;
const READ_WRITE = 2;
const HEADER_1_0 = 32;
const HEADER_1_1 = 48;

/** Little-endian fields of some bytes at some offset. */
type Fields = [offset: number, bytes: 1 | 2 | 4 | 8, value: bigint][];

function pack(length: number, fields: Fields): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const [offset, width, value] of fields) {
    for (let n = 0; n < width; n++) bytes[offset + n] = Number((value >> BigInt(8 * n)) & 0xffn);
  }
  return bytes;
}

/** Composite descriptor with one range (DEN0077A 1.1, 10.5). */
function composite(at: number, address: bigint, pages: bigint): Fields {
  return [
    [at, 4, pages],
    [at + 4, 4, 1n],
    [at + 16, 8, address],
    [at + 24, 4, pages],
  ];
}

/** Endpoint memory access descriptor. */
function access(at: number, offset: number): Fields {
  return [
    [at, 2, PARTITION],
    [at + 2, 1, BigInt(READ_WRITE)],
    [at + 4, 4, BigInt(offset)],
  ];
}

/** A memory transaction descriptor in the layout of 1.0, as guest-asm/include/descriptor.inc has it. */
function transaction10(sender: bigint, address: bigint): Uint8Array {
  const fields: Fields = [
    [0, 2, sender],
    [2, 1, BigInt(NORMAL)],
    [28, 4, 1n],
    ...access(HEADER_1_0, HEADER_1_0 + 16),
    ...composite(HEADER_1_0 + 16, address, 1n),
  ];
  return pack(HEADER_1_0 + 48, fields);
}

/** The same in the layout of 1.1, and of 1.2 where an access descriptor has 32 bytes. */
function transaction11(sender: bigint, address: bigint, pages = 1n, size = 16): Uint8Array {
  const fields: Fields = [
    [0, 2, sender],
    [2, 2, BigInt(NORMAL)],
    [24, 4, BigInt(size)],
    [28, 4, 1n],
    [32, 4, BigInt(HEADER_1_1)],
    ...access(HEADER_1_1, HEADER_1_1 + size),
    ...composite(HEADER_1_1 + size, address, pages),
  ];
  return pack(HEADER_1_1 + size + 32, fields);
}

/** One range and nothing else: what a later fragment is made of. */
function range(address: bigint): Uint8Array {
  return pack(16, [
    [0, 8, address],
    [8, 4, 1n],
  ]);
}

/** Header of an indirect message in the layout of 1.1, or of 1.2, and four bytes of it (DEN0077A 1.2, 7.1). */
function message(sender: bigint, receiver: bigint, header: number): Uint8Array {
  return pack(header + 4, [
    [8, 4, BigInt(header)],
    [12, 2, receiver],
    [14, 2, sender],
    [16, 4, 4n],
    [header, 4, 0x6f6c6c65n],
  ]);
}

/** Bytes as `.word` lines; a word that is an address of a page is given by its label. */
function words(bytes: Uint8Array, pages: [at: number, label: string][] = []): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const page = pages.find(([offset]) => offset === at);
    const first = page ? `  .quad ${page[1]}` : undefined;
    const rest: string[] = [];
    for (let word = at + (page ? 8 : 0); word < Math.min(at + 16, bytes.length); word += 4) {
      rest.push(`0x${view.getUint32(word, true).toString(16)}`);
    }
    if (first) lines.push(first);
    lines.push(`  .word ${rest.join(', ')}`);
  }
  return lines;
}

/** A descriptor in `descriptor.inc`'s words where the sender is 0, as the macros have it, else as data. */
function described(
  name: string,
  macro: string,
  bytes: Uint8Array,
  own: bigint,
  addressAt: number,
  label: string,
): Content {
  const assembly = own === 0n ? [`  ${macro}`] : words(bytes, [[addressAt, label]]);
  return { name, bytes, assembly };
}

/** Endpoint id of the first of several VMs. */
const FIRST_VM = 2n;

/**
 * What the calls of the alphabet may find in the TX page, for a guest of this endpoint id; `at` says where its pages are,
 * given where they are in RAM.
 */
export function contentsFor(own: bigint, at: (page: bigint) => bigint = (page) => page): Content[] {
  const sp = `0x${PARTITION.toString(16)}`;
  const ownRange = range(at(SECOND_PAGE));
  const toPartition = message(own, PARTITION, 20);
  const toOther = message(own, own > FIRST_VM ? FIRST_VM : own + 1n, 20);
  const toPartition12 = message(own, PARTITION, 40);
  return [
    described('descriptor of 1.1', `transaction_1_1 ${sp}, page`, transaction11(own, at(FIRST_PAGE)), own, 80, 'page'),
    described('descriptor of 1.0', `transaction_1_0 ${sp}, page`, transaction10(own, at(FIRST_PAGE)), own, 64, 'page'),
    described(
      'descriptor of 1.2',
      `transaction_1_2 ${sp}, page`,
      transaction11(own, at(FIRST_PAGE), 1n, 32),
      own,
      96,
      'page',
    ),
    described('descriptor of the TX page', `transaction_1_1 ${sp}, tx`, transaction11(own, at(TX_PAGE)), own, 80, 'tx'),
    described(
      'descriptor of two pages',
      `transaction_1_1 ${sp}, page, 2`,
      transaction11(own, at(FIRST_PAGE), 2n),
      own,
      80,
      'page',
    ),
    described(
      'descriptor of an address that is not aligned',
      `transaction_1_1 ${sp}, page + 8`,
      transaction11(own, at(FIRST_PAGE) + 8n),
      own,
      80,
      'page + 8',
    ),
    { name: 'a range', bytes: ownRange, assembly: words(ownRange, [[0, 'other_page']]) },
    { name: 'message to a partition', bytes: toPartition, assembly: words(toPartition) },
    { name: 'message of 1.2 to a partition', bytes: toPartition12, assembly: words(toPartition12) },
    { name: 'message to another VM', bytes: toOther, assembly: words(toOther) },
  ];
}

/** Numbers of {@link contentsFor}, from 1. */
export const CONTENT = {
  none: 0,
  transaction11: 1,
  transaction10: 2,
  transaction12: 3,
  transactionOfTx: 4,
  twoPages: 5,
  unaligned: 6,
  range: 7,
  message: 8,
  message12: 9,
  messageToVm: 10,
} as const;

/** Bytes of a descriptor with one range, in the layout of 1.1. */
export const TRANSACTION_1_1_SIZE = 96;

/** What EL3 gives back as the descriptor of the first page, for FFA_MEM_RETRIEVE_REQ. */
export function retrieved(): Uint8Array {
  return transaction11(0n, FIRST_PAGE);
}
