import { placeSections } from '../asm/layout.ts';
import type { ElfSection } from './object.ts';

/** Sections that tools add on their own and a program does not need in memory. */
const DISCARDED = ['.eh_frame', '.note.gnu.property', '.comment'];

/** Addresses of the sections that take memory, as the built-in assembler gives them. */
export function placeObject(sections: readonly ElfSection[], base: bigint): { section: ElfSection; address: bigint }[] {
  return placeSections(
    sections.filter(({ name }) => !DISCARDED.includes(name)),
    base,
  );
}

/** A linker script that puts every section where {@link placeObject} has it. */
export function linkerScript(placed: readonly { section: ElfSection; address: bigint }[]): string {
  const lines = placed.map(({ section, address }) => {
    const input = section.name === '.bss' ? `*(.bss) *(COMMON)` : `*(${quoted(section.name)})`;
    return `  ${quoted(section.name)} 0x${address.toString(16)} : { ${input} }`;
  });
  const discarded = DISCARDED.map((name) => `*(${name})`).join(' ');
  return ['SECTIONS', '{', ...lines, `  /DISCARD/ : { ${discarded} }`, '}', ''].join('\n');
}

function quoted(name: string): string {
  return `"${name}"`;
}
