import { Complaint } from './complaint.ts';

/** What one assembly may use. Reaching a limit is an error with a position; no input runs for ever or fills memory. */
export const LIMITS = {
  /** Errors collected before the assembly gives up. */
  errors: 20,
  /** Macro and loop expansions inside one another. */
  macroDepth: 200,
  includeDepth: 50,
  /** Statements and loop passes, those that macros and loops produce included. */
  statements: 500_000,
  repetitions: 500_000,
  /** Bytes of all sections together. */
  outputBytes: 16 * 1024 * 1024,
  /** Bytes of one source file, and of one `.incbin` file. */
  sourceBytes: 4 * 1024 * 1024,
  binaryBytes: 16 * 1024 * 1024,
  /** Characters of one statement, as written or after macro substitution. */
  statementLength: 16_384,
  /** Characters that macro substitution may produce in all. */
  expandedCharacters: 16 * 1024 * 1024,
  /** Lines of one macro or loop body, and of one statement that runs over lines. */
  bodyStatements: 100_000,
  /** Depth of one expression's tree, parentheses and operators counted alike. */
  expressionDepth: 1000,
  /** Symbols that are defined through other symbols, in a chain. */
  symbolChain: 100,
  /** Symbols that the evaluation of expressions may look up in all. */
  lookups: 5_000_000,
  conditionalDepth: 1000,
  sectionDepth: 1000,
  /** Power of two. */
  alignment: 24,
} as const;

type Counter = 'statements' | 'outputBytes' | 'expandedCharacters' | 'lookups';

const NAMES: Record<Counter, string> = {
  statements: 'statements (macros and loops expanded)',
  outputBytes: 'bytes of output',
  expandedCharacters: 'characters of macro expansion',
  lookups: 'symbol look-ups',
};

/** Counts what an assembly has used. */
export class Budget {
  readonly #used: Record<Counter, number> = { statements: 0, outputBytes: 0, expandedCharacters: 0, lookups: 0 };

  /** Takes `amount`; throws a fatal Complaint at `offset` of the current statement where the limit is passed. */
  spend(counter: Counter, amount: number, offset = 0): void {
    if (!this.fits(counter, amount)) {
      throw new Complaint(`the program needs more than ${LIMITS[counter]} ${NAMES[counter]}`, offset, { fatal: true });
    }
    this.#used[counter] += amount;
  }

  fits(counter: Counter, amount: number): boolean {
    return this.#used[counter] + amount <= LIMITS[counter];
  }
}
