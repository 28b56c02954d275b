import { type EncodeContext, EncodeError, type InstructionEncoder } from '../instruction.ts';
import type { Assembler } from './assembler.ts';
import { skipBlanks } from './characters.ts';
import { Complaint } from './complaint.ts';
import { Cursor } from './cursor.ts';
import type { Instruction } from './instructions.ts';
import { lowTwelveBits, readSignedMove, signedMove } from './relocation.ts';

/** What stands for `=VALUE` in operands that go to the encoder; nothing else is evaluated in them. */
const LITERAL_NAME = 'literal';

/** The instruction's word; throws EncodeError with a column in the statement, or a Complaint about another place. */
export function encodeInstruction(assembler: Assembler, instruction: Instruction, encoder: InstructionEncoder): number {
  const { statement, at, operandsAt, literal } = instruction;
  const written = statement.text.text.slice(operandsAt).trimEnd();
  const text = {
    mnemonic: instruction.mnemonic!,
    operands: literal === undefined ? written : `${written.slice(0, literal.at - operandsAt)}${LITERAL_NAME}`,
    mnemonicColumn: at + 1,
    operandsColumn: operandsAt + 1,
  };
  const context = contextOf(assembler, instruction);
  const move = readSignedMove(text.mnemonic, written);
  if (move === undefined) return encoder.encode(text, context);
  const value = context.evaluate(written.slice(move.expressionAt), operandsAt + move.expressionAt + 1);
  return encoder.encode({ ...text, ...signedMove(move, text.mnemonic, value, context.address) }, context);
}

function contextOf(assembler: Assembler, instruction: Instruction): EncodeContext {
  const { section, offset, moment, literal } = instruction;
  return {
    address: section.address + BigInt(offset),
    alias: (name) => assembler.aliases.lookUp(name, moment.time),
    evaluate: (expression, column) =>
      literal !== undefined && expression === LITERAL_NAME
        ? literal.literal.section.address + BigInt(literal.literal.offset)
        : evaluateOperand(assembler, instruction, expression, column),
  };
}

function evaluateOperand(assembler: Assembler, { moment }: Instruction, text: string, column: number): bigint {
  try {
    const start = skipBlanks(text, text.trimStart().startsWith('#') ? text.indexOf('#') + 1 : 0);
    const operator = lowTwelveBits(text.slice(start));
    const cursor = new Cursor(text, start + operator);
    const expression = cursor.expression();
    cursor.expectEnd();
    const { number } = assembler.evaluator.final(expression, moment);
    return operator === 0 ? number : BigInt.asUintN(12, number);
  } catch (error) {
    if (!(error instanceof Complaint) || error.statement !== undefined || error.fatal) throw error;
    throw new EncodeError(error.message, column + error.offset);
  }
}
