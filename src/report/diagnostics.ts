/** Complaints about the user's text or machine, as a compiler prints them. */
import type { AssemblerMessage } from '../guest/image.ts';
import { type Diagnostic, EnvironmentError, type InputError, type SourcePosition } from '../guest/source.ts';
import { count, createPaint, type Paint } from './format.ts';

export interface DiagnosticOptions {
  color: boolean;
}

function at({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}:`;
}

/** The blanks before a column, tabs kept so that the caret stands where the terminal draws the character. */
function blanks(text: string, column: number): string {
  return text
    .slice(0, column - 1)
    .replace(/[^\t]/g, ' ')
    .padEnd(column - 1);
}

/** The source line with a caret under the column; nothing where there is no line to show. */
function excerpt({ text, line, column }: Diagnostic, paint: Paint): string[] {
  if (text === '') return [];
  const number = String(line).padStart(5);
  return [`${number} | ${text}`, `${' '.repeat(number.length)} | ${blanks(text, column)}${paint.green('^')}`];
}

function diagnosticLines(diagnostic: Diagnostic, paint: Paint): string[] {
  return [
    `${paint.bold(at(diagnostic))} ${paint.bold(paint.red('error:'))} ${paint.bold(diagnostic.message)}`,
    ...excerpt(diagnostic, paint),
    ...(diagnostic.notes ?? []).map(
      ({ position, message }) => `${paint.bold(at(position))} ${paint.cyan('note:')} ${message}`,
    ),
  ];
}

/**
 * The diagnostics of bad input: `file:line:column: error: message`, the source line, a caret, then where macros and
 * includes were invoked. An error without diagnostics is its message alone. Ends with a newline.
 */
export function renderInputError(error: InputError, options: DiagnosticOptions): string {
  const paint = createPaint(options.color);
  const { diagnostics } = error;
  if (diagnostics.length === 0) return `${paint.bold(paint.red('error:'))} ${error.message}\n`;
  const lines = diagnostics.flatMap((diagnostic) => diagnosticLines(diagnostic, paint));
  if (diagnostics.length > 1) lines.push(count(diagnostics.length, 'error'));
  return `${lines.join('\n')}\n`;
}

/** What the machine lacks, then what to do about it, each on its line. Ends with a newline. */
export function renderEnvironmentError(error: EnvironmentError, options: DiagnosticOptions): string {
  const paint = createPaint(options.color);
  return `${paint.bold(paint.red('error:'))} ${error.message}\n${paint.green('remedy:')} ${error.remedy}\n`;
}

/** What a program's `.warning` and `.print` say: a warning as a compiler prints it, other text as it is. */
export function renderMessages(messages: AssemblerMessage[], options: DiagnosticOptions): string {
  const paint = createPaint(options.color);
  const lines = messages.flatMap((message) =>
    message.kind === 'print'
      ? [message.message]
      : [
          `${paint.bold(at(message))} ${paint.bold(paint.magenta('warning:'))} ${message.message}`,
          ...excerpt(message, paint),
        ],
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** Either of the two; the exit codes differ, the printing does not. */
export function renderError(error: InputError | EnvironmentError, options: DiagnosticOptions): string {
  return error instanceof EnvironmentError ? renderEnvironmentError(error, options) : renderInputError(error, options);
}
