/** Exit codes of every command. */
export const EXIT_OK = 0;
/** Findings, or expectations that were not met. */
export const EXIT_FINDINGS = 1;
/** Bad input or usage. */
export const EXIT_USAGE = 2;
/** Something that the machine lacks. */
export const EXIT_ENVIRONMENT = 3;
