import { parseColumns } from './columns.ts';
import { takeObserved, takeProposition } from './condition.ts';
import { type InitialState, parseInitialState } from './initial.ts';
import { LitmusSource } from './source.ts';
import type { LitmusFile, Location, Proposition, Quantifier } from './test.ts';
import { TokenReader } from './tokens.ts';

interface Header {
  name: string;
  documentation: string[];
  properties: Map<string, string>;
  /** Offset of the brace that opens the initial state. */
  brace: number;
}

function findBrace(source: LitmusSource): number {
  const match = /^(?:[^"{]|"[^"]*")*/.exec(source.code)!;
  if (source.code[match[0].length] === '{') return match[0].length;
  return source.fail(Math.min(match[0].length, source.code.length), "expected '{' before the initial state");
}

/** Variants of the memory model that the file may ask for and that change nothing here. */
const harmless = /^(mixed|dontcheckmixed|notmixed|deps|precise|telechat|fatal|oldsolver|newsolver|)$/i;

function addProperty(source: LitmusSource, header: Header, line: string, offset: number): void {
  const match = /^([A-Za-z][\w-]*)\s*[=:]\s*(.*)$/.exec(line);
  // Old tests have their documentation without quotes.
  if (!match) return void header.documentation.push(line);
  const [, key, value] = match as unknown as [string, string, string];
  header.properties.set(key, value);
  if (key.toLowerCase() !== 'variant') return;
  const strange = value.split(/[\s,]+/).find((name) => !harmless.test(name));
  if (strange) source.fail(offset, `variant '${strange}' of the architecture is not supported`);
}

function readHeader(source: LitmusSource): Header {
  const brace = findBrace(source);
  const text = source.code.slice(0, brace);
  const first = /^\s*(\S+)[ \t]+([^\n]*?)[ \t]*(?:\n|$)/.exec(text);
  if (!first || first[2] === '') source.fail(text.length - text.trimStart().length, "expected 'AArch64 NAME'");
  const [line, architecture, name] = first as unknown as [string, string, string];
  if (!/^aarch64$/i.test(architecture)) {
    source.fail(line.indexOf(architecture), `expected 'AArch64', found '${architecture}'`);
  }
  const header: Header = { name, documentation: [], properties: new Map(), brace };
  const parts = /"([^"]*)"|[^\s"][^\n"]*/g;
  parts.lastIndex = line.length;
  for (let match = parts.exec(text); match; match = parts.exec(text)) {
    if (match[1] !== undefined) header.documentation.push(match[1].replace(/\s+/g, ' '));
    else addProperty(source, header, match[0].trim(), match.index);
  }
  return header;
}

function closingBrace(source: LitmusSource, start: number): number {
  let depth = 0;
  for (let at = start; at < source.code.length; at += 1) {
    if (source.code[at] === '{') depth += 1;
    if (source.code[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return source.fail(start, "this '{' is not closed");
}

interface Ending {
  observed: Location[];
  filter: Proposition | undefined;
  quantifier: Quantifier;
  condition: Proposition;
}

function takeQuantifier(reader: TokenReader): Quantifier {
  if (reader.accept('forall')) return 'forall';
  if (reader.accept('exists')) return 'exists';
  if (reader.accept('~', 'not') && reader.accept('exists')) return 'not-exists';
  return reader.fail("expected 'exists', '~exists' or 'forall'");
}

function readEnding(reader: TokenReader): Ending {
  const ending: Ending = {
    observed: [],
    filter: undefined,
    quantifier: 'forall',
    condition: { kind: 'constant', holds: true },
  };
  for (;;) {
    if (reader.accept('locations')) ending.observed.push(...takeObserved(reader));
    else if (reader.accept('filter')) ending.filter = takeProposition(reader);
    else if (!reader.accept(';')) break;
  }
  if (reader.peek().kind === 'end') return ending;
  ending.quantifier = takeQuantifier(reader);
  ending.condition = takeProposition(reader);
  reader.accept(';');
  if (reader.peek().kind !== 'end') reader.fail('expected nothing after the condition');
  return ending;
}

const endingPattern = /(?<![\w.%])(?:locations(?=\s*\[)|filter|~\s*exists|not\s+exists|exists|forall)(?![\w.%])/g;

/** Offset of the first word behind the threads. */
function findEnding(source: LitmusSource, start: number): number {
  endingPattern.lastIndex = start;
  return endingPattern.exec(source.code)?.index ?? source.code.length;
}

/**
 * Reads an AArch64 litmus test as herd writes it. Throws InputError, which names line and column, for anything that it
 * does not understand; instructions are looked at later, by whoever assembles them.
 */
export function parseLitmus(text: string, file: string): { source: LitmusSource; test: LitmusFile } {
  const source = new LitmusSource(file, text);
  const { name, documentation, properties, brace } = readHeader(source);
  const closed = closingBrace(source, brace);
  const initial: InitialState = parseInitialState(new TokenReader(source, brace + 1, closed));
  const ending = findEnding(source, closed);
  const columns = parseColumns(source, closed + 1, ending);
  const last = readEnding(new TokenReader(source, ending, source.code.length));
  return { source, test: { name, documentation, properties, ...initial, columns, ...last } };
}
