import * as d from '../../../assembly/el3/definition.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';
import { parseRange, REGISTER_NAMES, registerName } from './registers.ts';
import { parseRegisterValue, rejectRepeated } from './reply.ts';
import type { HandlerSpec, InterruptSpec, PartitionSpec, PartitionValue, StepSpec } from './spec.ts';
import { didYouMean } from './suggest.ts';
import { parseLabel } from './target.ts';

/** What a partition is given control for, by word. `REQ` is any request. */
export const EVENTS: Readonly<Record<string, number[]>> = {
  REQ: [d.EVENT_REQ, d.EVENT_REQ_64, d.EVENT_REQ2],
  REQ32: [d.EVENT_REQ],
  REQ64: [d.EVENT_REQ_64],
  REQ2: [d.EVENT_REQ2],
  RUN: [d.EVENT_RUN],
  INTERRUPT: [d.EVENT_INTERRUPT],
  INIT: [d.EVENT_INIT],
};

interface StepWord {
  kind: number;
  /** What the operand is, for complaints; undefined where there is none. */
  operand: string | undefined;
  /** The operand may be left out. */
  optional?: boolean;
}

/** What it does, by word. */
const STEPS: Readonly<Record<string, StepWord>> = {
  RESP: { kind: d.STEP_RESPOND, operand: undefined },
  RESP32: { kind: d.STEP_RESP, operand: undefined },
  RESP64: { kind: d.STEP_RESP_64, operand: undefined },
  RESP2: { kind: d.STEP_RESP2, operand: undefined },
  wait: { kind: d.STEP_WAIT, operand: undefined },
  yield: { kind: d.STEP_YIELD, operand: undefined },
  error: { kind: d.STEP_ERROR, operand: 'a status code' },
  run: { kind: d.STEP_RUN, operand: 'the id of a partition' },
  REQ32: { kind: d.STEP_REQ, operand: 'the id of a partition' },
  REQ64: { kind: d.STEP_REQ_64, operand: 'the id of a partition' },
  REQ2: { kind: d.STEP_REQ2, operand: 'the id of a partition' },
  abort: { kind: d.STEP_ABORT, operand: undefined },
  call: { kind: d.STEP_CALL, operand: 'a function id' },
  interrupt: { kind: d.STEP_INTERRUPT, operand: 'the id of a partition', optional: true },
};

const WORD = /[A-Za-z]\w*/y;
const STEP_NAME = /[A-Za-z_]\w*(?=[ \t]*:)/y;
const REGISTER_SETTING = /[xw]\d+(?:\.\.[xw]\d+)?=/y;
const INTERRUPT = /interrupt\b/y;
const COUNT = /\d+/y;
const LAST_REGISTER = 17;

function parseValue(cursor: Cursor): PartitionValue {
  return cursor.match(/request\b/y) === undefined ? parseRegisterValue(cursor, true) : { kind: 'request' };
}

function atSetting(cursor: Cursor): boolean {
  cursor.skipBlanks();
  const start = cursor.offset;
  const found = cursor.match(REGISTER_SETTING) !== undefined;
  cursor.offset = start;
  return found;
}

/** Reads `x4..x17=canary …`. */
function parseSettings(cursor: Cursor): StepSpec['registers'] {
  const settings: StepSpec['registers'] = [];
  while (atSetting(cursor)) {
    const registers = parseRange(cursor);
    const at = registers.place.column - 1;
    if (registers.last > LAST_REGISTER) cursor.fail('a call has x0 to x17 and w0 to w17 only', at);
    cursor.expect('=');
    const value = parseValue(cursor);
    if (registers.bank === 'w' && value.kind === 'keep') {
      cursor.fail(`'keep' leaves the whole register: name ${registerName('x', registers.first)}`, at);
    }
    const plain = (each: StepSpec['registers'][number]) => ({ ...each, value: { kind: 'pattern' as const } });
    rejectRepeated(cursor, settings.map(plain), plain({ registers, value }));
    settings.push({ registers, value });
  }
  return settings;
}

function parseStepName(cursor: Cursor): string | undefined {
  cursor.skipBlanks();
  const start = cursor.offset;
  const name = cursor.match(STEP_NAME);
  if (name === undefined) return undefined;
  if (Object.hasOwn(STEPS, name) || REGISTER_NAMES.has(name)) cursor.fail(`a step cannot be called ${name}`, start);
  cursor.expect(':');
  return name;
}

function parseOperand(cursor: Cursor, { operand, optional }: StepWord): StepSpec['operand'] {
  if (operand === undefined) return undefined;
  const missing = atSetting(cursor) || !/^[\dA-Za-z(~-]/.test(cursor.ahead(1));
  if (!missing) return parseExpression(cursor);
  return optional ? undefined : cursor.fail(`expected ${operand}${cursor.found()}`);
}

function parseStep(cursor: Cursor): StepSpec {
  const name = parseStepName(cursor);
  cursor.skipBlanks();
  const start = cursor.offset;
  const word = cursor.match(WORD) ?? cursor.fail(`expected what the partition does${cursor.found()}`);
  const step = Object.hasOwn(STEPS, word) ? STEPS[word] : undefined;
  if (!step) {
    return cursor.fail(
      `a partition does not '${word}'${didYouMean(word, Object.keys(STEPS))}: ${Object.keys(STEPS).join(', ')}`,
      start,
    );
  }
  const operand = parseOperand(cursor, step);
  const registers = parseSettings(cursor);
  if (step.kind === d.STEP_INTERRUPT && registers.length > 0) {
    cursor.fail('an interrupt is no call: it has no registers', registers[0]!.registers.place.column - 1);
  }
  return { name, kind: step.kind, operand, registers, place: cursor.place(start) };
}

function parseSteps(cursor: Cursor): StepSpec[] {
  const steps = [parseStep(cursor)];
  for (cursor.skipBlanks(); cursor.accept(','); cursor.skipBlanks()) {
    cursor.skipBlanks();
    cursor.match(/then\b/y);
    steps.push(parseStep(cursor));
  }
  return steps;
}

function parseOccurrence(cursor: Cursor): number {
  if (!cursor.accept('#')) return 0;
  const start = cursor.offset;
  const occurrence = Number(cursor.match(COUNT) ?? Number.NaN);
  return occurrence >= 1 && occurrence <= 1_000_000
    ? occurrence
    : cursor.fail("expected a count from 1 after '#', as in REQ2#2", start);
}

/** Reads what follows `at`: `LABEL interrupt` or `LABEL interrupt ID`. */
export function parseInterrupt(cursor: Cursor): InterruptSpec {
  const at = parseLabel(cursor, 'a label of the partition’s program');
  cursor.skipBlanks();
  if (cursor.match(INTERRUPT) === undefined) cursor.fail(`expected 'interrupt'${cursor.found()}`);
  cursor.skipBlanks();
  return { at, partition: /^[\dA-Za-z(~-]/.test(cursor.ahead(1)) ? parseExpression(cursor) : undefined };
}

/** Reads `on EVENT[#N] STEP, then STEP …`; complains where the partition already has a handler for that. */
export function parseHandler(cursor: Cursor, partition: PartitionSpec): HandlerSpec {
  cursor.skipBlanks();
  const from = cursor.offset;
  if (cursor.match(/on\b/y) === undefined) cursor.fail(`expected 'on' and an event${cursor.found()}`);
  cursor.skipBlanks();
  const start = cursor.offset;
  const word = cursor.match(WORD) ?? cursor.fail(`expected an event${cursor.found()}`);
  const events = Object.hasOwn(EVENTS, word) ? EVENTS[word] : undefined;
  if (!events) {
    const known = Object.keys(EVENTS);
    return cursor.fail(`no event is called ${word}${didYouMean(word, known)}: ${known.join(', ')}`, start);
  }
  const occurrence = parseOccurrence(cursor);
  const earlier = partition.handlers.find(
    (other) => other.occurrence === occurrence && other.events.some((event) => events.includes(event)),
  );
  if (earlier) cursor.fail(`${word} already has a handler (line ${earlier.place.line})`, start);
  return { events, occurrence, steps: parseSteps(cursor), place: cursor.place(from) };
}
