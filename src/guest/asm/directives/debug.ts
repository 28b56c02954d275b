import { isRegister } from '../aliases.ts';
import type { Assembler } from '../assembler.ts';
import { Complaint } from '../complaint.ts';
import type { Cursor } from '../cursor.ts';
import type { Directive } from './directive.ts';

/**
 * Directives for debuggers and unwinders: a program runs without them, so nothing is kept, but they have to be well
 * formed. An operand is a register (`r`), a number (`n`), a symbol (`s`) or a word (`w`); `?` marks those that may be
 * left out, `*` one or more numbers.
 */
const FORMS: Record<string, string> = {
  '.cfi_startproc': 'w?',
  '.cfi_endproc': '',
  '.cfi_sections': 'w w?',
  '.cfi_personality': 'n s?',
  '.cfi_lsda': 'n s?',
  '.cfi_def_cfa': 'r n',
  '.cfi_def_cfa_register': 'r',
  '.cfi_def_cfa_offset': 'n',
  '.cfi_adjust_cfa_offset': 'n',
  '.cfi_offset': 'r n',
  '.cfi_val_offset': 'r n',
  '.cfi_rel_offset': 'r n',
  '.cfi_register': 'r r',
  '.cfi_restore': 'r',
  '.cfi_undefined': 'r',
  '.cfi_same_value': 'r',
  '.cfi_remember_state': '',
  '.cfi_restore_state': '',
  '.cfi_return_column': 'r',
  '.cfi_signal_frame': '',
  '.cfi_window_save': '',
  '.cfi_negate_ra_state': '',
  '.cfi_b_key_frame': '',
  '.cfi_mte_tagged_frame': '',
  '.cfi_escape': '*',
};

type Reader = (assembler: Assembler, operands: Cursor) => void;

const readNumber: Reader = (assembler, operands) => {
  const expression = operands.expression();
  assembler.checks.push({ expression, moment: assembler.moment(), statement: assembler.statement });
};

const readRegister: Reader = (assembler, operands) => {
  const at = operands.offset;
  const name = operands.acceptName();
  if (name === undefined) return readNumber(assembler, operands);
  const isAlias = assembler.aliases.lookUp(name.toLowerCase(), assembler.symbols.tick()) !== undefined;
  if (!isAlias && !isRegister(name.toLowerCase())) operands.fail(`${name} is not a register`, at);
};

const READERS: Record<string, Reader> = {
  n: readNumber,
  r: readRegister,
  s: (_, operands) => void operands.name('a symbol'),
  w: (_, operands) => void operands.name('a word'),
};

const OUTSIDE = new Set(['.cfi_sections', '.cfi_startproc']);

/** Procedures open with `.cfi_startproc` and close with `.cfi_endproc`; the others stand between. */
function trackProcedure(assembler: Assembler, name: string, at: number): void {
  const open = assembler.openProcedure;
  if (name === '.cfi_startproc' && open !== undefined) throw new Complaint('.cfi_endproc is missing before this', at);
  if (open === undefined && !OUTSIDE.has(name)) throw new Complaint(`${name} without .cfi_startproc`, at);
  if (name === '.cfi_startproc') assembler.openProcedure = assembler.placeAt(at);
  if (name === '.cfi_endproc') assembler.openProcedure = undefined;
}

function callFrame(form: string): Directive {
  const parts = form === '' ? [] : form.split(' ');
  return (assembler, operands, name, at) => {
    trackProcedure(assembler, name, at);
    if (form === '*') {
      do readNumber(assembler, operands);
      while (operands.accept(','));
    }
    for (const [index, part] of form === '*' ? [] : parts.entries()) {
      if (part.endsWith('?') && operands.atEnd) break;
      if (index > 0) operands.expect(',');
      READERS[part[0]!]!(assembler, operands);
    }
    operands.expectEnd();
  };
}

/** `.file "NAME"` or `.file NUMBER ["FOLDER"] "NAME"`. */
const file: Directive = (assembler, operands) => {
  if (operands.peek() !== '"') assembler.known(operands, 'the number of a file');
  operands.string();
  if (operands.peek() === '"') operands.string();
  operands.expectEnd();
};

const LOCATION_FLAGS = /^(basic_block|prologue_end|epilogue_begin)$/;
const LOCATION_NUMBERS = /^(is_stmt|isa|discriminator|view)$/;

/** `.loc FILE LINE [COLUMN] [FLAG…]`. */
const location: Directive = (assembler, operands) => {
  assembler.known(operands, 'the number of a file');
  assembler.known(operands, 'a line');
  if (/^\d/.test(operands.rest)) assembler.known(operands, 'a column');
  while (!operands.atEnd) {
    const at = operands.offset;
    const flag = operands.name('a flag of .loc');
    if (LOCATION_NUMBERS.test(flag)) assembler.known(operands, `the value of ${flag}`);
    else if (!LOCATION_FLAGS.test(flag)) operands.fail(`${flag} is not a flag of .loc`, at);
  }
};

const identification: Directive = (_, operands) => {
  operands.string();
  operands.expectEnd();
};

export const debug: Record<string, Directive> = {
  ...Object.fromEntries(Object.entries(FORMS).map(([name, form]) => [name, callFrame(form)])),
  '.file': file,
  '.loc': location,
  '.ident': identification,
};
