import type { Assembler } from '../assembler.ts';
import type { Cursor } from '../cursor.ts';
import { normalize } from '../macro-text.ts';
import type { Directive } from './directive.ts';

type Test = (assembler: Assembler, operands: Cursor, name: string) => boolean;

function number(compare: (value: bigint) => boolean): Test {
  return (assembler, operands, name) => {
    const value = assembler.known(operands, `what ${name} tests`);
    operands.expectEnd();
    return compare(value);
  };
}

/** A symbol counts as defined once its definition was read. */
const isDefined: Test = (assembler, operands: Cursor, name) => {
  const at = operands.offset;
  const symbol = operands.name(`the name of a symbol after ${name}`);
  operands.expectEnd();
  if (assembler.sections.has(symbol)) operands.fail(`${symbol} is a section, not a symbol`, at);
  return assembler.symbols.isDefined(symbol);
};

const isEmpty: Test = (_, operands) => operands.atEnd;

/** `.ifc`: compares texts as gas normalises them; a comma ends the first one. */
const areSameTexts: Test = (_, operands, name) => {
  const { text } = normalize(operands.text, operands.offset);
  const comma = text.indexOf(',');
  if (comma < 0) operands.fail(`${name} compares two texts: the comma between them is missing`);
  const first = text.slice(0, comma);
  if (first.replace(/\\./g, '').split('"').length % 2 === 0) {
    operands.fail(`the comma in this string would end the first text: compare strings with .ifeqs or .ifnes`);
  }
  return first === text.slice(comma + 1);
};

const areSameStrings: Test = (_, operands) => {
  const first = operands.stringText();
  operands.expect(',');
  const second = operands.stringText();
  operands.expectEnd();
  return first === second;
};

function not(test: Test): Test {
  return (assembler, operands, name) => !test(assembler, operands, name);
}

const TESTS: Record<string, Test> = {
  '.if': number((value) => value !== 0n),
  '.ifeq': number((value) => value === 0n),
  '.ifne': number((value) => value !== 0n),
  '.ifgt': number((value) => value > 0n),
  '.ifge': number((value) => value >= 0n),
  '.iflt': number((value) => value < 0n),
  '.ifle': number((value) => value <= 0n),
  '.ifdef': isDefined,
  '.ifndef': not(isDefined),
  '.ifnotdef': not(isDefined),
  '.ifb': isEmpty,
  '.ifnb': not(isEmpty),
  '.ifc': areSameTexts,
  '.ifnc': not(areSameTexts),
  '.ifeqs': areSameStrings,
  '.ifnes': not(areSameStrings),
};

function opening(test: Test): Directive {
  return (assembler, operands, name, at) => {
    assembler.conditionals.open(assembler.placeAt(at), () => test(assembler, operands, name));
  };
}

const elseIf: Directive = (assembler, operands, name, at) => {
  assembler.conditionals.elseIf(assembler.placeAt(at), () => TESTS['.if']!(assembler, operands, name));
};

const otherwise: Directive = (assembler, operands, _, at) => {
  assembler.conditionals.otherwise(assembler.placeAt(at));
  operands.expectEnd();
};

const close: Directive = (assembler, operands, _, at) => {
  assembler.conditionals.close(assembler.placeAt(at));
  operands.expectEnd();
};

/** The directives that count in branches that are not taken, too. */
export const conditional: Record<string, Directive> = {
  ...Object.fromEntries(Object.entries(TESTS).map(([name, test]) => [name, opening(test)])),
  '.elseif': elseIf,
  '.else': otherwise,
  '.endif': close,
};
