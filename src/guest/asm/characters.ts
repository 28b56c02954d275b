/** Which characters gas counts to which class. Everything from U+0080 on may stand in names, as in gas. */

const FIRST_BEYOND_ASCII = 0x80;
const ASCII = Array.from({ length: FIRST_BEYOND_ASCII }, (_, code) => String.fromCharCode(code));
const STARTS_NAME = ASCII.map((character) => /[A-Za-z_.$]/.test(character));
const IS_IN_NAME = ASCII.map((character) => /[A-Za-z0-9_.$]/.test(character));

export function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\f' || character === '\v';
}

export function isNameStart(character: string | undefined): boolean {
  return character !== undefined && (STARTS_NAME[character.charCodeAt(0)] ?? true);
}

export function isNamePart(character: string | undefined): boolean {
  return character !== undefined && (IS_IN_NAME[character.charCodeAt(0)] ?? true);
}

export function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9' && character.length === 1;
}

/** The offset after the name that starts at `offset`, or `offset` where none does. */
export function endOfName(text: string, offset: number): number {
  if (!isNameStart(text[offset])) return offset;
  let end = offset + 1;
  while (isNamePart(text[end])) end += 1;
  return end;
}

export function skipBlanks(text: string, offset: number): number {
  let end = offset;
  while (isBlank(text[end])) end += 1;
  return end;
}

/** The offset after the string that starts at `offset`, or undefined where it is not closed. */
export function endOfString(text: string, offset: number): number | undefined {
  for (let index = offset + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return undefined;
}

/** The offset after the character constant that starts at `offset`: `'c`, `'c'`, `'\n` or `'\n'`. */
export function endOfCharacter(text: string, offset: number): number {
  const end = Math.min(text.length, offset + (text[offset + 1] === '\\' ? 3 : 2));
  return text[end] === "'" ? end + 1 : end;
}

const CHARACTER_ESCAPES: Record<string, string> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  "'": "'",
  '"': '"',
  '\\': '\\',
};

/** The value of the character constant at `offset`, or undefined where it is malformed or not ASCII. */
export function characterValue(text: string, offset: number): number | undefined {
  const first = text[offset + 1];
  const character = first === '\\' ? CHARACTER_ESCAPES[text[offset + 2] ?? ''] : first;
  const value = character?.charCodeAt(0);
  return value === undefined || value > 0x7f ? undefined : value;
}
