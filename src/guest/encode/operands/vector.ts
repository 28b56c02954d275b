import type { Suffix } from '../../../../assembly/a64/encodings-schema.ts';
import { type Attempt, type Operand, RANK_VALUE } from '../attempt.ts';
import type { Fields } from '../condition.ts';
import type { Piece } from '../pieces.ts';
import { describeClass, type RegisterClass } from '../registers.ts';
import { getNumber, type NumberForm, setNumber } from './immediate.ts';
import { immediateValue, refuse } from './value.ts';

/** The size of elements that immh gives, as log2 of bytes, stands in no field of its own. */
function fieldValue(fields: Fields, name: string): number {
  return name === 'esize' ? 31 - Math.clz32(fields.immh!) : fields[name]!;
}

/** The spelling that these field values select, or undefined where they are reserved. */
export function spellingOf(choice: Suffix, fields: Fields): string | undefined {
  for (const [spelling, values] of Object.entries(choice.values)) {
    if (choice.fields.every((name, index) => fieldValue(fields, name) === values[index])) return spelling;
  }
  return undefined;
}

/** Sets the fields that a spelling selects, or checks those that an earlier operand set. */
function choose(attempt: Attempt, choice: Suffix, spelling: string, column: number): boolean {
  const values = Object.hasOwn(choice.values, spelling) ? choice.values[spelling] : undefined;
  if (!values) {
    return attempt.expect(`an arrangement of ${Object.keys(choice.values).join(', ')}`, column);
  }
  for (const [index, name] of choice.fields.entries()) {
    attempt.fields[name] ??= values[index]!;
    if (attempt.fields[name] !== values[index])
      return attempt.fail(`${spelling} does not go with the operands before`, column);
  }
  return true;
}

/** `Dd`, `Qt2`, …: a vector register seen as one scalar of a size. */
export function scalarOperand(field: string, kind: RegisterClass): Operand {
  const wanted = describeClass(kind);
  return {
    parse: (attempt) => {
      const piece = attempt.need(wanted);
      const register = piece && attempt.statement.register(piece.text);
      if (register?.kind !== kind) return !!piece && refuse(attempt, piece, wanted);
      attempt.fields[field] = register.number;
      return true;
    },
    print: (fields) => `${kind}${fields[field]}`,
  };
}

/** `Fd`, `En`, …: a scalar whose size is in a field. */
export function sizedScalarOperand(field: string, choice: Suffix): Operand {
  const wanted = `a scalar (${Object.keys(choice.values).join(', ')})`;
  return {
    parse: (attempt) => {
      const piece = attempt.need(wanted);
      const register = piece && attempt.statement.register(piece.text);
      if (!piece || !register || !Object.hasOwn(choice.values, register.kind)) {
        return !!piece && refuse(attempt, piece, wanted);
      }
      if (!choose(attempt, choice, register.kind, piece.column)) return false;
      attempt.fields[field] = register.number;
      return true;
    },
    print: (fields) => {
      const kind = spellingOf(choice, fields);
      return kind && `${kind}${fields[field]}`;
    },
  };
}

/** A vector register as written: number, arrangement in lower case, and the text between square brackets. */
export interface VectorText {
  number: number;
  arrangement: string;
  index: Piece | undefined;
}

const vectorPattern = /^([A-Za-z_$][\w$]*)\.(\d*[bhsdqBHSDQ])\s*(?:\[(.*)\])?$/s;

/** Reads `v0.16b` or `v0.s[1]`; undefined where the text is no vector register. */
export function readVector(attempt: Attempt, piece: Piece): VectorText | undefined {
  const match = vectorPattern.exec(piece.text);
  const register = match && attempt.statement.register(match[1]!);
  if (!match || register?.kind !== 'v') return undefined;
  const column = piece.column + piece.text.indexOf('[') + 1;
  const index = match[3] === undefined ? undefined : { text: match[3].trim(), column };
  return { number: register.number, arrangement: match[2]!.toLowerCase(), index };
}

/** An arrangement of the table: one spelling, or a choice by fields. */
export type Arrangement = string | Suffix;

function setArrangement(attempt: Attempt, arrangement: Arrangement, spelling: string, column: number): boolean {
  if (typeof arrangement !== 'string') return choose(attempt, arrangement, spelling, column);
  return spelling === arrangement || attempt.expect(`a vector of ${arrangement}`, column);
}

function printArrangement(arrangement: Arrangement, fields: Fields): string | undefined {
  return typeof arrangement === 'string' ? arrangement : spellingOf(arrangement, fields);
}

/** `Vd.T`, `Vn.16B`: a whole vector. */
export function vectorOperand(field: string, arrangement: Arrangement): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('a vector register');
      const vector = piece && readVector(attempt, piece);
      if (!vector || vector.index) return !!piece && refuse(attempt, piece, 'a vector register');
      if (!setArrangement(attempt, arrangement, vector.arrangement, piece.column)) return false;
      attempt.fields[field] = vector.number;
      return true;
    },
    print: (fields) => {
      const text = printArrangement(arrangement, fields);
      return text && `v${fields[field]}.${text}`;
    },
  };
}

/** Where the index of an element goes: fields, or a fixed number that must be written. */
export type IndexForm = NumberForm | number;

/** Takes the text between square brackets as an index. */
export function setIndex(attempt: Attempt, form: IndexForm, index: Piece): boolean {
  const value = immediateValue(attempt, index, 'an element index');
  if (value === undefined) return false;
  if (typeof form !== 'number') return setNumber(attempt, form, value, index.column);
  return value === BigInt(form) || attempt.fail(`the element index can only be ${form} here`, index.column, RANK_VALUE);
}

const elementCounts: Record<string, number> = { b: 16, h: 8, s: 4, d: 2 };

/** Whether `text` names elements of that size: `s`, or like `2s` an arrangement of them. */
function namesElement(text: string, element: string): boolean {
  if (text === element) return true;
  const count = elementCounts[element] ?? 0;
  return text === `${count}${element}` || text === `${count / 2}${element}`;
}

/** `Vn.S[index]`: one element; `width` is that of the register field. */
export function elementOperand(field: string, element: string, form: IndexForm, width: number): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need(`an element of a vector register`);
      const vector = piece && readVector(attempt, piece);
      if (!vector?.index || !namesElement(vector.arrangement, element)) {
        return !!piece && attempt.expect(`an element v0.${element}[index]`, piece.column);
      }
      const last = 2 ** width - 1;
      if (vector.number > last) return attempt.fail(`expected v0 to v${last}`, piece!.column, RANK_VALUE);
      attempt.fields[field] = vector.number;
      return setIndex(attempt, form, vector.index);
    },
    print: (fields) => {
      const index = typeof form === 'number' ? form : getNumber(form, fields);
      return `v${fields[field]}.${element}[${index}]`;
    },
  };
}

/** One register of a list, or a range of them, as numbers; undefined after a failure. */
function readMembers(attempt: Attempt, piece: Piece): { numbers: number[]; arrangement: string } | undefined {
  const dash = piece.text.indexOf('-');
  const [low, high] = dash < 0 ? [piece.text, piece.text] : [piece.text.slice(0, dash), piece.text.slice(dash + 1)];
  const first = readVector(attempt, { text: low.trim(), column: piece.column });
  const last = readVector(attempt, { text: high.trim(), column: piece.column + dash + 1 });
  if (!first || !last || first.index || last.index) {
    attempt.expect('a vector register', piece.column);
    return undefined;
  }
  const count = last.number - first.number;
  if (first.arrangement !== last.arrangement || (dash >= 0 && (count < 1 || count > 3))) {
    attempt.fail('this is no range of vector registers', piece.column, RANK_VALUE);
    return undefined;
  }
  const numbers = Array.from({ length: count + 1 }, (_, index) => first.number + index);
  return { numbers, arrangement: first.arrangement };
}

function readList(attempt: Attempt, parts: readonly Piece[]): { numbers: number[]; arrangement: string } | undefined {
  const members = [];
  for (const part of parts) {
    const found = readMembers(attempt, part);
    if (!found) return undefined;
    members.push(found);
  }
  const numbers = members.flatMap((member) => member.numbers);
  const arrangement = members[0]?.arrangement ?? '';
  const odd = members.findIndex((member) => member.arrangement !== arrangement);
  const gap = numbers.findIndex((number, index) => number !== (numbers[0]! + index) % 32);
  if (odd < 0 && gap < 0 && numbers.length > 0) return { numbers, arrangement };
  attempt.fail('a list holds consecutive vector registers of one arrangement', parts[0]?.column ?? 0, RANK_VALUE);
  return undefined;
}

export interface ListForm {
  field: string;
  arrangement: Arrangement;
  count: number;
  splitPieces: (text: string, column: number) => Piece[];
  /** Of the elements that a list with an index means. */
  index: NumberForm | undefined;
}

function printList(form: ListForm, fields: Fields): string | undefined {
  const text = printArrangement(form.arrangement, fields);
  if (text === undefined) return undefined;
  const first = fields[form.field]!;
  const names = Array.from({ length: form.count }, (_, offset) => `v${(first + offset) % 32}.${text}`);
  const range = form.count > 2 && first + form.count <= 32;
  const inside = range ? `${names[0]}-${names[form.count - 1]}` : names.join(', ');
  return `{${inside}}${form.index ? `[${getNumber(form.index, fields)}]` : ''}`;
}

/** `{Vt.T*4}`, `{Vt.S*2}[Q:S]`: a list of consecutive vector registers. */
export function listOperand(form: ListForm): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('a list of vector registers');
      const match = piece && /^\{(.*)\}\s*(?:\[(.*)\])?$/s.exec(piece.text);
      if (!match) return !!piece && attempt.expect('a list of vector registers in braces', piece.column);
      if ((match[2] !== undefined) !== (form.index !== undefined)) {
        return attempt.fail(
          form.index ? 'expected an element index behind the list' : 'no index is allowed here',
          piece.column,
        );
      }
      const list = readList(attempt, form.splitPieces(match[1]!, piece.column + 1));
      if (!list || !setArrangement(attempt, form.arrangement, list.arrangement, piece.column)) return false;
      if (list.numbers.length !== form.count)
        return attempt.expect(`a list of ${form.count} register${form.count === 1 ? '' : 's'}`, piece.column);
      attempt.fields[form.field] = list.numbers[0]!;
      if (!form.index) return true;
      return setIndex(attempt, form.index, {
        text: match[2]!.trim(),
        column: piece.column + piece.text.indexOf('[') + 1,
      });
    },
    print: (fields) => printList(form, fields),
  };
}
