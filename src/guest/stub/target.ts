import { STANDARD_FIRMWARE } from '../../../assembly/el3/profiles.ts';
import type { Cursor } from './cursor.ts';
import { matchesGlobs } from './glob.ts';
import type { LabelReference, ModelChoice, NamedChoice, Target } from './spec.ts';

/** A label; dots belong to it, an offset and `#n` do not. */
const LABEL = /[A-Za-z_$.](?:[\w$]|\.(?!\.))*/y;
const NUMBER = /0x[\da-f]{1,8}|\d{1,9}/iy;
const OCCURRENCE = /\d+/y;
const GLOB = /[^\s,[\]]+/y;
const GLOB_TEXT = /^!?[\w.*?+=/@-]+$/;
const MODEL = /^([\w.-]+(?:\/[\w.-]+)*)((?:\+[\w.-]+=[\w.-]+)*)$/;
/** A name of firmware may have a `+` in it; what follows the first `=` is changes. */
const FIRMWARE = /^([\w.-]+(?:\+[\w.-]+)*?)((?:\+[\w.-]+=[\w.-]+)*)$/;

/** Reads `LABEL`, `LABEL+4` or `LABEL-4`; `what` says which label is missing. */
export function parseLabel(cursor: Cursor, what: string): LabelReference {
  cursor.skipBlanks();
  const start = cursor.offset;
  const name = cursor.match(LABEL) ?? cursor.fail(`expected ${what}${cursor.found()}`);
  const place = cursor.place(start);
  const sign = cursor.accept('+') ? 1n : !cursor.looksAt('->') && cursor.accept('-') ? -1n : 0n;
  if (sign === 0n) return { name, offset: 0n, place };
  const digits = cursor.match(NUMBER) ?? cursor.fail(`expected a number of bytes${cursor.found()}`);
  return { name, offset: sign * BigInt(digits), place };
}

/** Reads `LABEL` or `LABEL#3`. */
export function parseTarget(cursor: Cursor, what: string): Target {
  const label = parseLabel(cursor, what);
  if (!cursor.accept('#')) return { label, occurrence: undefined };
  const start = cursor.offset;
  const occurrence = Number(cursor.match(OCCURRENCE) ?? Number.NaN);
  if (!Number.isSafeInteger(occurrence) || occurrence < 1) {
    cursor.fail(`expected a count from 1 after '#', as in ${label.name}#2`, start);
  }
  return { label, occurrence };
}

/** Reads `[glob, !glob]` where it stands; none is an empty list. */
export function parseModels(cursor: Cursor): string[] {
  cursor.skipBlanks();
  const globs: string[] = [];
  if (!cursor.accept('[')) return globs;
  do {
    cursor.skipBlanks();
    const start = cursor.offset;
    const glob = cursor.match(GLOB) ?? cursor.fail(`expected a model name or a glob${cursor.found()}`);
    if (!GLOB_TEXT.test(glob)) cursor.fail(`'${glob}' is not a model name or a glob`, start);
    globs.push(glob);
    cursor.skipBlanks();
  } while (cursor.accept(','));
  cursor.expect(']', "expected ',' or ']' after a model");
  return globs;
}

/** Reads `family/name+switch=value…` and `@firmware…` after it, or undefined where the text is something else. */
export function readModelChoice(text: string): ModelChoice | undefined {
  const at = text.indexOf('@');
  if (at < 0) return readChoice(text, MODEL);
  const model = readChoice(text.slice(0, at), MODEL);
  const firmware = readChoice(text.slice(at + 1), FIRMWARE);
  return model && firmware && { ...model, text, firmware };
}

/** Reads `name+switch=value…` of a firmware, or undefined where the text is something else. */
export function readFirmwareChoice(text: string): NamedChoice | undefined {
  return readChoice(text, FIRMWARE);
}

function readChoice(text: string, pattern: RegExp): NamedChoice | undefined {
  const [, name, tail] = pattern.exec(text) ?? [];
  if (name === undefined) return undefined;
  const changes = new Map<string, string>();
  for (const change of (tail ?? '').split('+').slice(1)) {
    const split = change.indexOf('=');
    if (changes.has(change.slice(0, split))) return undefined;
    changes.set(change.slice(0, split), change.slice(split + 1));
  }
  return { name, changes: Object.fromEntries(changes), text };
}

/**
 * True where an expectation or a reply with these globs is meant for the model. A glob with an `@` is about model and
 * firmware, any other about the model alone.
 */
export function appliesTo(models: readonly string[], choice: ModelChoice): boolean {
  const model = choice.text.split('@')[0]!;
  const full = choice.firmware ? choice.text : `${model}@${STANDARD_FIRMWARE}`;
  return matchesGlobs(models, (glob) => (glob.includes('@') ? full : model));
}
