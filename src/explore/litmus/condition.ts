import type { LiteralValue, Location, Proposition } from './test.ts';
import type { TokenReader } from './tokens.ts';
import { atThread, takeIndex, takeThread, takeValue } from './values.ts';

/** A register (`0:X1`, `P0:W1`) or a place in memory (`x`, `[x]`, `x[3]`, `*x`). Throws InputError for anything else. */
export function takeLocation(reader: TokenReader): Location {
  const { offset } = reader.peek();
  if (atThread(reader)) {
    const thread = takeThread(reader);
    const token = reader.take();
    if (token.kind !== 'name') reader.fail('expected a register', token);
    return {
      kind: 'register',
      thread,
      register: token.text.includes('%') ? token.text : token.text.toUpperCase(),
      offset,
    };
  }
  const bracket = reader.accept('[');
  if (!bracket) reader.accept('*');
  const token = reader.take();
  if (token.kind !== 'name') reader.fail('expected a register or a location', token);
  if (reader.peek().text === '(') reader.source.fail(offset, `'${token.text}(…)' is not supported in a condition`);
  const index = takeIndex(reader);
  if (bracket) reader.expect(']', 'after the location');
  return { kind: 'memory', name: token.text, index, offset };
}

/** Whether the right side of a comparison is a register: `0:X1`, and not a label `P0:L1`. */
function atRegister(reader: TokenReader): boolean {
  return atThread(reader) && /^([XW](\d+|ZR)|W?SP|[XW]?%\w+)$/i.test(reader.peek(2).text);
}

function takeRight(reader: TokenReader): LiteralValue | Location {
  return atRegister(reader) || reader.peek().text === '[' ? takeLocation(reader) : takeValue(reader);
}

function takeComparison(reader: TokenReader): Proposition {
  const left = takeLocation(reader);
  const operator = reader.accept('=', '==', '<>', '!=') ?? reader.fail("expected '=' or '<>' in the condition");
  const equal = operator.text.startsWith('=');
  return { kind: 'compare', left, equal, right: takeRight(reader), offset: left.offset };
}

function takeOperand(reader: TokenReader): Proposition {
  if (reader.accept('~', '!', 'not')) return { kind: 'not', inner: takeOperand(reader) };
  if (reader.accept('(')) {
    const inner = takeImplication(reader);
    reader.expect(')', 'after the condition');
    return inner;
  }
  const constant = reader.accept('true', 'false');
  return constant ? { kind: 'constant', holds: constant.text === 'true' } : takeComparison(reader);
}

function takeConjunction(reader: TokenReader): Proposition {
  let left = takeOperand(reader);
  while (reader.accept('/\\', '&&')) left = { kind: 'and', left, right: takeOperand(reader) };
  return left;
}

function takeDisjunction(reader: TokenReader): Proposition {
  let left = takeConjunction(reader);
  while (reader.accept('\\/', '||')) left = { kind: 'or', left, right: takeConjunction(reader) };
  return left;
}

function takeImplication(reader: TokenReader): Proposition {
  const left = takeDisjunction(reader);
  return reader.accept('=>') ? { kind: 'implies', left, right: takeImplication(reader) } : left;
}

/** A condition on final states. Throws InputError where it is none. */
export function takeProposition(reader: TokenReader): Proposition {
  return takeImplication(reader);
}

/** The list behind `locations`, its brackets included. */
export function takeObserved(reader: TokenReader): Location[] {
  const locations: Location[] = [];
  reader.expect('[', "after 'locations'");
  while (!reader.accept(']')) {
    if (reader.accept(';', ',')) continue;
    locations.push(takeLocation(reader));
    const next = reader.peek();
    // A type behind the location only says how to print it.
    if (next.kind === 'name' && ![';', ']'].includes(next.text)) reader.take();
    if (reader.accept('*')) continue;
  }
  return locations;
}
