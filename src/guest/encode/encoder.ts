import { type EncodeContext, EncodeError, type InstructionEncoder, type InstructionText } from '../instruction.ts';
import { Attempt, Statement } from './attempt.ts';
import { composeWord } from './bits.ts';
import { splitPieces } from './pieces.ts';
import { type Candidate, candidatesFor } from './table.ts';

/** Tries one row: the word, or undefined after noting in the statement why it does not fit. */
function encodeAs({ encoding, fields }: Candidate, statement: Statement): number | undefined {
  const attempt = new Attempt(statement, { ...fields });
  for (const operand of encoding.operands) if (!operand.parse(attempt)) return undefined;
  if (!attempt.finished()) return undefined;
  for (const [name, value] of encoding.set) attempt.fields[name] = value(attempt.fields);
  if (!encoding.allows(attempt.fields)) {
    attempt.fail('these operands do not go together', statement.pieces[0]?.column ?? statement.end);
    return undefined;
  }
  return composeWord(encoding.pattern, attempt.fields);
}

function encode(instruction: InstructionText, context: EncodeContext): number {
  const { mnemonic, operands, mnemonicColumn, operandsColumn } = instruction;
  const candidates = candidatesFor(mnemonic);
  if (candidates.length === 0) throw new EncodeError(`unknown instruction '${mnemonic}'`, mnemonicColumn);
  const end = operandsColumn + operands.trimEnd().length;
  const statement = new Statement(splitPieces(operands, operandsColumn), context, end);
  for (const candidate of candidates) {
    const word = encodeAs(candidate, statement);
    if (word !== undefined) return word;
  }
  throw statement.failures.error;
}

/**
 * An encoder for A64 in GNU syntax, driven by the table in assembly/a64/encodings.ts: one instruction to its word. It
 * throws {@link EncodeError} where GNU as reports an error; where GNU as only warns, the word is made.
 */
export function createTableEncoder(): InstructionEncoder {
  return { encode };
}
