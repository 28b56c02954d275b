import { fileReason } from '../guest/file-reason.ts';
import { EnvironmentError, InputError } from '../guest/source.ts';
import { renderError } from '../report/diagnostics.ts';
import { colourFor } from './colour.ts';
import { EXIT_ENVIRONMENT, EXIT_USAGE } from './exit.ts';

/** Prints what went wrong on stderr and returns the exit code; what is not the user's to mend is thrown on. */
export function reportFailure(error: unknown): number {
  const shown = error instanceof Error ? asInputError(error) : error;
  if (!(shown instanceof InputError) && !(shown instanceof EnvironmentError)) throw error;
  process.stderr.write(renderError(shown, { color: colourFor(process.stderr) }));
  return shown instanceof InputError ? EXIT_USAGE : EXIT_ENVIRONMENT;
}

/** A file that cannot be read is bad input, too. */
function asInputError(error: Error): Error {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || path === undefined || syscall === undefined) return error;
  return new InputError(`${path}: ${fileReason(error)}`);
}
