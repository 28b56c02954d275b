import { Complaint } from './complaint.ts';
import type { Place, Statement, StatementSource } from './frames.ts';
import { type Budget, LIMITS } from './limits.ts';
import { ArgumentReader, type Substitution, substitute } from './macro-text.ts';
import { type PlacedText, TextBuilder } from './placed-text.ts';
import { type SplitStatement, Splitter } from './splitter.ts';

export interface Parameter {
  name: string;
  kind: 'optional' | 'required' | 'rest';
  fallback: string;
}

export interface Macro {
  /** As written; invocations may differ in case. */
  name: string;
  parameters: Parameter[];
  body: PlacedText[];
  place: Place;
}

/** Reads `NAME PARAMETER[:req|:vararg][=DEFAULT], …`, what follows `.macro`. */
export function readMacroHead(statement: Statement, start: number): { name: string; parameters: Parameter[] } {
  const reader = new ArgumentReader(statement.text.text, start);
  const at = reader.offset;
  const name = reader.name();
  if (name === '') throw new Complaint('.macro needs a name', at);
  const end = reader.peek();
  if (end !== undefined && end !== ' ' && end !== ',') {
    throw new Complaint(`expected a blank or a comma after the macro's name, not ${end}`, reader.offset);
  }
  reader.skipSeparator();
  const parameters: Parameter[] = [];
  while (!reader.atEnd) {
    parameters.push(readParameter(reader, parameters));
    reader.skipSeparator();
  }
  return { name, parameters };
}

const KINDS: Record<string, Parameter['kind']> = { req: 'required', vararg: 'rest' };

function readParameter(reader: ArgumentReader, before: Parameter[]): Parameter {
  const at = reader.offset;
  const name = reader.name();
  if (name === '') throw new Complaint(`expected the name of a parameter, not ${reader.peek()}`, at);
  if (before.some((parameter) => parameter.name === name)) {
    throw new Complaint(`there is a parameter ${name} already`, at);
  }
  if (before.at(-1)?.kind === 'rest') throw new Complaint('nothing may follow a :vararg parameter', at);
  const kind = reader.accept(':') ? readKind(reader) : 'optional';
  const defaultAt = reader.offset;
  const fallback = reader.accept('=') ? reader.argument() : '';
  if (fallback !== '' && kind === 'required') throw new Complaint(`:req allows no default for ${name}`, defaultAt);
  return { name, kind, fallback };
}

function readKind(reader: ArgumentReader): Parameter['kind'] {
  const at = reader.offset;
  const word = reader.name();
  const kind = KINDS[word];
  if (kind === undefined) throw new Complaint(`:${word} is not known: :req and :vararg are`, at);
  return kind;
}

/** The values of a macro's parameters for one invocation, positional or by keyword. */
export function bindArguments(macro: Macro, statement: Statement, start: number): Map<string, string> {
  const reader = new ArgumentReader(statement.text.text, start);
  const given = new Map<string, string>();
  let position = 0;
  let keywords = false;
  while (!reader.atEnd) {
    const at = reader.offset;
    const keyword = reader.keyword();
    if (keyword !== undefined) {
      keywords = true;
      const parameter = namedParameter(macro, keyword);
      given.set(parameter.name, reader.argument());
    } else {
      if (keywords) throw new Complaint('a positional argument may not follow one with a name', at);
      const parameter = macro.parameters[position];
      if (parameter === undefined) throw new Complaint(tooMany(macro), at);
      given.set(parameter.name, parameter.kind === 'rest' ? reader.rest() : reader.argument());
      position += 1;
    }
    reader.skipSeparator();
  }
  return withDefaults(macro, given, reader.offset);
}

function withDefaults(macro: Macro, given: Map<string, string>, end: number): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, kind, fallback } of macro.parameters) {
    const value = given.get(name) || fallback;
    if (kind === 'required' && value === '') throw new Complaint(`macro ${macro.name} needs a value for ${name}`, end);
    values.set(name, value);
  }
  return values;
}

function namedParameter(macro: Macro, { name, offset }: { name: string; offset: number }): Parameter {
  const parameter = macro.parameters.find((candidate) => candidate.name === name);
  if (parameter === undefined) throw new Complaint(`macro ${macro.name} has no parameter ${name}`, offset);
  return parameter;
}

function tooMany(macro: Macro): string {
  const count = macro.parameters.length;
  if (count === 0) return `macro ${macro.name} takes no arguments`;
  return `macro ${macro.name} takes at most ${count} argument${count === 1 ? '' : 's'}`;
}

/** A macro body once, or a loop body once per pass, with each pass's values put in. */
export class Expansion implements StatementSource {
  readonly #body: readonly PlacedText[];
  readonly #passes: Iterator<Substitution | undefined>;
  readonly #budget: Budget;
  #substitution: Substitution | undefined;
  #index: number;
  #pending: Splitter | undefined;

  constructor(body: readonly PlacedText[], passes: Iterable<Substitution | undefined>, budget: Budget) {
    this.#body = body;
    this.#passes = passes[Symbol.iterator]();
    this.#budget = budget;
    this.#index = body.length;
  }

  next(): SplitStatement | undefined {
    for (;;) {
      const statement = this.#pending?.next();
      if (statement !== undefined) return statement;
      this.#pending = undefined;
      const text = this.#nextText();
      if (text === undefined) return undefined;
      try {
        const placed = this.#substitution === undefined ? text : this.#expand(text, this.#substitution);
        this.#pending = new Splitter(placed.file, [placed][Symbol.iterator]());
      } catch (error) {
        if (!(error instanceof Complaint)) throw error;
        return { text, complaint: error };
      }
    }
  }

  #nextText(): PlacedText | undefined {
    while (this.#index >= this.#body.length) {
      const pass = this.#passes.next();
      if (pass.done) return undefined;
      this.#budget.spend('statements', 1);
      this.#substitution = pass.value;
      this.#index = 0;
    }
    this.#index += 1;
    return this.#body[this.#index - 1];
  }

  #expand(text: PlacedText, substitution: Substitution): PlacedText {
    if (!text.text.includes('\\')) return text;
    const builder = new TextBuilder(text.file);
    for (const piece of substitute(text.text, substitution)) {
      if ('value' in piece) builder.insert(piece.value, text.position(piece.from));
      else builder.append(text, piece.from, piece.to);
      if (builder.length > LIMITS.statementLength) break;
    }
    this.#budget.spend('expandedCharacters', builder.length);
    return builder.take(text);
  }
}
