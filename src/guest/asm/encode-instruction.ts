import { type EncodeContext, EncodeError, type InstructionEncoder } from '../instruction.ts';
import type { Assembler } from './assembler.ts';
import { Complaint } from './complaint.ts';
import { Cursor } from './cursor.ts';
import type { Expression } from './expression.ts';
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

function evaluateOperand(assembler: Assembler, instruction: Instruction, text: string, column: number): bigint {
  try {
    const operator = lowTwelveBits(text);
    const cursor = new Cursor(text, operator);
    const expression = cursor.expression();
    cursor.expectEnd();
    if (operator > 0) return BigInt.asUintN(12, assembler.evaluator.final(expression, instruction.moment).number);
    if (takesAddress(instruction, column)) return assembler.evaluator.final(expression, instruction.moment).number;
    return isTarget(instruction, text, column)
      ? targetOf(assembler, instruction, expression)
      : immediateOf(assembler, instruction, expression);
  } catch (error) {
    if (!(error instanceof Complaint) || error.statement !== undefined || error.fatal) throw error;
    throw new EncodeError(error.message, column + error.offset);
  }
}

/** Whether any address may stand here: as the target of ADRP, and after an operator of the encoder's, `:abs_g1:`. */
function takesAddress({ mnemonic, statement }: Instruction, column: number): boolean {
  const before = statement.text.text.slice(0, column - 1).trimEnd();
  return mnemonic === 'adrp' || before.endsWith(':');
}

/** A number. GNU as would take an address as its distance from the section's start, which nobody can mean. */
function immediateOf({ evaluator }: Assembler, { moment }: Instruction, expression: Expression): bigint {
  evaluator.met.address = false;
  const value = evaluator.evaluate(expression, moment)!;
  if (value.section === undefined && !evaluator.met.address) return value.number;
  throw new Complaint('an address is no immediate: use ldr REG, =ADDRESS or adrp and :lo12:', expression.at);
}

const RELATIVE =
  /^(?:bl?|b\.\w+|b(?:eq|ne|[ch]s|lo|cc|mi|pl|v[sc]|hi|ls|ge|lt|gt|le|al|nv)|cbn?z|tbn?z|adr|ldr|ldrsw|prfm)$/;

/** Whether an expression is the target of a branch, an ADR or a literal load: their last operand. */
function isTarget({ mnemonic, statement, operandsAt }: Instruction, text: string, column: number): boolean {
  if (!RELATIVE.test(mnemonic!)) return false;
  const operands = statement.text.text.slice(operandsAt).trimEnd();
  return !operands.includes('[') && column - 1 + text.trimEnd().length === operandsAt + operands.length;
}

/** A target's address. As in gas, a plain number counts from the instruction: `b 8` skips one instruction. */
function targetOf({ evaluator }: Assembler, instruction: Instruction, expression: Expression): bigint {
  const { moment, section, offset } = instruction;
  evaluator.met.later = false;
  evaluator.met.address = false;
  const value = evaluator.evaluate(expression, moment)!;
  if (value.section !== undefined) return value.section.address + value.number;
  if (evaluator.met.later || evaluator.met.address) {
    throw new Complaint('a target is a label plus or minus a number, or a number that is known here', expression.at);
  }
  return section.address + BigInt(offset) + value.number;
}
