import type { Assembler } from '../assembler.ts';
import type { Cursor } from '../cursor.ts';
import type { WrittenAttributes } from '../section-table.ts';
import type { Directive } from './directive.ts';

/** `.text` and its like: a section by its own directive. */
function named(section: string): Directive {
  return (assembler, operands, name) => {
    if (!operands.atEnd) refuseSubsection(operands, name);
    assembler.sections.switchTo(assembler.sections.find(section, undefined, 0));
  };
}

function refuseSubsection(operands: Cursor, name: string): never {
  const at = operands.offset;
  operands.expression();
  operands.expectEnd();
  operands.fail(`${name} takes no subsection here: give the part a section of its own with .section`, at);
}

const section: Directive = (assembler, operands) => {
  assembler.sections.switchTo(readSection(assembler, operands));
};

const push: Directive = (assembler, operands, _, at) => {
  const target = readSection(assembler, operands);
  assembler.sections.push(at);
  assembler.sections.switchTo(target);
};

const pop: Directive = (assembler, operands, _, at) => {
  operands.expectEnd();
  assembler.sections.pop(at);
};

const previous: Directive = (assembler, operands, _, at) => {
  operands.expectEnd();
  assembler.sections.swap(at);
};

const SUBSECTIONS = 'subsections are not supported: give the part a section of its own with .section';

const subsection: Directive = (_, operands, __, at) => operands.fail(SUBSECTIONS, at);

/** `NAME[, "FLAGS"[, @TYPE[, ENTRY SIZE]]]`. */
function readSection(assembler: Assembler, operands: Cursor) {
  const at = operands.offset;
  const name = readName(operands);
  let given: WrittenAttributes | undefined;
  if (operands.accept(',')) {
    if (operands.peek() !== '"') operands.fail(SUBSECTIONS);
    const flagsAt = operands.offset;
    const written = operands.stringText();
    given = { flags: readFlags(operands, written, flagsAt), nobits: undefined };
    if (operands.accept(',')) given.nobits = readType(operands);
    if (written.includes('M')) readEntrySize(assembler, operands);
  }
  operands.expectEnd();
  return assembler.sections.find(name, given, at);
}

/** Section names may hold signs that symbols may not, such as `.note.GNU-stack`. */
function readName(operands: Cursor): string {
  const at = operands.offset;
  if (operands.peek() === '"') return operands.stringText() || operands.fail('the name of the section is empty', at);
  const found = /^[^\s,;"]+/.exec(operands.rest);
  if (found === null) operands.fail('the name of a section is missing here');
  operands.moveTo(at + found[0].length);
  return found[0];
}

/** `M` and `S` let a linker merge equal entries; nothing is merged here, which every program must allow. */
function readFlags(operands: Cursor, written: string, at: number): WrittenAttributes['flags'] {
  for (const [index, flag] of [...written].entries()) {
    if (!'awxMS'.includes(flag))
      operands.fail(`section flag ${flag} is not known: a, w, x, M and S are`, at + 1 + index);
  }
  return { alloc: written.includes('a'), write: written.includes('w'), execute: written.includes('x') };
}

const TYPES: Record<string, boolean> = {
  progbits: false,
  nobits: true,
  note: false,
  init_array: false,
  fini_array: false,
  preinit_array: false,
};

/** The section's type; answers whether it holds no bytes. */
function readType(operands: Cursor): boolean {
  const at = operands.offset;
  const quoted = operands.peek() === '"';
  if (!quoted && !operands.accept('@') && !operands.accept('%')) operands.fail('expected a type such as @progbits');
  const word = quoted ? operands.stringText() : operands.name('the type of the section');
  const nobits = TYPES[word];
  if (nobits === undefined || !Object.hasOwn(TYPES, word)) operands.fail(`${word} is not a type of section`, at);
  return nobits;
}

function readEntrySize(assembler: Assembler, operands: Cursor): void {
  operands.expect(',');
  const at = operands.offset;
  if (assembler.known(operands, 'the size of an entry') < 1n) operands.fail('the size of an entry is at least 1', at);
}

export const sections: Record<string, Directive> = {
  '.text': named('.text'),
  '.data': named('.data'),
  '.bss': named('.bss'),
  '.rodata': named('.rodata'),
  '.section': section,
  '.pushsection': push,
  '.popsection': pop,
  '.previous': previous,
  '.subsection': subsection,
};
