import { Complaint } from './complaint.ts';
import { type Budget, LIMITS } from './limits.ts';
import { Section, type SectionFlags } from './section.ts';

/** What a section is, and what a directive says of it: a kind that is not written follows from the name. */
export interface SectionAttributes {
  flags: SectionFlags;
  nobits: boolean;
}
export type WrittenAttributes = { flags: SectionFlags; nobits: boolean | undefined };

const NONE: SectionFlags = { alloc: false, write: false, execute: false };
const READ: SectionFlags = { alloc: true, write: false, execute: false };
const WRITE: SectionFlags = { alloc: true, write: true, execute: false };
const EXECUTE: SectionFlags = { alloc: true, write: false, execute: true };

/** Names, and prefixes that end with a dot, whose attributes gas knows. */
const KNOWN: [string, SectionFlags, 'nobits'?][] = [
  ['.text', EXECUTE],
  ['.init', EXECUTE],
  ['.fini', EXECUTE],
  ['.rodata', READ],
  ['.rodata1', READ],
  ['.data', WRITE],
  ['.data1', WRITE],
  ['.init_array', WRITE],
  ['.fini_array', WRITE],
  ['.preinit_array', WRITE],
  ['.bss', WRITE, 'nobits'],
  ['.comment', NONE],
  ['.note', NONE],
];

/** Attributes by the name alone, or undefined where the name says nothing. */
export function knownAttributes(name: string): SectionAttributes | undefined {
  if (/^\.(debug|stab)/.test(name)) return { flags: NONE, nobits: false };
  const row = KNOWN.find(([known]) => name === known || name.startsWith(`${known}.`));
  return row && { flags: row[1], nobits: row[2] === 'nobits' };
}

/** All sections in order of appearance, the current one, and what `.previous` and `.popsection` go back to. */
export class SectionTable {
  readonly #sections = new Map<string, Section>();
  readonly #stack: { current: Section; previous: Section | undefined }[] = [];
  readonly #budget: Budget;
  #previous: Section | undefined;
  current: Section;

  constructor(budget: Budget) {
    this.#budget = budget;
    for (const name of ['.text', '.data', '.bss']) this.#create(name, knownAttributes(name)!);
    this.current = this.#sections.get('.text')!;
  }

  has(name: string): boolean {
    return this.#sections.has(name);
  }

  get all(): Section[] {
    return [...this.#sections.values()];
  }

  /**
   * The section called `name`. `given` are attributes as written; without them a new section has those that its name
   * implies. Throws a Complaint at `offset` where a name implies none, or where attributes change.
   */
  find(name: string, given: WrittenAttributes | undefined, offset: number): Section {
    const present = this.#sections.get(name);
    if (present !== undefined) {
      if (given !== undefined && !sameAttributes(present, combine(name, given))) {
        throw new Complaint(`section ${name} has other flags already`, offset);
      }
      return present;
    }
    const attributes = given === undefined ? knownAttributes(name) : combine(name, given);
    if (attributes === undefined) {
      const message = `section ${name} needs flags, such as .section ${name}, "a": without any it would not be loaded`;
      throw new Complaint(message, offset);
    }
    return this.#create(name, attributes);
  }

  switchTo(section: Section): void {
    this.#previous = this.current;
    this.current = section;
  }

  push(offset: number): void {
    if (this.#stack.length >= LIMITS.sectionDepth) {
      throw new Complaint('.pushsection is nested too deeply', offset, { fatal: true });
    }
    this.#stack.push({ current: this.current, previous: this.#previous });
  }

  pop(offset: number): void {
    const entry = this.#stack.pop();
    if (entry === undefined) throw new Complaint('.popsection without .pushsection', offset);
    this.current = entry.current;
    this.#previous = entry.previous;
  }

  swap(offset: number): void {
    if (this.#previous === undefined) throw new Complaint('.previous without a section before this one', offset);
    this.switchTo(this.#previous);
  }

  #create(name: string, { flags, nobits }: SectionAttributes): Section {
    const section = new Section(name, flags, nobits, this.#budget);
    this.#sections.set(name, section);
    return section;
  }
}

/** What is written, and what the name implies on top, as gas has it. */
function combine(name: string, given: WrittenAttributes): SectionAttributes {
  const implied = knownAttributes(name);
  const flags = {
    alloc: given.flags.alloc || (implied?.flags.alloc ?? false),
    write: given.flags.write || (implied?.flags.write ?? false),
    execute: given.flags.execute || (implied?.flags.execute ?? false),
  };
  return { flags, nobits: given.nobits ?? implied?.nobits ?? false };
}

function sameAttributes(section: Section, { flags, nobits }: SectionAttributes): boolean {
  const { alloc, write, execute } = section.flags;
  return alloc === flags.alloc && write === flags.write && execute === flags.execute && section.nobits === nobits;
}
