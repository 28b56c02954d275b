/**
 * The calls of a case of the suites, one a line:
 *
 *   [PARTITION:] [hvc] CALL ARGUMENT … -> ANSWER CONDITION …
 *   endpoint ID TX RX PAGES
 *   message ADDRESS SENDER RECEIVER OFFSET BYTES
 *   word ADDRESS VALUE
 *
 * CALL is a function id by name or number, called by SMC unless it is said otherwise. The arguments are x1, x2, … in order, registers that are not given are 0 up to
 * x7 and a pattern above. `payload` gives x3 to x7 patterns of 32 bits, `payload2` gives x4 to x17 patterns of 64.
 * ANSWER is `any`, the name of a function (w0), of a status code (FFA_ERROR with w2), -1, a version such as 1.2 (w0), or
 * `version`, the firmware's own. CONDITION is `REG[..REG] OP VALUE` without blanks, with = or !=, where VALUE may be `kept`
 * (what the caller had) or `sent` (what the last payload was). With a partition in front nobody calls: it is what a script
 * made that partition do, and is compared with the partition's next call of that function.
 * `endpoint` writes an endpoint RX/TX descriptor to the caller's TX, `message` the header of an indirect message with the
 * UUID 1, 2, 3, 4 in words to a TX, and `word` compares 32 bits of memory.
 */
import * as ids from '../../../assembly/ffa/ids.ts';
import * as status from '../../../assembly/ffa/status.ts';

/** Names that stand for another number on every platform. */
export type Names = Record<string, bigint>;

export type Operand = (names: Names) => bigint;

export interface Check {
  bank: 'x' | 'w';
  first: number;
  last: number;
  equal: boolean;
  value: Operand | 'kept' | 'sent';
  text: string;
  /** It is the answer itself, and no further condition. */
  answer: boolean;
}

export interface Answer {
  text: string;
  checks: Check[];
}

export interface CallStep {
  kind: 'call';
  text: string;
  partition: number | undefined;
  conduit: 'smc' | 'hvc';
  id: Operand;
  arguments: Operand[];
  payload: 0 | 1 | 2;
  answer: Answer;
}

/** A line about memory. */
export interface MemoryStep {
  kind: 'endpoint' | 'message' | 'word';
  text: string;
  values: Operand[];
}

export type Step = CallStep | MemoryStep;

const functions = ids as Record<string, unknown>;
const codes = status as Record<string, unknown>;

function numberNamed(name: string): bigint | undefined {
  const value = functions[name] ?? codes[name];
  return typeof value === 'number' ? BigInt(value) : undefined;
}

function atom(text: string): Operand {
  const dotted = /^(\d+)\.(\d+)$/.exec(text);
  if (dotted) return () => (BigInt(dotted[1]!) << 16n) + BigInt(dotted[2]!);
  if (/^(0x[\da-f]+|\d+)$/i.test(text)) return () => BigInt(text);
  const known = numberNamed(text);
  if (known !== undefined) return () => known;
  return (names) => {
    const value = names[text];
    if (value === undefined) throw new Error(`nothing is called ${text}`);
    return value;
  };
}

/** Atoms with `>` or `:` (the left one goes to bits 31:16), `+`, `-` and `|`, from left to right. */
export function operand(text: string): Operand {
  const [first, ...rest] = text.split(/([>:+|-])/);
  let result = atom(first!);
  for (let n = 0; n + 1 < rest.length; n += 2) {
    const left = result;
    const right = atom(rest[n + 1]!);
    const sign = rest[n]!;
    result = (names) => {
      const [a, b] = [left(names), right(names)];
      if (sign === '+') return a + b;
      if (sign === '-') return a - b;
      return sign === '|' ? a | b : (a << 16n) | b;
    };
  }
  return result;
}

function check(text: string): Check {
  const [, bank, first, , last = first, sign, right] =
    /^([xw])(\d+)(\.\.[xw](\d+))?(=|!=)(.+)$/.exec(text) ?? fail(`no condition: ${text}`);
  const value = right === 'kept' || right === 'sent' ? right : operand(right!);
  return {
    bank: bank as 'x' | 'w',
    first: Number(first),
    last: Number(last),
    equal: sign === '=',
    value,
    text,
    answer: false,
  };
}

function equals(text: string, register: string, value: Operand): Check {
  return { ...check(`${register}=0`), value, text, answer: true };
}

function answer(text: string): Check[] {
  if (text === 'any') return [];
  if (text === '-1') return [equals(text, 'w0', () => 0xffff_ffffn)];
  const code = numberNamed(`FFA_${text}`);
  if (code === undefined || code >= 0n) return [equals(text, 'w0', operand(text))];
  return [equals(text, 'w0', () => BigInt(ids.FFA_ERROR)), equals(text, 'w2', () => BigInt.asUintN(32, code))];
}

function fail(message: string): never {
  throw new Error(message);
}

const payloads: Record<string, 0 | 1 | 2> = { payload: 1, payload2: 2 };

/** Reads a line. Throws Error where it is none. */
export function parseStep(text: string): Step {
  const memory = /^(endpoint|message|word) (.*)$/.exec(text);
  if (memory) return { kind: memory[1] as MemoryStep['kind'], text, values: memory[2]!.split(' ').map(operand) };
  const [, who, conduit, call, right] =
    /^(?:(0x8\w{3}): )?(?:(hvc) )?(.+?) -> (.+)$/.exec(text) ?? fail(`no step: ${text}`);
  const [id, ...given] = call!.split(' ');
  const last = given.at(-1) ?? '';
  const payload = payloads[last] ?? 0;
  const [expected, ...conditions] = right!.split(' ');
  return {
    kind: 'call',
    text,
    partition: who === undefined ? undefined : Number(who),
    conduit: conduit === 'hvc' ? 'hvc' : 'smc',
    id: operand(id!),
    arguments: (payload === 0 ? given : given.slice(0, -1)).map(operand),
    payload,
    answer: { text: right!, checks: [...answer(expected!), ...conditions.map(check)] },
  };
}
