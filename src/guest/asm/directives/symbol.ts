import type { Assembler } from '../assembler.ts';
import type { Cursor } from '../cursor.ts';
import { type Directive, forEachOperand } from './directive.ts';
import { moveTo } from './space.ts';

/** Gives a symbol the value that follows; where the value depends on what comes later, it waits. */
function assign(
  assembler: Assembler,
  operands: Cursor,
  kind: 'set' | 'fixed' | 'always',
  target: { name: string; at: number },
): void {
  const start = operands.offset;
  const expression = operands.expression();
  operands.expectEnd();
  const moment = assembler.moment();
  const value = kind === 'always' ? undefined : assembler.evaluator.evaluate(expression, moment);
  if (target.name === '.') {
    moveTo(assembler, value, new Uint8Array(1), start);
  } else {
    const definition = { value, expression, location: moment.location };
    assembler.symbols.assign(target.name, kind, definition, assembler.placeAt(target.at));
    assembler.evaluator.forget();
  }
}

function assignment(kind: 'set' | 'fixed' | 'always'): Directive {
  return (assembler, operands: Cursor, directive) => {
    const at = operands.offset;
    const name = operands.acceptName();
    if (name === undefined) operands.fail(`the name of a symbol is missing after ${directive}`);
    operands.expect(',');
    assign(assembler, operands, kind, { name, at });
  };
}

/** `name = value`, and `name == value`, which is `.eqv`. */
export const equals: Directive = (assembler, operands, name, at) => {
  operands.expect('=');
  const kind = operands.accept('=') ? 'always' : 'set';
  if (operands.atEnd) operands.fail(`the value of ${name} is missing here`);
  assign(assembler, operands, kind, { name, at });
};

/** A list of names; `take` is given each one. */
function names(take?: (assembler: Assembler, name: string) => void): Directive {
  return (assembler, operands) => {
    forEachOperand(operands, () => take?.(assembler, operands.name('the name of a symbol')));
  };
}

/** Visibility says nothing to a program without a linker, but the names have to be names. */
const listed = names(() => {});

const TYPES =
  /^(function|object|tls_object|common|notype|gnu_indirect_function|gnu_unique_object|STT_(FUNC|OBJECT|TLS|COMMON|NOTYPE|GNU_IFUNC))$/;

/** `.type NAME, %function` and its other spellings. */
const type: Directive = (_, operands) => {
  operands.name('the name of a symbol');
  operands.accept(',');
  const at = operands.offset;
  const isQuoted = operands.peek() === '"';
  if (!isQuoted) ['%', '@', '#'].some((mark) => operands.accept(mark));
  const word = isQuoted ? operands.stringText() : operands.name('the type of the symbol, such as %function');
  if (!TYPES.test(word)) operands.fail(`${word} is not a type of symbol`, at);
  operands.expectEnd();
};

const size: Directive = (assembler, operands) => {
  operands.name('the name of a symbol');
  operands.expect(',');
  const expression = operands.expression();
  operands.expectEnd();
  assembler.checks.push({ expression, moment: assembler.moment(), statement: assembler.statement });
};

/** `NAME .req REGISTER`; `operands` stands at `.req`. */
export const registerAlias: Directive = (assembler, operands, name, at) => {
  operands.moveTo(operands.offset + '.req'.length);
  const target = operands.offset;
  const register = operands.name('a register');
  operands.expectEnd();
  assembler.aliases.define(name, register, assembler.symbols.tick(), { name: at, target });
};

const lonelyAlias: Directive = (_, operands, __, at) => operands.fail('write NAME .req REGISTER', at);

const endOfAlias: Directive = (assembler, operands) => {
  const at = operands.offset;
  const name = operands.name('an alias of a register');
  operands.expectEnd();
  assembler.aliases.remove(name, assembler.symbols.tick(), at);
};

export const symbols: Record<string, Directive> = {
  '.req': lonelyAlias,
  '.unreq': endOfAlias,
  '.set': assignment('set'),
  '.equ': assignment('set'),
  '.equiv': assignment('fixed'),
  '.eqv': assignment('always'),
  '.global': listed,
  '.globl': listed,
  '.extern': listed,
  '.local': listed,
  '.hidden': listed,
  '.protected': listed,
  '.internal': listed,
  '.weak': names((assembler, name) => assembler.symbols.weak.add(name)),
  '.type': type,
  '.size': size,
};
