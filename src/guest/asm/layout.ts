/** Sections of different permissions start on pages of this size. */
export const PAGE_BYTES = 4096n;

/** What placing needs to know of a section. */
export interface PlacedSection {
  name: string;
  flags: { alloc: boolean; write: boolean; execute: boolean };
  nobits: boolean;
  size: number;
  alignment: number;
}

/** `.text`, other code, read-only data, data, and what only takes room, each group in order of appearance. */
function rank(section: PlacedSection): number {
  if (section.name === '.text') return 0;
  if (section.flags.execute) return 1;
  if (!section.flags.write) return 2;
  return section.nobits ? 4 : 3;
}

/**
 * Addresses for all sections that take memory, in order of address. From `base` on, sections follow one another as
 * {@link rank} orders them, each at a multiple of its alignment; where permissions change, the next one that is not empty
 * starts on a new page. Both assembler routes place sections with this.
 */
export function placeSections<T extends PlacedSection>(
  sections: readonly T[],
  base: bigint,
): { section: T; address: bigint }[] {
  const loaded = sections.filter((section) => section.flags.alloc).sort((left, right) => rank(left) - rank(right));
  let address = base;
  let before: PlacedSection | undefined;
  return loaded.map((section) => {
    if (before !== undefined && section.size > 0 && !samePermissions(before, section)) {
      address = alignUp(address, PAGE_BYTES);
    }
    if (section.size > 0) before = section;
    const start = alignUp(address, BigInt(section.alignment));
    if (section.size > 0) address = start + BigInt(section.size);
    return { section, address: start };
  });
}

function samePermissions(left: PlacedSection, right: PlacedSection): boolean {
  return left.flags.write === right.flags.write && left.flags.execute === right.flags.execute;
}

function alignUp(address: bigint, alignment: bigint): bigint {
  return ((address + alignment - 1n) / alignment) * alignment;
}
