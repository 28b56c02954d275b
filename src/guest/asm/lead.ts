import type { Cursor } from './cursor.ts';

const LABEL = /([A-Za-z_.$\u0080-\uffff][\w.$\u0080-\uffff]*|\d+)[ \t]*:/y;

/** Takes `name:` or `1:` where one stands here; answers the name or the number. */
export function readLabel(cursor: Cursor): string | number | undefined {
  LABEL.lastIndex = cursor.offset;
  const found = LABEL.exec(cursor.text);
  if (found === null) return undefined;
  const word = found[1]!;
  const isNumber = /^\d/.test(word);
  if (isNumber && Number(word) > 0x7fffffff) cursor.fail('a numeric label is at most 2147483647');
  if (word === '.') cursor.fail('. is the current location, not a label');
  cursor.moveTo(LABEL.lastIndex);
  return isNumber ? Number(word) : word;
}

/** Whether `=` follows the name that was read: `name = value` or `name == value`. */
export function atAssignment(cursor: Cursor): boolean {
  return cursor.peek() === '=';
}

/** Whether `.req` follows the name that was read. */
export function atRegisterAlias(cursor: Cursor): boolean {
  return /^\.req(?![\w.$])/i.test(cursor.text.slice(cursor.offset, cursor.offset + 5));
}
