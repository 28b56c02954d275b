import type { SourcePosition } from '../../guest/source.ts';

/** One thing that is not as expected. Register values are unsigned numbers of `width` bits, all else is text. */
export interface Difference {
  /** The condition as written. */
  condition: string;
  position: SourcePosition | undefined;
  /** Where it was looked at: `arrival 2`, `trap 0`, `boot`, `run`. */
  where: string;
  /** `x8`, `esr`, `hyp_ffa_version`, `SMC 3`, … */
  what: string;
  comparison: '==' | '!=';
  expected: bigint | string;
  found: bigint | string;
  /** Bits that differ, within the mask; undefined where text is compared. */
  changed: bigint | undefined;
  /** Bits of the register; undefined where text is compared. */
  width: number | undefined;
}

/** What checking one expectation brought to light. */
export interface Outcome {
  /** How often the expectation was checked. */
  checked: number;
  differences: Difference[];
  /** Why it was not checked, or that differences are left out. */
  remark: string | undefined;
}

/** A difference in words, about a whole condition. */
export function inWords(
  condition: { source: string; place: SourcePosition },
  where: string,
  what: string,
  expected: string,
  found: string,
): Difference {
  const { file, line, column } = condition.place;
  return {
    condition: condition.source,
    position: { file, line, column },
    where,
    what,
    comparison: '==',
    expected,
    found,
    changed: undefined,
    width: undefined,
  };
}

/** An outcome about something that is there once. */
export function once(differences: Difference[]): Outcome {
  return { checked: 1, differences, remark: undefined };
}
