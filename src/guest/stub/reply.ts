import type { Cursor } from './cursor.ts';
import { parseExpression, parsePrimary } from './expression.ts';
import { parseRange, REGISTER_NAMES, registerName } from './registers.ts';
import type { RegisterSetting, RegisterValue, ReplySpec } from './spec.ts';
import { parseLabel, parseModels } from './target.ts';

/** Registers that an SMC returns (SMCCC 1.2). */
const REPLY_REGISTERS = 18;
/** One page: the hypervisor's RX buffer. */
const RX_BYTES = 4096;

const PATTERN_WORDS = /(?:canary|random)\b/y;
const KEEP = /keep\b/y;
const NAME = /[A-Za-z_]\w*(?=[ \t]*:)/y;
const RESERVED = ['before', 'initial', 'reply'];

/** Reads `canary`, `random` (the same), `keep` where `allowKeep`, or an expression. */
export function parseRegisterValue(cursor: Cursor, allowKeep: boolean): RegisterValue {
  if (cursor.match(PATTERN_WORDS) !== undefined) return { kind: 'pattern' };
  const start = cursor.offset;
  if (cursor.match(KEEP) !== undefined) {
    return allowKeep ? { kind: 'keep' } : cursor.fail("only a reply can 'keep' a register", start);
  }
  return { kind: 'constant', value: parseExpression(cursor) };
}

/** Reads `x4..x17=VALUE`. */
export function parseRegisterSetting(cursor: Cursor, allowKeep: boolean): RegisterSetting {
  const registers = parseRange(cursor);
  if (!cursor.accept('=')) cursor.fail(`expected '=' and a value after the register${cursor.found()}`);
  return { registers, value: parseRegisterValue(cursor, allowKeep) };
}

/** Complains about a register that `earlier` already sets; w5 is part of x5. */
export function rejectRepeated(cursor: Cursor, earlier: readonly RegisterSetting[], next: RegisterSetting): void {
  const bankOf = (setting: RegisterSetting) => (setting.registers.bank === 'w' ? 'x' : setting.registers.bank);
  const { registers } = next;
  for (const { registers: other } of earlier.filter((setting) => bankOf(setting) === bankOf(next))) {
    const number = Math.max(other.first, registers.first);
    if (number > Math.min(other.last, registers.last)) continue;
    const name = registerName(registers.bank, number);
    cursor.fail(`${name} already has a value (line ${other.place.line})`, registers.place.column - 1);
  }
}

function parseName(cursor: Cursor): string | undefined {
  cursor.skipBlanks();
  const start = cursor.offset;
  const name = cursor.match(NAME);
  if (name === undefined) return undefined;
  if (RESERVED.includes(name) || REGISTER_NAMES.has(name)) cursor.fail(`a reply cannot be called ${name}`, start);
  cursor.expect(':');
  return name;
}

function parseRx(cursor: Cursor): Uint8Array {
  const start = cursor.offset;
  const quoted =
    cursor.match(/"[^"]*"/y) ?? cursor.fail(`expected bytes in quotes, as in rx="0180 0100"${cursor.found()}`);
  const wrong = /[^\da-f \t]/i.exec(quoted.slice(1, -1));
  if (wrong) cursor.fail(`'${wrong[0]}' is not a hexadecimal digit`, start + 1 + wrong.index);
  const digits = quoted.slice(1, -1).replace(/[ \t]/g, '');
  if (digits.length % 2 !== 0) cursor.fail('an odd number of hexadecimal digits: a byte has two', start);
  if (digits.length > 2 * RX_BYTES)
    cursor.fail(`${digits.length / 2} bytes do not fit the ${RX_BYTES} of the RX buffer`, start);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function checkReplyRegister(cursor: Cursor, { registers, value }: RegisterSetting): void {
  const at = registers.place.column - 1;
  const returned = (registers.bank === 'x' || registers.bank === 'w') && registers.last < REPLY_REGISTERS;
  if (!returned) cursor.fail('a reply has x0 to x17 and w0 to w17 only', at);
  if (value.kind === 'keep' && registers.bank === 'w')
    cursor.fail("'keep' leaves the whole register: name x, not w", at);
}

/** After `->`: a bare value is x0, the rest is named. */
function parseFirst(cursor: Cursor): RegisterSetting | undefined {
  cursor.skipBlanks();
  const named = /^[xwv]\d+(?:\.\.|=)|^[a-z_\d]+=(?!=)/.test(cursor.ahead(16));
  if (named || cursor.atEnd()) return undefined;
  const place = cursor.place();
  return { registers: { bank: 'x', first: 0, last: 0, place }, value: parseRegisterValue(cursor, true) };
}

function parseValues(cursor: Cursor): Pick<ReplySpec, 'registers' | 'rx'> {
  const first = parseFirst(cursor);
  const registers = first ? [first] : [];
  let rx: Uint8Array | undefined;
  while (!cursor.atEnd()) {
    const start = cursor.offset;
    if (cursor.match(/rx(?==)/y) !== undefined) {
      if (rx) cursor.fail('rx is already given', start);
      cursor.expect('=');
      rx = parseRx(cursor);
      continue;
    }
    if (cursor.looksAt('models=')) cursor.fail("models stand in brackets before '->', as in [pkvm/v6.18]");
    const setting = parseRegisterSetting(cursor, true);
    checkReplyRegister(cursor, setting);
    rejectRepeated(cursor, registers, setting);
    registers.push(setting);
  }
  return { registers, rx };
}

/** Reads `[NAME:] [FUNCTION] [at LABEL] [[MODELS]] -> VALUES`; `from` is the offset of the word `reply`. */
export function parseReply(cursor: Cursor, from: number): ReplySpec {
  const place = cursor.place(from);
  const name = parseName(cursor);
  cursor.skipBlanks();
  const functionId = /^at\s|^->|^\[/.test(cursor.ahead(3)) ? undefined : parsePrimary(cursor);
  cursor.skipBlanks();
  const at = cursor.match(/at\b/y) === undefined ? undefined : parseLabel(cursor, 'a label after at');
  const models = parseModels(cursor);
  cursor.expect('->', "expected '->' before the values");
  const { registers, rx } = parseValues(cursor);
  const setsX0 = registers.some((setting) => setting.registers.first === 0);
  if (!setsX0) cursor.fail('the reply does not say what x0 is', from);
  return { name, functionId, at, models, registers, rx, place };
}
