import type { Disposition } from '../../engine/record.ts';
import type { Cursor } from './cursor.ts';
import { type Expression, parseExpression } from './expression.ts';
import {
  parseRange,
  REGISTER_NAMES,
  type RegisterRange,
  rangeLength,
  registerName,
  registerWidth,
} from './registers.ts';
import type { Comparison, Condition, RegisterSource, RightSide } from './spec.ts';
import { didYouMean } from './suggest.ts';

/** What a condition may be about: registers at a label, a trap, variables of the model, or a partition's registers. */
export type ConditionScope = 'registers' | 'trap' | 'variables' | 'partition';

/** A condition without where it stands. */
type ConditionBody = Condition extends infer Each
  ? Each extends Condition
    ? Omit<Each, 'place' | 'source'>
    : never
  : never;

/** What EL2 did with a call, by the words of {@link Disposition}. */
export const DISPOSITIONS: readonly Disposition[] = [
  'handled',
  'refused',
  'forwarded',
  'not-supported',
  'psci',
  'untrapped',
  'undefined',
  'hypercall',
  'started',
  'none',
];

/** Numbers of a trap that can be compared, with what they are. */
export const TRAP_FIELDS = {
  smcs: 'SMCs that reached EL3 in this trap',
  warnings: 'WARN_ON conditions that EL2 met',
  immediate: 'immediate of the SMC or HVC',
  instruction: 'the instruction word',
  source_el: 'exception level that the exception came from',
  target_el: 'exception level that the exception went to',
  esr: 'ESR_ELx',
  elr: 'ELR_ELx on entry, the preferred return address',
  spsr: 'SPSR_ELx on entry',
  vector: 'address of the exception vector',
  entry_pstate: 'PSTATE after entry',
  return_address: 'ELR_ELx as the handler left it',
} as const;

export type TrapField = keyof typeof TRAP_FIELDS;

const WORD = /[A-Za-z_][\w-]*/y;
const IDENTIFIER = /[A-Za-z_]\w*/y;
const SOURCES = ['before', 'initial', 'reply'] as const;
/** A call of a script has x0 to x17, one of a program all general registers. */
const LAST_KNOWN = 30;

/** The identifier at the cursor, which stays where it is. */
function peek(cursor: Cursor, pattern: RegExp): string | undefined {
  const start = cursor.offset;
  const word = cursor.match(pattern);
  cursor.offset = start;
  return word;
}

function parseComparison(cursor: Cursor): Comparison {
  cursor.skipBlanks();
  if (cursor.accept('==')) return '==';
  if (cursor.accept('!=')) return '!=';
  if (cursor.looksAt('=')) return cursor.fail("'=' compares nothing: write '=='");
  return cursor.fail(`expected '==' or '!='${cursor.found()}`);
}

function parseMask(cursor: Cursor): Expression | undefined {
  cursor.skipBlanks();
  return cursor.accept('&') ? parseExpression(cursor) : undefined;
}

/** `before.x3`, `reply`, `NAME.x4..x17`: a register file by its name, or undefined where none stands here. */
function parseSource(cursor: Cursor): RegisterSource | undefined {
  const start = cursor.offset;
  const word = cursor.match(IDENTIFIER);
  const kind = SOURCES.find((name) => name === word);
  if (kind !== undefined && !cursor.looksAt('..')) return { kind };
  const next = word !== undefined && cursor.accept('.') ? peek(cursor, IDENTIFIER) : undefined;
  if (word !== undefined && next !== undefined && REGISTER_NAMES.has(next)) {
    cursor.offset = start + word.length;
    return { kind: 'named-reply', name: word, place: cursor.place(start) };
  }
  cursor.offset = start;
  return undefined;
}

function parseRight(cursor: Cursor): RightSide<Expression> {
  cursor.skipBlanks();
  const source = parseSource(cursor);
  if (source) return { kind: 'registers', source, registers: cursor.accept('.') ? parseRange(cursor) : undefined };
  const word = peek(cursor, IDENTIFIER);
  if (word !== undefined && REGISTER_NAMES.has(word)) {
    return { kind: 'registers', source: { kind: 'now' }, registers: parseRange(cursor) };
  }
  return { kind: 'value', value: parseExpression(cursor) };
}

/** A comparison register by register: as many on both sides, or one on the right for all. */
function checkShapes(cursor: Cursor, left: RegisterRange, right: RightSide<Expression>, at: number): void {
  if (right.kind === 'value') return;
  const { source, registers } = right;
  const theirs = registers ?? left;
  const isReply = source.kind === 'reply' || source.kind === 'named-reply';
  if (isReply && (!['x', 'w'].includes(theirs.bank) || theirs.last > 17)) {
    cursor.fail('a reply has x0 to x17 only', at);
  }
  if (registers === undefined) return;
  if (rangeLength(registers) !== 1 && rangeLength(registers) !== rangeLength(left)) {
    cursor.fail(`${rangeLength(left)} registers on the left, ${rangeLength(registers)} on the right`, at);
  }
  if ((left.bank === 'v') !== (registers.bank === 'v')) {
    cursor.fail(`${left.bank} and ${registers.bank} registers do not compare`, at);
  }
}

function parseRegisters(cursor: Cursor): ConditionBody {
  const registers = parseRange(cursor);
  cursor.skipBlanks();
  if (peek(cursor, WORD) === 'undefined') {
    cursor.match(WORD);
    if (registers.bank === 'x') return { kind: 'undefined', registers };
    const name = registerName(registers.bank, registers.first);
    cursor.fail(`EL2 leaves only x registers undefined, not ${name}`, registers.place.column - 1);
  }
  const mask = parseMask(cursor);
  const comparison = parseComparison(cursor);
  cursor.skipBlanks();
  const at = cursor.offset;
  const right = parseRight(cursor);
  checkShapes(cursor, registers, right, at);
  return { kind: 'registers', registers, mask, comparison, right };
}

function parseField(cursor: Cursor, name: string): ConditionBody {
  cursor.match(IDENTIFIER);
  const mask = parseMask(cursor);
  const comparison = parseComparison(cursor);
  return { kind: 'field', name, mask, comparison, value: parseExpression(cursor) };
}

function parseTrapWord(cursor: Cursor): ConditionBody {
  const start = cursor.offset;
  const word = cursor.match(WORD) ?? cursor.fail(`expected a condition${cursor.found()}`);
  const disposition = DISPOSITIONS.find((name) => name === word);
  if (disposition !== undefined) return { kind: 'disposition', disposition };
  const known = [...DISPOSITIONS, ...Object.keys(TRAP_FIELDS), ...REGISTER_NAMES.keys()];
  return cursor.fail(`nothing about a trap is called ${word}${didYouMean(word, known)}`, start);
}

function parseBody(cursor: Cursor, scope: ConditionScope): ConditionBody {
  const name = peek(cursor, IDENTIFIER);
  if (name === undefined) return cursor.fail(`expected a condition${cursor.found()}`);
  if (scope === 'variables') return parseField(cursor, name);
  if (scope === 'trap' && Object.hasOwn(TRAP_FIELDS, name)) return parseField(cursor, name);
  if (scope === 'trap' && !REGISTER_NAMES.has(name) && !/^[xwv]\d/.test(name)) return parseTrapWord(cursor);
  const start = cursor.offset;
  const body = parseRegisters(cursor);
  if (scope === 'partition') checkPartitionRegisters(cursor, body, start);
  return body;
}

/** Of a partition, general registers are known when it calls and when the call returns. */
function checkPartitionRegisters(cursor: Cursor, body: ConditionBody, start: number): void {
  const unknown = ({ bank, last }: RegisterRange) => (bank !== 'x' && bank !== 'w') || last > LAST_KNOWN;
  if (body.kind !== 'registers') throw cursor.fail("a partition's registers are never undefined", start);
  if (unknown(body.registers)) cursor.fail("of a partition's registers only x0 to x30 are known", start);
  const { right } = body;
  if (right.kind === 'value') return;
  if (right.source.kind === 'initial' || right.source.kind === 'reply') {
    cursor.fail(`a partition has no '${right.source.kind}': 'before' is its call`, start);
  }
  if (right.registers && unknown(right.registers))
    cursor.fail("of a partition's registers only x0 to x30 are known", start);
}

/** Reads one condition; `width` questions and symbols wait until the run is planned. */
function parseCondition(cursor: Cursor, scope: ConditionScope): Condition {
  cursor.skipBlanks();
  const start = cursor.offset;
  const body = parseBody(cursor, scope);
  return { ...body, place: cursor.place(start), source: cursor.since(start) };
}

/** Reads conditions separated by commas, up to the end of the line. */
export function parseConditions(cursor: Cursor, scope: ConditionScope): Condition[] {
  const conditions: Condition[] = [];
  do {
    conditions.push(parseCondition(cursor, scope));
    cursor.skipBlanks();
  } while (cursor.accept(','));
  cursor.finish("expected ',' or the end of the line");
  return conditions;
}

/** Bits that a field of a trap or a variable is compared in. */
export const FIELD_WIDTH = 64;

/** Bits in which a register condition compares. */
export function comparisonWidth(registers: RegisterRange): number {
  return registerWidth(registers.bank);
}
