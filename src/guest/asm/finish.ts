import type { Image, Segment, SourceLine } from '../image.ts';
import { EncodeError, type InstructionEncoder } from '../instruction.ts';
import { placementError } from '../placement.ts';
import { InputError } from '../source.ts';
import { didYouMean } from '../stub/suggest.ts';
import type { Assembler } from './assembler.ts';
import { Complaint } from './complaint.ts';
import { checkFit, dataValue } from './data-value.ts';
import { GivenUp } from './diagnostics.ts';
import { encodeInstruction } from './encode-instruction.ts';
import { type Statement, userPosition } from './frames.ts';
import type { Instruction } from './instructions.ts';
import { placeSections } from './layout.ts';
import type { Fixup, Section } from './section.ts';
import type { Moment } from './symbols.ts';

/** The second pass: addresses, values that waited, instructions. Throws InputError where either pass found errors. */
export function finish(assembler: Assembler, base: bigint, encoder: InstructionEncoder): Image {
  if (assembler.gaveUp) throw assembler.log.toError(assembler.main.name);
  const placed = placeSections(assembler.sections.all, base);
  for (const { section, address } of placed) section.address = address;
  assembler.evaluator.place();
  try {
    resolve(assembler, encoder);
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
  }
  if (!assembler.log.isEmpty) throw assembler.log.toError(assembler.main.name);
  const segments = placed.filter(({ section }) => section.size > 0).map(({ section }) => segment(section));
  for (const { name, address, bytes } of segments) {
    const problem = placementError(address, BigInt(bytes.length));
    if (problem !== undefined) throw new InputError(`${assembler.main.name}: section ${name}: ${problem}`);
  }
  const lines = sourceLines(assembler);
  const symbols = symbolValues(assembler);
  return { entry: symbols.get('_start') ?? firstInstruction(assembler, base), segments, symbols, lines };
}

function resolve(assembler: Assembler, encoder: InstructionEncoder): void {
  const isRight = assembler.log.isEmpty;
  const attempt = (action: () => void, statement: Statement | undefined, { time }: Moment) => {
    assembler.evaluator.met.missing = false;
    assembler.guard(() => withoutEchoes(assembler, action, isRight), statement, time);
  };
  for (const section of assembler.sections.all) {
    for (const fixup of section.fixups) {
      attempt(() => applyFixup(assembler, section, fixup), fixup.statement, fixup.moment);
    }
  }
  for (const { expression, moment, statement } of [...assembler.checks, ...waitingDefinitions(assembler)]) {
    attempt(() => void assembler.evaluator.final(expression, moment), statement, moment);
  }
  for (const instruction of assembler.instructions) {
    attempt(() => writeInstruction(assembler, instruction, encoder), instruction.statement, instruction.moment);
  }
}

/** After errors of the first pass a missing symbol may only be what they left undefined: it is not reported. */
function withoutEchoes(assembler: Assembler, action: () => void, isRight: boolean): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Complaint) || isRight || error.fatal || !assembler.evaluator.met.missing) throw error;
  }
}

function applyFixup(assembler: Assembler, section: Section, { offset, size, expression, moment }: Fixup): void {
  if (size > 8) {
    section.patch(offset, size, dataValue(assembler.evaluator, expression, moment, size)!);
    return;
  }
  const { number } = assembler.evaluator.final(expression, moment);
  section.patch(offset, size, checkFit(number, size, expression.at));
}

/** Symbols that nothing uses must have values, too. */
function waitingDefinitions(assembler: Assembler): Assembler['checks'] {
  const waiting: Assembler['checks'] = [];
  for (const name of assembler.symbols.names()) {
    for (const { value, expression, moment, statement } of assembler.symbols.definitionsOf(name)) {
      if (value === undefined && expression !== undefined) waiting.push({ expression, moment, statement: statement! });
    }
  }
  return waiting;
}

function writeInstruction(assembler: Assembler, instruction: Instruction, encoder: InstructionEncoder): void {
  if (instruction.mnemonic === undefined) return;
  const { section, offset } = instruction;
  try {
    section.patchWord(offset, encodeInstruction(assembler, instruction, encoder));
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    const offset = Math.max(0, error.column - 1);
    const advice = offset === instruction.at ? didYouMean(instruction.mnemonic, assembler.macros.keys()) : '';
    throw new Complaint(error.message + advice, offset);
  }
}

function segment(section: Section): Segment {
  const { name, address, bytes, flags } = section;
  return { name, address, bytes: bytes.slice(), writable: flags.write, executable: flags.execute };
}

/** Labels and other symbols that have a name of their own: not those that start with `.L`. */
function symbolValues(assembler: Assembler): Map<string, bigint> {
  const values = new Map<string, bigint>();
  for (const name of assembler.symbols.names()) {
    if (name.startsWith('.L')) continue;
    const definition = assembler.symbols.definitionsOf(name).at(-1)!;
    const { number } =
      definition.value === undefined
        ? assembler.evaluator.final(definition.expression!, definition.moment)
        : { number: (definition.value.section?.address ?? 0n) + definition.value.number };
    values.set(name, BigInt.asUintN(64, number));
  }
  return values;
}

function sourceLines(assembler: Assembler): Map<bigint, SourceLine> {
  const lines = new Map<bigint, SourceLine>();
  for (const instruction of assembler.instructions) {
    if (!instruction.section.flags.alloc) continue;
    const { statement, at } = instruction;
    const text = statement.text.text.slice(at).trim().replace(/\s+/g, ' ');
    lines.set(addressOf(instruction), { ...userPosition({ statement, offset: at }, assembler.main), text });
  }
  return lines;
}

function addressOf({ section, offset }: Instruction): bigint {
  return section.address + BigInt(offset);
}

function firstInstruction(assembler: Assembler, base: bigint): bigint {
  const first = assembler.instructions.find(({ section }) => section.name === '.text');
  return first === undefined ? base : addressOf(first);
}
