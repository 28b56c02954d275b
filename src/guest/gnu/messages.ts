import { readFileSync } from 'node:fs';
import type { Diagnostic, SourcePosition } from '../source.ts';

/** Turns names in a tool's messages into what the user would write. */
export type NameOf = (name: string) => string;

const LOCATED = /^(.+?):(\d+):(?:(\d+):)?\s+(Error|Fatal error|Warning|Info|error|fatal error|warning|note): (.*)$/;
const LINKED = /^(?:\S*ld[\w.-]*: )?(?:.*\.o:)?(.+?):(\d+):(?:\([^)]*\):)? (.*)$/;

/** A message about a line of the user's text. */
export interface LocatedMessage extends Diagnostic {
  severity: 'error' | 'warning';
}

/** The lines of text files, read once each; a file that cannot be read has none. */
export class SourceLines {
  readonly #files = new Map<string, string[]>();

  /** Line `line`, from 1, of the file at `path`; empty where there is none. */
  line(path: string, line: number): string {
    let lines = this.#files.get(path);
    if (lines === undefined) {
      lines = readLines(path);
      this.#files.set(path, lines);
    }
    return lines[line - 1] ?? '';
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}

/** The messages of GNU as or clang that name a line, each macro invocation as a note. The tools have no columns. */
export function assemblerMessages(stderr: string, nameOf: NameOf, sources: SourceLines): LocatedMessage[] {
  const messages: LocatedMessage[] = [];
  for (const line of stderr.split('\n')) {
    const found = LOCATED.exec(line);
    if (found === null) continue;
    const [, file, number, column, kind, message] = found;
    const position = place(nameOf(file!), Number(number), Number(column ?? 0), sources);
    if (/^(Info|note)$/.test(kind!)) addNote(messages, position, message!);
    else
      messages.push({ ...position, severity: severityOf(kind!), message: message!, text: textAt(position, sources) });
  }
  return messages;
}

/** The errors of a linker that name a line, which they do where the object has line numbers. */
export function linkerMessages(stderr: string, nameOf: NameOf, sources: SourceLines): LocatedMessage[] {
  const messages: LocatedMessage[] = [];
  for (const line of stderr.split('\n')) {
    const found = LINKED.exec(line);
    if (found === null || /warning:/.test(line)) continue;
    const position = place(nameOf(found[1]!), Number(found[2]), 0, sources);
    messages.push({ ...position, severity: 'error', message: found[3]!, text: textAt(position, sources) });
  }
  return messages;
}

function severityOf(kind: string): LocatedMessage['severity'] {
  return /warning/i.test(kind) ? 'warning' : 'error';
}

function place(file: string, line: number, column: number, sources: SourceLines): SourcePosition {
  if (column > 0) return { file, line, column };
  const indent = /^\s*/.exec(sources.line(file, line))![0].length;
  return { file, line, column: indent + 1 };
}

function textAt({ file, line }: SourcePosition, sources: SourceLines): string {
  return sources.line(file, line);
}

function addNote(messages: LocatedMessage[], position: SourcePosition, message: string): void {
  const last = messages.at(-1);
  if (last === undefined) return;
  last.notes ??= [];
  last.notes.push({ position, message: message.trim() });
}
