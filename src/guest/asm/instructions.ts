import type { Assembler } from './assembler.ts';
import { isBlank } from './characters.ts';
import { Complaint } from './complaint.ts';
import { Cursor } from './cursor.ts';
import { wideLiteral } from './data-value.ts';
import { parameterMessage } from './expression.ts';
import type { Statement } from './frames.ts';
import { type Literal, LiteralPool } from './literals.ts';
import type { Section } from './section.ts';
import type { Moment } from './symbols.ts';
import { absolute } from './value.ts';

/** An instruction that waits for the second pass; its four bytes are reserved. */
export interface Instruction {
  statement: Statement;
  section: Section;
  offset: number;
  moment: Moment;
  /** In lower case; undefined for a word that `.inst` wrote. */
  mnemonic: string | undefined;
  /** Offsets in the statement. */
  at: number;
  operandsAt: number;
  /** `=VALUE` of a load: where the `=` stands, and the literal. */
  literal: { at: number; literal: Literal } | undefined;
}

export const INSTRUCTION_BYTES = 4;

/** Reserves room for the instruction whose mnemonic was just read. */
export function recordInstruction(assembler: Assembler, cursor: Cursor, mnemonic: string, at: number): void {
  const end = at + mnemonic.length;
  const next = cursor.text[end];
  if (next !== undefined && !isBlank(next)) cursor.fail(`unexpected ${next} after ${mnemonic}`, end);
  refuseParameters(cursor.text, cursor.offset);
  reserveInstruction(assembler, at, mnemonic, cursor.offset);
}

/** A backslash in operands is a macro parameter that nothing replaced: say so, whatever the encoder would. */
function refuseParameters(text: string, start: number): void {
  const found = text.indexOf('\\', start);
  if (found >= 0 && text[found - 1] !== "'") throw new Complaint(parameterMessage(text, found), found);
}

/** Aligns, records, and takes four bytes. */
export function reserveInstruction(
  assembler: Assembler,
  at: number,
  mnemonic: string | undefined,
  operandsAt: number,
): Instruction {
  const section = assembler.sections.current;
  alignForInstruction(section, at);
  const { statement } = assembler;
  const moment = assembler.moment();
  const offset = section.size;
  const instruction: Instruction = { statement, section, offset, moment, mnemonic, at, operandsAt, literal: undefined };
  if (mnemonic !== undefined) instruction.literal = findLiteral(assembler, instruction);
  assembler.instructions.push(instruction);
  section.append(new Uint8Array(INSTRUCTION_BYTES), 1, at);
  return instruction;
}

/**
 * Instructions stand at multiples of 4. In code sections gas fills up to there with zeros after data, and so do we; a
 * label right before would name the padding, and an odd `.org` or a data section gets no padding: these are errors.
 */
function alignForInstruction(section: Section, at: number): void {
  if (section.nobits) throw new Complaint(`section ${section.name} holds no bytes, so no instructions`, at);
  section.alignment = Math.max(section.alignment, INSTRUCTION_BYTES);
  const missing = -section.size & (INSTRUCTION_BYTES - 1);
  if (missing === 0) return;
  if (!section.flags.execute || section.originOffset === section.size) {
    throw new Complaint('the instruction is not at a multiple of 4: put .balign 4 before it', at);
  }
  if (section.pendingLabel !== undefined) {
    const { name, place } = section.pendingLabel;
    const message = `label ${name} is not at a multiple of 4, but code follows: put .balign 4 before it`;
    throw new Complaint(message, place.offset, { statement: place.statement });
  }
  section.append(new Uint8Array(1), missing, at);
}

const LITERAL_LOAD = /([A-Za-z_.$\u0080-\uffff][\w.$\u0080-\uffff]*)\s*,\s*=/y;

/** Reads `REG, =VALUE` and puts the value into the section's pool. */
function findLiteral(assembler: Assembler, instruction: Instruction): Instruction['literal'] {
  const { statement, mnemonic, operandsAt, moment, section } = instruction;
  if (mnemonic !== 'ldr' && mnemonic !== 'ldrsw') return undefined;
  LITERAL_LOAD.lastIndex = operandsAt;
  const found = LITERAL_LOAD.exec(statement.text.text);
  if (found === null) return undefined;
  const name = found[1]!.toLowerCase();
  const register = assembler.aliases.lookUp(name, moment.time) ?? name;
  const size = mnemonic === 'ldrsw' ? 4 : literalSize(register);
  if (size === undefined) throw new Complaint(`${found[1]} cannot be loaded from a literal`, operandsAt);
  const operands = new Cursor(statement.text.text, LITERAL_LOAD.lastIndex);
  const expression = operands.expression();
  operands.expectEnd();
  section.literals ??= new LiteralPool(section, assembler.symbols);
  const wide = size > 8 ? wideLiteral(expression) : undefined;
  const known =
    wide === undefined ? assembler.evaluator.evaluate(expression, moment) : { ...absolute(0n), number: wide };
  return {
    at: statement.text.text.indexOf('=', operandsAt),
    literal: section.literals.add(size, expression, moment, known, statement),
  };
}

function literalSize(register: string): number | undefined {
  if (/^(x\d+|xzr|lr|fp|ip[01]|d\d+)$/.test(register)) return 8;
  if (/^(w\d+|wzr|s\d+)$/.test(register)) return 4;
  return /^q\d+$/.test(register) ? 16 : undefined;
}
