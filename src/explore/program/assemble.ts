import { createTableEncoder } from '../../guest/encode/index.ts';
import { type EncodeContext, EncodeError, type InstructionText } from '../../guest/instruction.ts';
import type { LitmusSource } from '../litmus/source.ts';
import type { Column, ColumnStatement } from '../litmus/test.ts';
import { ConstantPool } from './builder.ts';
import { decodeWord, describeWord } from './decode.ts';
import { codeAddress, type Instruction, type ThreadProgram } from './program.ts';

const encoder = createTableEncoder();

/** Symbolic registers (`%x`, `X%x`, `W%x`) stand for registers that the thread does not name. */
function symbolicRegisters(column: Column): Map<string, number> {
  const text = column.statements.map((statement) => statement.text).join('\n');
  const used = new Set([...text.matchAll(/\b[xw](\d+)\b/gi)].map((match) => Number(match[1])));
  const free = Array.from({ length: 30 }, (_, index) => 29 - index).filter((register) => !used.has(register));
  const names = new Set([...text.matchAll(/%(\w+)/g)].map((match) => match[1]!));
  return new Map([...names].map((name, index) => [name, free[index] ?? 0]));
}

function withoutSymbols(text: string, symbolic: Map<string, number>): string {
  return text.replace(
    /([XW])?%(\w+)/gi,
    (_, width: string | undefined, name: string) => `${width ?? 'x'}${symbolic.get(name)}`,
  );
}

interface Place {
  source: LitmusSource;
  column: Column;
  labels: Map<string, number>;
  symbolic: Map<string, number>;
}

function labelAddresses(source: LitmusSource, column: Column): Map<string, number> {
  const labels = new Map<string, number>();
  let address = codeAddress(column.thread);
  for (const statement of column.statements) {
    for (const { name, offset } of statement.labels) {
      if (labels.has(name)) source.fail(offset, `label '${name}' is defined twice in P${column.thread}`);
      labels.set(name, address);
    }
    if (statement.text !== '') address += 4;
  }
  return labels;
}

function evaluateIn(labels: Map<string, number>, address: number): EncodeContext['evaluate'] {
  return (expression, column) => {
    const text = expression.trim();
    if (/^-?(0x[0-9a-f]+|\d+)$/i.test(text)) {
      return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
    }
    const here = /^\.\s*(?:([+-])\s*(\d+))?$/.exec(text);
    if (here) return BigInt(address + (here[1] ? Number(`${here[1]}${here[2]}`) : 0));
    const label = labels.get(text);
    if (label === undefined) throw new EncodeError(`there is no label '${text}' in this thread`, column);
    return BigInt(label);
  };
}

/** Mnemonic and operands, with columns that count from the start of the statement. */
function splitStatement(text: string): InstructionText {
  const [, mnemonic, gap, operands] = /^(\S+)(\s*)(.*)$/s.exec(text)! as unknown as [string, string, string, string];
  return {
    mnemonic: mnemonic.toLowerCase(),
    operands: operands.replace(/\s+/g, ' '),
    mnemonicColumn: 1,
    operandsColumn: 1 + mnemonic.length + gap.length,
  };
}

/** herd also takes an X register where the extension says that only its lower half counts. */
function withNarrowIndex(text: string): string {
  return text.replace(/\bx(\d+|zr)(\s*,\s*[us]xtw\b)/gi, (_, register: string, rest: string) => `w${register}${rest}`);
}

function encodeStatement(place: Place, statement: ColumnStatement, address: number): number {
  const evaluate = evaluateIn(place.labels, address);
  const text = withNarrowIndex(withoutSymbols(statement.text, place.symbolic));
  try {
    return encoder.encode(splitStatement(text), { address: BigInt(address), evaluate, alias: () => undefined });
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    return place.source.fail(statement.offset + Math.min(error.column - 1, statement.text.length), error.message);
  }
}

/** Throws InputError where a branch leaves the thread. */
function checkBranches(
  place: Place,
  instructions: readonly Instruction[],
  statements: readonly ColumnStatement[],
): void {
  const start = codeAddress(place.column.thread);
  const end = start + 4 * instructions.length;
  instructions.forEach(({ steps }, index) => {
    const outside = steps.some((step) => step.kind === 'branch' && (step.target < start || step.target > end));
    if (outside) place.source.fail(statements[index]!.offset, 'the branch leaves the thread');
  });
}

function assembleStatement(place: Place, statement: ColumnStatement, address: number, pool: ConstantPool): Instruction {
  const word = encodeStatement(place, statement, address);
  const steps = decodeWord(word, address, pool);
  if (!steps) {
    place.source.fail(statement.offset, `'${describeWord(word, address)}' is not executed by the explorer`);
  }
  const position = place.source.position(statement.offset);
  const text = statement.text.replace(/\s+/g, ' ');
  return { address, word, text, position, line: place.source.line(position.line), steps };
}

/**
 * Encodes a column of a litmus test to A64 words, and decodes those. Throws InputError at what is no instruction, or none
 * that the explorers execute. The registers start as zero.
 */
export function assembleColumn(source: LitmusSource, column: Column): ThreadProgram {
  const start = codeAddress(column.thread);
  const symbolic = symbolicRegisters(column);
  const place: Place = { source, column, labels: labelAddresses(source, column), symbolic };
  const pool = new ConstantPool();
  const statements = column.statements.filter(({ text }) => text !== '');
  const instructions = statements.map((statement, index) =>
    assembleStatement(place, statement, start + 4 * index, pool),
  );
  checkBranches(place, instructions, statements);
  return { start, instructions, labels: place.labels, constants: pool.words, initial: new Map(), symbolic };
}
