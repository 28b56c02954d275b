import type { StopKind } from '../../engine/record.ts';
import { parseConditions } from './condition.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parsePrimary } from './expression.ts';
import { parsePartitionId } from './partition.ts';
import { parseRange, type RegisterRange } from './registers.ts';
import type { CallPattern, CallSequence, Expectation, PartitionTarget, StopPattern } from './spec.ts';
import { didYouMean } from './suggest.ts';
import { parseLabel, parseModels, parseTarget } from './target.ts';

const WORD = /[A-Za-z][\w-]*/y;
const RULE = /[\w.*?+/-]+/y;

/** Words after `expect` that are not labels. */
export const EXPECT_KEYWORDS = ['trap', 'el3', 'state', 'boot', 'stop', 'finding', 'partition', 'calls'] as const;

/** How a run can stop; `at LABEL` may follow each. */
export const STOP_KINDS: readonly StopKind[] = [
  'brk',
  'hlt',
  'wfi',
  'svc',
  'undefined-instruction',
  'memory-fault',
  'instruction-limit',
  'trap-limit',
  'time-limit',
  'boot-failed',
  'el2-fault',
  'el2-panic',
  'el3-loop',
  'unimplemented',
];
const WITH_IMMEDIATE: readonly StopKind[] = ['brk', 'hlt', 'svc'];

type Keyword = (typeof EXPECT_KEYWORDS)[number];
type Body = Expectation extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'place' | 'source' | 'models' | 'red'>
    : never
  : never;
type Parsed = { body: Body; models: string[] };

/** Reads `[MODELS]:`, the part that every form shares. */
function parseHead(cursor: Cursor): string[] {
  const models = parseModels(cursor);
  cursor.expect(':', "expected ':' before what is expected");
  return models;
}

const ELLIPSES = ['...', '…'];

function acceptEllipsis(cursor: Cursor): boolean {
  cursor.skipBlanks();
  return ELLIPSES.some((dots) => cursor.accept(dots));
}

function parseArgument(cursor: Cursor): CallPattern['args'][number] {
  cursor.skipBlanks();
  if (/^_[\s,)]/.test(cursor.ahead(2))) {
    cursor.accept('_');
    return undefined;
  }
  return parseExpression(cursor);
}

function parseArguments(cursor: Cursor): CallPattern['args'] {
  const args: CallPattern['args'] = [];
  if (!cursor.accept('(')) return args;
  do {
    if (args.length === 17) cursor.fail('a call has at most 17 arguments, x1 to x17');
    args.push(parseArgument(cursor));
    cursor.skipBlanks();
  } while (cursor.accept(','));
  cursor.expect(')', "expected ',' or ')' after an argument");
  return args;
}

function parseCall(cursor: Cursor): CallPattern {
  cursor.skipBlanks();
  const start = cursor.offset;
  const functionId =
    parsePrimary(cursor) ?? cursor.fail(`expected a call such as FFA_VERSION(0x10002)${cursor.found()}`);
  const args = parseArguments(cursor);
  return { functionId, args, source: cursor.since(start) };
}

function parseSequence(cursor: Cursor): CallSequence {
  const calls: CallPattern[] = [];
  const openStart = acceptEllipsis(cursor);
  if (!openStart && cursor.match(/none(?![\w(.])/y) !== undefined) {
    cursor.finish("'none' stands alone");
    return { calls, openStart, openEnd: false };
  }
  while (!cursor.atEnd()) {
    if (acceptEllipsis(cursor)) {
      cursor.finish("'…' stands only at the start and at the end");
      return { calls, openStart, openEnd: true };
    }
    calls.push(parseCall(cursor));
  }
  if (calls.length === 0 && !openStart) cursor.fail("expected calls, or 'none'");
  return { calls, openStart, openEnd: false };
}

function parseStop(cursor: Cursor): StopPattern {
  cursor.skipBlanks();
  const start = cursor.offset;
  const word = cursor.match(WORD) ?? cursor.fail(`expected how the run stops${cursor.found()}`);
  const kind = STOP_KINDS.find((name) => name === word);
  if (kind === undefined) return cursor.fail(`a run does not stop by '${word}'${didYouMean(word, STOP_KINDS)}`, start);
  cursor.skipBlanks();
  const takesImmediate = WITH_IMMEDIATE.includes(kind) && /^[#\d(~-]/.test(cursor.ahead(1));
  if (takesImmediate) cursor.accept('#');
  const immediate = takesImmediate ? parseExpression(cursor) : undefined;
  cursor.skipBlanks();
  const at = cursor.match(/at\b/y) === undefined ? undefined : parseLabel(cursor, 'a label after at');
  cursor.finish("expected 'at LABEL' or the end of the line");
  return { kind, immediate, at };
}

function parseRule(cursor: Cursor): string | undefined {
  if (cursor.match(/rule(?=\s*=)/y) === undefined) return undefined;
  cursor.expect('=');
  return cursor.match(RULE) ?? cursor.fail(`expected the id of a rule${cursor.found()}`);
}

function parseFindingRegisters(cursor: Cursor): { registers: RegisterRange[]; rule: string | undefined } {
  const registers: RegisterRange[] = [];
  let rule: string | undefined;
  while (!cursor.atEnd() && rule === undefined) {
    rule = parseRule(cursor);
    if (rule !== undefined) break;
    registers.push(parseRange(cursor));
    cursor.skipBlanks();
    cursor.accept(',');
  }
  if (registers.length === 0) cursor.fail('expected the registers of the finding, as in x4..x7');
  cursor.finish('expected the end of the line after the rule');
  return { registers, rule };
}

function parseAtTarget(cursor: Cursor, kind: 'arrival' | 'trap' | 'state'): Parsed {
  const target = parseTarget(cursor, kind === 'arrival' ? 'a label' : `a label after ${kind}`);
  const models = parseHead(cursor);
  const scope = kind === 'trap' ? 'trap' : kind === 'state' ? 'variables' : 'registers';
  return { models, body: { kind, target, conditions: parseConditions(cursor, scope) } };
}

/** Reads `ID` or `ID#3`. */
function parsePartitionTarget(cursor: Cursor): PartitionTarget {
  const id = parsePartitionId(cursor);
  if (!cursor.accept('#')) return { id, occurrence: undefined };
  const start = cursor.offset;
  const occurrence = Number(cursor.match(/\d+/y) ?? Number.NaN);
  if (!Number.isSafeInteger(occurrence) || occurrence < 1) cursor.fail("expected a count from 1 after '#'", start);
  return { id, occurrence };
}

function parseAtPartition(cursor: Cursor): Parsed {
  const partition = parsePartitionTarget(cursor);
  const models = parseHead(cursor);
  return { models, body: { kind: 'partition', partition, conditions: parseConditions(cursor, 'partition') } };
}

function parseCalls(cursor: Cursor): Parsed {
  const partition = parsePartitionId(cursor);
  const models = parseHead(cursor);
  return { models, body: { kind: 'calls', partition, sequence: parseSequence(cursor) } };
}

/** `*` in place of the label is any trap. */
function parseFinding(cursor: Cursor): Parsed {
  cursor.skipBlanks();
  if (cursor.match(/partition(?=[ \t]+[\d])/y) !== undefined) {
    const partition = parsePartitionTarget(cursor);
    const models = parseHead(cursor);
    return { models, body: { kind: 'finding', target: undefined, partition, ...parseFindingRegisters(cursor) } };
  }
  const target = cursor.accept('*') ? undefined : parseTarget(cursor, "a label or '*' after finding");
  const models = parseHead(cursor);
  return { models, body: { kind: 'finding', target, ...parseFindingRegisters(cursor) } };
}

function parseKeyword(cursor: Cursor, keyword: Keyword): Parsed {
  if (keyword === 'trap' || keyword === 'state') return parseAtTarget(cursor, keyword);
  if (keyword === 'finding') return parseFinding(cursor);
  if (keyword === 'partition') return parseAtPartition(cursor);
  if (keyword === 'calls') return parseCalls(cursor);
  const models = parseHead(cursor);
  if (keyword === 'el3') return { models, body: { kind: keyword, sequence: parseSequence(cursor) } };
  if (keyword === 'stop') return { models, body: { kind: keyword, stop: parseStop(cursor) } };
  return { models, body: { kind: keyword, conditions: parseConditions(cursor, 'variables') } };
}

/** A misspelt keyword shows by a label that follows it. */
function checkKeyword(cursor: Cursor): void {
  const start = cursor.offset;
  const word = cursor.match(/[\w.$#+-]+(?=[ \t])/y);
  cursor.skipBlanks();
  if (word !== undefined && /^[\w.$]/.test(cursor.ahead(1))) {
    cursor.fail(`'expect ${word}' takes no second word${didYouMean(word, EXPECT_KEYWORDS)}`, start);
  }
  cursor.offset = start;
}

/**
 * Reads what follows the word `expect` or `red`, which stands at offset `from`. A red line says on which models it fails.
 */
export function parseExpectation(cursor: Cursor, from: number, red = false): Expectation {
  cursor.skipBlanks();
  const start = cursor.offset;
  const word = cursor.match(/[A-Za-z]\w*(?![\w.$#+-])/y);
  const keyword = EXPECT_KEYWORDS.find((name) => name === word);
  cursor.offset = keyword === undefined ? start : cursor.offset;
  if (keyword === undefined) checkKeyword(cursor);
  const { body, models } = keyword === undefined ? parseAtTarget(cursor, 'arrival') : parseKeyword(cursor, keyword);
  cursor.finish('expected the end of the line');
  if (red && models.length === 0) cursor.fail('red needs the models that it fails on: [*] for all', start);
  return { ...body, models, red, place: cursor.place(start), source: cursor.since(from) };
}
