import type { Assembler } from '../assembler.ts';
import { Complaint } from '../complaint.ts';
import type { Cursor } from '../cursor.ts';
import { checkFit } from '../data-value.ts';
import { LIMITS } from '../limits.ts';
import { littleEndian, type Section } from '../section.ts';
import type { Value } from '../value.ts';
import { refuseBytes } from './data.ts';
import type { Directive } from './directive.ts';

const NOP = littleEndian(0xd503201fn, 4);
const ZERO = new Uint8Array(1);

interface Operand {
  value: bigint;
  /** Where it stands. */
  at: number;
}

/** An operand that has to be known here. */
function operand(assembler: Assembler, operands: Cursor, what: string): Operand {
  const at = operands.offset;
  return { value: assembler.known(operands, what), at };
}

/** The operand after a comma, or undefined where none follows. */
function nextOperand(assembler: Assembler, operands: Cursor, what: string): Operand | undefined {
  return operands.accept(',') ? operand(assembler, operands, what) : undefined;
}

/** A count of bytes that the output could hold. */
function count({ value, at }: Operand, what: string): number {
  if (value < 0n) throw new Complaint(`${what} is negative`, at);
  if (value > LIMITS.outputBytes) {
    throw new Complaint(`${what} is more than ${LIMITS.outputBytes} bytes`, at, { fatal: true });
  }
  return Number(value);
}

/** The bytes of a fill; without one, zeros. */
function fillPattern(section: Section, fill: Operand | undefined, size: number): Uint8Array {
  const { value, at } = fill ?? { value: 0n, at: 0 };
  const bytes = littleEndian(checkFit(value, size, at), size);
  if (bytes.some((byte) => byte !== 0)) refuseBytes(section, at);
  return bytes;
}

/** `.space SIZE[, FILL]` and its other names. */
const space: Directive = (assembler, operands, name) => {
  const size = operand(assembler, operands, `the size of ${name}`);
  const bytes = count(size, `the size of ${name}`);
  const fill = nextOperand(assembler, operands, `the fill of ${name}`);
  operands.expectEnd();
  const { current } = assembler.sections;
  current.append(fillPattern(current, fill, 1), bytes, size.at);
};

/** `.fill REPEAT[, SIZE[, VALUE]]`: of a VALUE of more than 4 bytes gas writes 4 bytes and zeros. */
const fill: Directive = (assembler, operands: Cursor, name) => {
  const repeat = operand(assembler, operands, `the repetition of ${name}`);
  const times = count(repeat, 'the repetition');
  const element = nextOperand(assembler, operands, `the size of ${name}`);
  const size = Number(element?.value ?? 1n);
  if (size < 0 || size > 8) operands.fail('the size of an element is 0 to 8 bytes', element!.at);
  const value = nextOperand(assembler, operands, `the value of ${name}`);
  operands.expectEnd();
  const { current } = assembler.sections;
  const pattern = new Uint8Array(size);
  if (size > 0) pattern.set(fillPattern(current, value, Math.min(4, size)));
  current.append(pattern, times, repeat.at);
};

/** `.org TARGET[, FILL]`, TARGET in the current section. */
const origin: Directive = (assembler, operands, name) => {
  const at = operands.offset;
  const target = assembler.evaluator.evaluate(operands.expression(), assembler.moment());
  const fill = nextOperand(assembler, operands, `the fill of ${name}`);
  operands.expectEnd();
  moveTo(assembler, target, fillPattern(assembler.sections.current, fill, 1), at);
};

/** Moves the current location forward, as `.org` and `. = TARGET` do. */
export function moveTo(assembler: Assembler, target: Value | undefined, fill: Uint8Array, at: number): void {
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
  return (assembler, operands, name) => {
    const written = operand(assembler, operands, `the alignment of ${name}`);
    const bytes = unit === 'power' ? powerOfTwo(written) : powerBytes(written);
    const hasMore = operands.accept(',');
    const fill = hasMore && operands.peek() !== ',' ? operand(assembler, operands, `the fill of ${name}`) : undefined;
    const limit = hasMore ? nextOperand(assembler, operands, `the limit of ${name}`) : undefined;
    if (limit !== undefined && limit.value < 0n) operands.fail(`the limit of ${name} is negative`, limit.at);
    operands.expectEnd();
    const { current } = assembler.sections;
    const pattern = fill && fillPattern(current, fill, width);
    align(current, { bytes, pattern, max: limit?.value ?? 0n, at: written.at });
  };
}

function powerOfTwo({ value, at }: Operand): number {
  if (value < 0n || value > LIMITS.alignment) throw new Complaint(`the alignment is 0 to ${LIMITS.alignment}`, at);
  return 2 ** Number(value);
}

function powerBytes({ value, at }: Operand): number {
  if (value < 0n || (value & (value - 1n)) !== 0n) throw new Complaint('the alignment is not a power of two', at);
  if (value > 1n << BigInt(LIMITS.alignment)) {
    throw new Complaint(`the alignment is more than ${2 ** LIMITS.alignment} bytes`, at);
  }
  return Math.max(1, Number(value));
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
