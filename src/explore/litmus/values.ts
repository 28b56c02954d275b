import type { LiteralValue } from './test.ts';
import type { TokenReader } from './tokens.ts';

const threadPattern = /^[Pp](\d+)$/;

/** Whether the next tokens are a thread and a colon: `0:`, `P0:`. */
export function atThread(reader: TokenReader): boolean {
  const token = reader.peek();
  const isThread = (token.kind === 'number' && /^\d+$/.test(token.text)) || threadPattern.test(token.text);
  return isThread && reader.peek(1).text === ':';
}

/** Takes a thread and its colon. */
export function takeThread(reader: TokenReader): number {
  const token = reader.take();
  reader.expect(':', 'after the thread');
  return Number(threadPattern.exec(token.text)?.[1] ?? token.text);
}

/** An integer of C, any sign; throws InputError where it has more than 64 bits. */
export function takeNumber(reader: TokenReader): bigint {
  const negative = reader.accept('-') !== undefined;
  const token = reader.peek();
  if (token.kind !== 'number') return reader.fail('expected a number');
  reader.take();
  const digits = token.text.replace(/_/g, '').replace(/^-/, '');
  const value = BigInt(digits);
  const signed = negative !== token.text.startsWith('-') ? -value : value;
  if (signed >= 1n << 64n || signed < -(1n << 63n))
    reader.source.fail(token.offset, 'the number has more than 64 bits');
  return signed;
}

const forms: Record<string, string> = {
  instr: 'values that are instructions',
  PTE: 'page table entries',
  PA: 'physical addresses',
  TTD: 'page table entries',
};

function takeList(reader: TokenReader): LiteralValue {
  const values: LiteralValue[] = [];
  while (!reader.accept('}')) {
    values.push(takeValue(reader));
    if (!reader.accept(',') && reader.peek().text !== '}') reader.fail("expected ',' or '}' in the list");
  }
  return { kind: 'list', values };
}

function takeLabel(reader: TokenReader): LiteralValue {
  const thread = takeThread(reader);
  const token = reader.take();
  if (token.kind !== 'name') reader.fail('expected a label', token);
  return { kind: 'label', thread, label: token.text };
}

function takeQuotedLabel(reader: TokenReader): LiteralValue {
  reader.take();
  reader.take();
  const token = reader.take();
  const match = /^"\s*P?(\d+)\s*:\s*(\w+)\s*"$/.exec(token.text);
  if (!match) return reader.fail('expected a thread and a label in quotes', token);
  return { kind: 'label', thread: Number(match[1]), label: match[2]! };
}

/** `[3]`, where it stands there. */
export function takeIndex(reader: TokenReader): number | undefined {
  if (!reader.accept('[')) return undefined;
  const index = Number(takeNumber(reader));
  reader.expect(']', 'after the index');
  return index;
}

function takeAddress(reader: TokenReader): LiteralValue {
  const token = reader.take();
  const next = reader.peek().text;
  if (next === ':' || next === '(') {
    reader.source.fail(token.offset, `${forms[token.text] ?? 'tagged addresses'} are not supported`);
  }
  const index = takeIndex(reader) ?? 0;
  const offset = reader.accept('+') ? takeNumber(reader) : 0n;
  return { kind: 'address', location: token.text, offset, index };
}

/** A number, `x`, `&x`, `x+4`, a label or a list in braces. */
export function takeValue(reader: TokenReader): LiteralValue {
  if (reader.accept('{')) return takeList(reader);
  if (reader.peek().text === 'label' && reader.peek(1).text === ':') return takeQuotedLabel(reader);
  if (atThread(reader)) return takeLabel(reader);
  if (reader.accept('&')) {
    if (reader.peek().kind !== 'name') reader.fail("expected a location after '&'");
    return takeAddress(reader);
  }
  if (reader.peek().kind === 'name') return takeAddress(reader);
  return { kind: 'number', value: takeNumber(reader) };
}
