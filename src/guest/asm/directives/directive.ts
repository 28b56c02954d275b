import type { Assembler } from '../assembler.ts';
import type { Cursor } from '../cursor.ts';

/**
 * Carries out one directive. `operands` stands after its name, `name` is in lower case (for `=` and `NAME .req` it is
 * the name before, as written), `at` is where the statement starts.
 */
export type Directive = (assembler: Assembler, operands: Cursor, name: string, at: number) => void;

/** Reads `item, item, …` to the end of the statement, at least one. */
export function forEachOperand(operands: Cursor, read: () => void): void {
  do read();
  while (operands.accept(','));
  operands.expectEnd();
}
