/** What to write instead of each C preprocessor line. */
const INSTEAD: Record<string, string> = {
  include: '.include "FILE"',
  define: '.equ NAME, VALUE for a number, .macro for text',
  undef: '.purgem for a macro; a value set with .set can be set again',
  if: '.if',
  ifdef: '.ifdef',
  ifndef: '.ifndef',
  else: '.else',
  elif: '.elseif',
  endif: '.endif',
  error: '.error "MESSAGE"',
  warning: '.warning "MESSAGE"',
  pragma: 'nothing',
};

const DIRECT = /^#(include|define|undef|ifdef|ifndef|if|else|elif|endif|error|warning|pragma)\b/;
/** With a space after the `#` only what can hardly be prose. */
const SPACED =
  /^#\s+(?:(include)\s*["<]|(define)\s+[A-Z_]\w*\b|(undef|ifdef|ifndef)\s+[A-Z_]\w*\s*$|(else|endif)\s*(?:\/[/*].*)?$)/;

/**
 * The complaint about a line that starts with `#`, or undefined where it is a comment. gas treats all of these as
 * comments; in text that was written for the C preprocessor that would change what the program does, without a word.
 */
export function preprocessorAdvice(line: string): string | undefined {
  const name = DIRECT.exec(line)?.[1] ?? SPACED.exec(line)?.slice(1).find(Boolean);
  if (name === undefined) return undefined;
  return `C preprocessor lines are not processed: instead of #${name} write ${INSTEAD[name]}`;
}
