import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, type Cursor, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './cursor.ts';

/** How deep lists and objects may stand in each other. */
const DEEPEST = 100;
const ATOM = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** Passes any value. Complains where it is no JSON. */
export function skipValue(cursor: Cursor, depth = 0): void {
  if (depth > DEEPEST) cursor.reject(`lists and objects stand more than ${DEEPEST} deep`, cursor.at);
  const byte = cursor.peek();
  if (byte === QUOTE) cursor.string('a string');
  else if (byte === OPEN_BRACKET) skipList(cursor, depth);
  else if (byte === OPEN_BRACE) skipObject(cursor, depth);
  else readAtom(cursor, 'a value');
}

function skipList(cursor: Cursor, depth: number): void {
  cursor.at++;
  if (cursor.accept(CLOSE_BRACKET)) return;
  do skipValue(cursor, depth + 1);
  while (cursor.accept(COMMA));
  cursor.expect(CLOSE_BRACKET, "',' or ']'");
}

function skipObject(cursor: Cursor, depth: number): void {
  cursor.at++;
  if (cursor.accept(CLOSE_BRACE)) return;
  do {
    cursor.string('a key');
    cursor.expect(COLON, "':' after a key");
    skipValue(cursor, depth + 1);
  } while (cursor.accept(COMMA));
  cursor.expect(CLOSE_BRACE, "',' or '}'");
}

/** Reads a number, true, false or null as its text. */
export function readAtom(cursor: Cursor, what: string): string {
  cursor.peek();
  const start = cursor.at;
  while (cursor.at < cursor.end && /[\w.+-]/.test(String.fromCharCode(cursor.bytes[cursor.at]!))) cursor.at++;
  const text = cursor.text(start, cursor.at);
  if (ATOM.test(text)) return text;
  cursor.at = start;
  return cursor.fail(what);
}
