import type { Assembler } from '../assembler.ts';
import { Complaint } from '../complaint.ts';
import { Cursor } from '../cursor.ts';
import { readLabel } from '../lead.ts';
import { LIMITS } from '../limits.ts';
import { ArgumentReader, type Substitution } from '../macro-text.ts';
import { Expansion, readMacroHead } from '../macros.ts';
import type { PlacedText } from '../placed-text.ts';
import type { Directive } from './directive.ts';

const LOOPS = new Set(['.rept', '.rep', '.irp', '.irep', '.irpc', '.irepc']);
const MACROS = new Set(['.macro']);

/**
 * Reads the statements up to the one that closes what `opener` opened, blocks of the same kind inside included. Throws a
 * Complaint at `at` where the file, macro or loop ends first.
 */
export function readBody(assembler: Assembler, opener: string, at: number, macroName?: string): PlacedText[] {
  const openers = opener === '.macro' ? MACROS : LOOPS;
  const closer = opener === '.macro' ? '.endm' : '.endr';
  const body: PlacedText[] = [];
  let depth = 1;
  for (;;) {
    const statement = assembler.nextOfFrame();
    if (statement === undefined) throw new Complaint(`this ${opener} is not closed by ${closer}`, at);
    const cursor = new Cursor(statement.text.text);
    const labelled = skipLabels(cursor);
    const name = cursor.acceptName()?.toLowerCase() ?? '';
    if (openers.has(name)) depth += 1;
    if (name === closer) depth -= 1;
    if (depth === 0) {
      assembler.guard(() => checkCloser(cursor, labelled, macroName), statement);
      return body;
    }
    const { complaint } = statement;
    if (complaint !== undefined) assembler.guard(() => raise(complaint), statement);
    body.push(statement.text);
    if (body.length > LIMITS.bodyStatements) {
      throw new Complaint(`this ${opener} has more than ${LIMITS.bodyStatements} statements`, at, { fatal: true });
    }
  }
}

function raise(complaint: Complaint): never {
  throw complaint;
}

function skipLabels(cursor: Cursor): boolean {
  const start = cursor.offset;
  while (readLabel(cursor) !== undefined);
  return cursor.offset !== start;
}

function checkCloser(cursor: Cursor, labelled: boolean, macroName: string | undefined): void {
  if (labelled) throw new Complaint('a label cannot stand before the end of a macro or loop', 0);
  const at = cursor.offset;
  const name = macroName === undefined ? undefined : cursor.acceptName();
  if (name !== undefined && name.toLowerCase() !== macroName?.toLowerCase()) {
    cursor.fail(`this ends macro ${macroName}, not ${name}`, at);
  }
  cursor.expectEnd();
}

const macro: Directive = (assembler, operands, name, at) => {
  const { statement } = assembler;
  let head: ReturnType<typeof readMacroHead> | undefined;
  const isRight = assembler.guard(() => {
    if (statement.text.text.slice(0, at).trim() !== '') throw new Complaint('a label cannot stand before .macro', 0);
    head = readMacroHead(statement, operands.offset);
    checkNew(assembler, head.name, operands.offset);
  });
  const body = readBody(assembler, name, at, head?.name ?? '');
  if (!isRight || head === undefined) return;
  assembler.macros.set(head.name.toLowerCase(), { ...head, body, place: { statement, offset: at } });
};

function checkNew(assembler: Assembler, name: string, at: number): void {
  const present = assembler.macros.get(name.toLowerCase());
  if (present !== undefined) {
    const { statement, offset } = present.place;
    const notes = [{ position: statement.text.position(offset), message: 'first defined here' }];
    throw new Complaint(`macro ${present.name} is defined already (.purgem ends it)`, at, { notes });
  }
  if (assembler.isDirective(name.toLowerCase())) {
    throw new Complaint(`${name} is a directive and cannot be a macro`, at);
  }
}

const purge: Directive = (assembler, operands) => {
  const at = operands.offset;
  const name = operands.name('the name of a macro');
  operands.expectEnd();
  if (!assembler.macros.delete(name.toLowerCase())) operands.fail(`there is no macro ${name}`, at);
};

/** `.rept COUNT`. */
const repeat: Directive = (assembler, operands, name, at) => {
  const start = operands.offset;
  let count = 0n;
  assembler.guard(() => {
    if (operands.atEnd) operands.fail(`the count of ${name} is missing here`);
    count = assembler.known(operands, `the count of ${name}`);
    operands.expectEnd();
    if (count < 0n) operands.fail(`the count of ${name} is negative`, start);
    if (count > LIMITS.repetitions) operands.fail(`${name} repeats more than ${LIMITS.repetitions} times`, start);
  });
  const times = count < 0n || count > LIMITS.repetitions ? 0 : Number(count);
  const body = readBody(assembler, name, at);
  assembler.expand('loop', name, new Expansion(body, passes(times), assembler.budget), at);
};

function* passes(count: number): Generator<undefined> {
  for (let pass = 0; pass < count; pass += 1) yield undefined;
}

/** `.irp NAME, VALUE, …` and `.irpc NAME, TEXT`. */
function overValues(read: (reader: ArgumentReader) => string[]): Directive {
  return (assembler, operands, name, at) => {
    let loop: { parameter: string; values: string[] } | undefined;
    assembler.guard(() => {
      const reader = new ArgumentReader(operands.text, operands.offset);
      const parameter = reader.name();
      if (parameter === '') operands.fail(`${name} needs the name that stands for each value`);
      reader.skipSeparator();
      loop = { parameter, values: read(reader) };
    });
    const body = readBody(assembler, name, at);
    if (loop === undefined) return;
    const passes = substitutions(loop.parameter, loop.values, assembler.expansions);
    assembler.expand('loop', name, new Expansion(body, passes, assembler.budget), at);
  };
}

function* substitutions(parameter: string, values: readonly string[], counter: number): Generator<Substitution> {
  for (const value of values) yield { parameters: new Map([[parameter, value]]), counter };
}

/** Without any value gas runs the body once, with nothing. */
function listedValues(reader: ArgumentReader): string[] {
  const values: string[] = [];
  while (!reader.atEnd) {
    values.push(reader.argument());
    reader.skipSeparator();
  }
  return values.length === 0 ? [''] : values;
}

/** Every character but blanks; of a text in quotes every one. Without a text gas runs the body once, with nothing. */
function characters(reader: ArgumentReader): string[] {
  const at = reader.offset;
  const text = reader.rest();
  const quoted = /^"(.*)"$/.exec(text)?.[1];
  if ((quoted ?? text).includes('"')) throw new Complaint('quotes stand around the whole text or not at all', at);
  if (quoted !== undefined) return [...quoted];
  return text === '' ? [''] : [...text].filter((character) => character !== ' ');
}

/** Whether a directive opens a body that `.endm` or `.endr` closes. */
export function isBlockOpener(name: string): boolean {
  return LOOPS.has(name) || MACROS.has(name);
}

const strayEnd: Directive = (_, operands, name, at) => operands.fail(`${name} without a beginning`, at);

const leave: Directive = (assembler, operands, _, at) => {
  operands.expectEnd();
  assembler.leaveExpansion(at);
};

export const repetitions: Record<string, Directive> = {
  '.macro': macro,
  '.endm': strayEnd,
  '.exitm': leave,
  '.purgem': purge,
  '.rept': repeat,
  '.rep': repeat,
  '.irp': overValues(listedValues),
  '.irep': overValues(listedValues),
  '.irpc': overValues(characters),
  '.irepc': overValues(characters),
  '.endr': strayEnd,
};
