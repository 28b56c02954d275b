import type { Assembler } from '../assembler.ts';
import { Complaint } from '../complaint.ts';
import type { Cursor } from '../cursor.ts';
import { checkFit } from '../data-value.ts';
import { LIMITS } from '../limits.ts';
import { littleEndian, type Section } from '../section.ts';
import { refuseBytes } from './data.ts';
import type { Directive } from './directive.ts';

const NOP = littleEndian(0xd503201fn, 4);
const ZERO = new Uint8Array(1);

/** An operand that may be left out where another one follows. */
function betweenCommas(assembler: Assembler, operands: Cursor, what: string): bigint | undefined {
  return operands.peek() === ',' ? undefined : assembler.known(operands, what);
}

/** A count of bytes that the output could hold. */
function count(operands: Cursor, value: bigint, what: string, at: number): number {
  if (value < 0n) operands.fail(`${what} is negative`, at);
  if (value > LIMITS.outputBytes) {
    throw new Complaint(`${what} is more than ${LIMITS.outputBytes} bytes`, at, { fatal: true });
  }
  return Number(value);
}

function fillPattern(section: Section, value: bigint, size: number, at: number): Uint8Array {
  const bytes = littleEndian(checkFit(value, size, at), size);
  if (bytes.some((byte) => byte !== 0)) refuseBytes(section, at);
  return bytes;
}

/** `.space SIZE[, FILL]` and its other names. */
const space: Directive = (assembler, operands, name) => {
  const at = operands.offset;
  const size = count(operands, assembler.known(operands, `the size of ${name}`), `the size of ${name}`, at);
  const fillAt = operands.offset;
  const fill = operands.accept(',') ? assembler.known(operands, `the fill of ${name}`) : 0n;
  operands.expectEnd();
  const { current } = assembler.sections;
  current.append(fillPattern(current, fill, 1, fillAt), size, at);
};

/** `.fill REPEAT[, SIZE[, VALUE]]`: of a VALUE of more than 4 bytes gas writes 4 bytes and zeros. */
const fill: Directive = (assembler, operands, name) => {
  const at = operands.offset;
  const repeat = count(operands, assembler.known(operands, `the repetition of ${name}`), 'the repetition', at);
  const sizeAt = operands.offset;
  const size = operands.accept(',') ? assembler.known(operands, `the size of ${name}`) : 1n;
  if (size < 0n || size > 8n) operands.fail('the size of an element is 0 to 8 bytes', sizeAt);
  const valueAt = operands.offset;
  const value = operands.accept(',') ? assembler.known(operands, `the value of ${name}`) : 0n;
  operands.expectEnd();
  const { current } = assembler.sections;
  const low = size === 0n ? ZERO.subarray(1) : fillPattern(current, value, Math.min(4, Number(size)), valueAt);
  const pattern = new Uint8Array(Number(size));
  pattern.set(low);
  current.append(pattern, repeat, at);
};

/** `.org TARGET[, FILL]`, TARGET in the current section. */
const origin: Directive = (assembler, operands, name) => {
  const at = operands.offset;
  const target = assembler.evaluator.evaluate(operands.expression(), assembler.moment());
  const fillAt = operands.offset;
  const fill = operands.accept(',') ? assembler.known(operands, `the fill of ${name}`) : 0n;
  operands.expectEnd();
  moveTo(assembler, target, fillPattern(assembler.sections.current, fill, 1, fillAt), at);
};

/** Moves the current location forward, as `.org` and `. = TARGET` do. */
export function moveTo(
  assembler: Assembler,
  target: ReturnType<Assembler['evaluator']['evaluate']>,
  fill: Uint8Array,
  at: number,
): void {
  const { current } = assembler.sections;
  if (target === undefined || (target.section !== undefined && target.section !== current)) {
    throw new Complaint('the new location must be known here and in the current section', at);
  }
  const distance = target.number - BigInt(current.size);
  if (distance < 0n) throw new Complaint('the location cannot move backwards', at);
  if (distance > LIMITS.outputBytes) {
    throw new Complaint(`the location moves more than ${LIMITS.outputBytes} bytes`, at, { fatal: true });
  }
  current.append(fill, Number(distance), at);
  current.originOffset = current.size;
}

/** How an alignment directive writes its first operand, and how many bytes its fill has. */
function alignment(unit: 'power' | 'bytes', width: 1 | 2 | 4): Directive {
  return (assembler, operands: Cursor, name) => {
    const at = operands.offset;
    const written = assembler.known(operands, `the alignment of ${name}`);
    const bytes = unit === 'power' ? powerOfTwo(operands, written, at) : powerBytes(operands, written, at);
    const fillAt = operands.offset;
    const fillValue = operands.accept(',') ? betweenCommas(assembler, operands, `the fill of ${name}`) : undefined;
    const maxAt = operands.offset;
    const max = operands.accept(',') ? assembler.known(operands, `the limit of ${name}`) : 0n;
    if (max < 0n) operands.fail(`the limit of ${name} is negative`, maxAt);
    operands.expectEnd();
    const { current } = assembler.sections;
    const pattern = fillValue === undefined ? undefined : fillPattern(current, fillValue, width, fillAt);
    align(current, { bytes, pattern, max, at });
  };
}

function powerOfTwo(operands: Cursor, exponent: bigint, at: number): number {
  if (exponent < 0n || exponent > LIMITS.alignment) operands.fail(`the alignment is 0 to ${LIMITS.alignment}`, at);
  return 2 ** Number(exponent);
}

function powerBytes(operands: Cursor, bytes: bigint, at: number): number {
  if (bytes < 0n || (bytes & (bytes - 1n)) !== 0n) operands.fail('the alignment is not a power of two', at);
  if (bytes > 1n << BigInt(LIMITS.alignment)) {
    operands.fail(`the alignment is more than ${2 ** LIMITS.alignment} bytes`, at);
  }
  return Math.max(1, Number(bytes));
}

interface Alignment {
  bytes: number;
  /** Undefined: NOP in code sections, zeros elsewhere. */
  pattern: Uint8Array | undefined;
  /** Where more bytes would be needed, nothing happens; 0 is no limit. */
  max: bigint;
  at: number;
}

function align(section: Section, { bytes, pattern, max, at }: Alignment): void {
  const missing = (bytes - (section.size % bytes)) % bytes;
  section.alignment = Math.max(section.alignment, bytes);
  if (max !== 0n && BigInt(missing) > max) return;
  if (pattern === undefined && section.flags.execute) {
    section.append(ZERO, missing & 3, at);
    section.append(NOP, missing >> 2, at);
    return;
  }
  const fill = pattern ?? ZERO;
  if (missing % fill.length !== 0) {
    throw new Complaint(`the gap of ${missing} bytes is not a multiple of the fill's ${fill.length}`, at);
  }
  section.append(fill, missing / fill.length, at);
}

export const spaces: Record<string, Directive> = {
  '.space': space,
  '.skip': space,
  '.zero': space,
  '.fill': fill,
  '.org': origin,
  '.align': alignment('power', 1),
  '.p2align': alignment('power', 1),
  '.p2alignw': alignment('power', 2),
  '.p2alignl': alignment('power', 4),
  '.balign': alignment('bytes', 1),
  '.balignw': alignment('bytes', 2),
  '.balignl': alignment('bytes', 4),
};
