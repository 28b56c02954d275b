import type { Assembler } from '../assembler.ts';
import { Complaint } from '../complaint.ts';
import { checkFit, dataValue } from '../data-value.ts';
import type { Expression } from '../expression.ts';
import { reserveInstruction } from '../instructions.ts';
import { LIMITS } from '../limits.ts';
import { littleEndian, type Section } from '../section.ts';
import type { Moment } from '../symbols.ts';
import { type Directive, forEachOperand } from './directive.ts';

/** Appends one value of `size` bytes; one that has to wait is filled in at the end. */
export function emitValue(assembler: Assembler, expression: Expression, moment: Moment, size: number): void {
  const section = assembler.sections.current;
  const value = dataValue(assembler.evaluator, expression, moment, size);
  const bytes = littleEndian(value ?? 0n, size);
  if (value === undefined || bytes.some((byte) => byte !== 0)) refuseBytes(section, expression.at);
  if (value === undefined) {
    section.fixups.push({ offset: section.size, size, expression, moment, statement: assembler.statement });
  }
  section.append(bytes, 1, expression.at);
}

/** Complains where a section holds no bytes: only zeros may be reserved there. */
export function refuseBytes(section: Section, at: number): void {
  if (section.nobits) throw new Complaint(`section ${section.name} holds no bytes, only zeros can stand there`, at);
}

function integers(size: number): Directive {
  return (assembler, operands) => {
    forEachOperand(operands, () => emitValue(assembler, operands.expression(), assembler.moment(), size));
  };
}

/** `.ascii`, `.asciz`: strings after one another without a comma are one, as in gas. */
function strings(terminator: boolean): Directive {
  return (assembler, operands, _, at) => {
    const section = assembler.sections.current;
    const put = (bytes: Uint8Array) => {
      if (bytes.some((byte) => byte !== 0)) refuseBytes(section, at);
      section.append(bytes, 1, at);
    };
    forEachOperand(operands, () => {
      do put(operands.string());
      while (operands.peek() === '"');
      if (terminator) put(new Uint8Array(1));
    });
  };
}

const WORD = 1n << 32n;

/** `.inst`: instruction words, aligned as instructions are. */
const instructionWords: Directive = (assembler, operands, name, at) => {
  forEachOperand(operands, () => {
    const start = operands.offset;
    const value = checkFit(assembler.known(operands, `the word that ${name} writes`), 4, start);
    const { section, offset } = reserveInstruction(assembler, at, undefined, start);
    section.patchWord(offset, Number(((value % WORD) + WORD) % WORD));
  });
};

/** `.incbin "FILE"[, SKIP[, COUNT]]`: the bytes of a file. */
const binary: Directive = (assembler, operands, name, at) => {
  const fileAt = operands.offset;
  const file = operands.stringText();
  const includer = assembler.statement.text.file.name;
  const { bytes } = assembler.files.read(file, includer, LIMITS.binaryBytes, fileAt);
  const hasMore = operands.accept(',');
  const skipAt = operands.offset;
  const skip = hasMore && operands.peek() !== ',' ? assembler.known(operands, `the offset of ${name}`) : 0n;
  const count = operands.accept(',') ? assembler.known(operands, `the length of ${name}`) : undefined;
  operands.expectEnd();
  const left = BigInt(bytes.length) - skip;
  const wanted = count ?? left;
  if (skip < 0n || (count ?? 0n) < 0n) operands.fail('offset and length cannot be negative', skipAt);
  if (left < 0n || wanted > left) {
    operands.fail(`${file} has ${bytes.length} bytes, not ${skip + (count ?? 0n)}`, skipAt);
  }
  if (wanted > 0n) refuseBytes(assembler.sections.current, at);
  assembler.sections.current.append(bytes.subarray(Number(skip), Number(skip + wanted)), 1, at);
};

export const data: Record<string, Directive> = {
  '.byte': integers(1),
  '.hword': integers(2),
  '.short': integers(2),
  '.2byte': integers(2),
  '.word': integers(4),
  '.long': integers(4),
  '.int': integers(4),
  '.4byte': integers(4),
  '.xword': integers(8),
  '.quad': integers(8),
  '.dword': integers(8),
  '.8byte': integers(8),
  '.octa': integers(16),
  '.ascii': strings(false),
  '.asciz': strings(true),
  '.string': strings(true),
  '.inst': instructionWords,
  '.incbin': binary,
};
