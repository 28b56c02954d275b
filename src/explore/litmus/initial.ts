import type { MemoryDeclaration, RegisterDeclaration, ValueType } from './test.ts';
import type { Token, TokenReader } from './tokens.ts';
import { typeFromWords } from './value-types.ts';
import { atThread, takeNumber, takeThread, takeValue } from './values.ts';

/** The initial state: registers and memory, in the order of the file. */
export interface InitialState {
  memory: MemoryDeclaration[];
  registers: RegisterDeclaration[];
}

/** Whether the next token is a word of a type and not yet what is declared. */
function beforeDeclarator(reader: TokenReader): boolean {
  if (reader.peek().kind !== 'name' || atThread(reader)) return false;
  const next = reader.peek(1);
  return next.kind === 'name' || next.kind === 'number' || next.text === '*' || next.text === '[';
}

function takeType(reader: TokenReader): ValueType | undefined {
  const words: Token[] = [];
  while (beforeDeclarator(reader)) {
    if (reader.peek(1).text === '[' && words.length === 0 && !typeFromWords([reader.peek().text], false)) break;
    if (reader.peek(1).text === '[' && words.length > 0) break;
    words.push(reader.take());
  }
  let pointer = false;
  while (reader.accept('*')) pointer = true;
  if (words.length === 0 && !pointer) return undefined;
  const type = typeFromWords(
    words.map(({ text }) => text),
    pointer,
  );
  return type ?? reader.source.fail(words[0]!.offset, `unknown type '${words.map(({ text }) => text).join(' ')}'`);
}

function takeRegister(reader: TokenReader, type: ValueType | undefined): RegisterDeclaration {
  const offset = reader.peek().offset;
  const thread = takeThread(reader);
  const token = reader.take();
  if (token.kind !== 'name') reader.fail('expected a register', token);
  const value = reader.accept('=') ? takeValue(reader) : undefined;
  const register = token.text.includes('%') ? token.text : token.text.toUpperCase();
  return { thread, register, type, value, offset };
}

function takeLength(reader: TokenReader): number | undefined {
  if (!reader.accept('[')) return undefined;
  const { offset } = reader.peek();
  const length = Number(takeNumber(reader));
  reader.expect(']', 'after the length');
  if (length < 1 || length > 4096) reader.source.fail(offset, 'an array has 1 to 4096 elements');
  return length;
}

function takeName(reader: TokenReader): Token {
  const bracket = reader.accept('[');
  const token = reader.take();
  if (token.kind !== 'name') reader.fail('expected a location', token);
  if (bracket) reader.expect(']', 'after the location');
  return token;
}

function takeMemory(reader: TokenReader, type: ValueType | undefined): MemoryDeclaration {
  const token = takeName(reader);
  const length = takeLength(reader);
  if (reader.peek().text === ':' || reader.peek().text === '(') {
    reader.fail(`'${token.text}' is no location that is supported here`, token);
  }
  const value = reader.accept('=') ? takeValue(reader) : undefined;
  if (length !== undefined && value && value.kind !== 'list') {
    reader.source.fail(token.offset, 'the initial value of an array is a list in braces');
  }
  return { name: token.text, type, length, value, offset: token.offset };
}

/** Reads what stands between the braces of the initial state. Throws InputError for what it cannot mean. */
export function parseInitialState(reader: TokenReader): InitialState {
  const state: InitialState = { memory: [], registers: [] };
  while (reader.peek().kind !== 'end') {
    if (reader.accept(';')) continue;
    const type = takeType(reader);
    if (atThread(reader)) state.registers.push(takeRegister(reader, type));
    else state.memory.push(takeMemory(reader, type));
    if (reader.peek().kind !== 'end') reader.expect(';', 'between declarations');
  }
  return state;
}
