/** What the rules complain of in a trap, with what flipped bits prove of the registers. */
import type { Finding } from '../../check/finding.ts';
import type { TrapInfluence } from '../../influence/influence.ts';
import { groupName, groupRegisters, groupText } from './groups.ts';
import { segmentBits } from './words.ts';

/** Of each register, or of neighbours that are made alike, what it is made of: `x8–x17 constant 0000000000000000`. */
export function provenTexts({ registers }: Finding, { registers: made, smcs }: TrapInfluence): string[] {
  const named = new Set(registers.map(({ register }) => register));
  const bad = made.filter(({ register }) => named.has(`x${register}`));
  return groupRegisters(bad).flatMap((group) =>
    group.segments.map((segment) => `${groupName(group)}${segmentBits(segment)} ${groupText(group, segment, smcs)}`),
  );
}
