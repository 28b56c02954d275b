import type { LiteralValue, Location, Proposition, Quantifier, ValueType } from '../litmus/test.ts';
import { findInstruction, findRegion, type Program } from '../program/program.ts';
import { type Word, wordToBigint } from '../word.ts';
import type { Observable } from './observable.ts';

/** A value as herd prints it: a number of the type's sign, or the name of the place that it points to. */
export function printWord(word: Word, type: ValueType, program: Program): string {
  const place = findRegion(program, word.lo, word.hi);
  if (place) {
    const { name } = program.regions[place.region]!;
    return place.offset === 0 ? name : `${name}+${place.offset}`;
  }
  const bits = BigInt.asUintN(8 * type.size, wordToBigint(word));
  return labelAt(program, bits) ?? (type.signed ? BigInt.asIntN(8 * type.size, bits) : bits).toString();
}

/** The label whose address a value is. Only values that look like code addresses are looked up. */
function labelAt(program: Program, bits: bigint): string | undefined {
  const found = bits < 1n << 32n ? findInstruction(program, Number(bits)) : undefined;
  if (!found) return undefined;
  const labels = [...program.threads[found.thread]!.labels];
  const label = labels.find(([, address]) => address === Number(bits));
  return label && `label:"P${found.thread}:${label[0]}"`;
}

/** `0:X1=2; [x]=1;` */
export function printState(observables: readonly Observable[], values: readonly Word[][], program: Program): string {
  return observables
    .map((observable, index) => {
      const words = values[index]!.map((word) => printWord(word, observable.type, program));
      const list = observable.kind === 'memory' && observable.length !== undefined;
      return `${observable.name}=${list ? `{${words.join(',')}}` : words[0]};`;
    })
    .join(' ');
}

function printLiteral(value: LiteralValue): string {
  switch (value.kind) {
    case 'number':
      return BigInt.asIntN(64, value.value).toString();
    case 'address':
      return `${value.location}${value.index ? `[${value.index}]` : ''}${value.offset === 0n ? '' : `+${value.offset}`}`;
    case 'label':
      return `label:"P${value.thread}:${value.label}"`;
    case 'list':
      return `{${value.values.map(printLiteral).join(',')}}`;
  }
}

function printLocation(location: Location): string {
  if (location.kind === 'register') return `${location.thread}:${location.register}`;
  return location.index === undefined ? `[${location.name}]` : `${location.name}[${location.index}]`;
}

function printSide(side: LiteralValue | Location): string {
  return side.kind === 'register' || side.kind === 'memory' ? printLocation(side) : printLiteral(side);
}

const precedence = { implies: 0, or: 1, and: 2 } as const;
const operators = { implies: '=>', or: '\\/', and: '/\\' } as const;

function printComparison({ left, equal, right }: Proposition & { kind: 'compare' }): string {
  const list = right.kind === 'list' && left.kind === 'memory' && left.index === undefined;
  const text = `${list ? left.name : printLocation(left)}=${printSide(right)}`;
  return equal ? text : `not (${text})`;
}

function printInner(proposition: Proposition, level: number): string {
  switch (proposition.kind) {
    case 'constant':
      return String(proposition.holds);
    case 'compare':
      return printComparison(proposition);
    case 'not':
      return `not (${printInner(proposition.inner, 0)})`;
    default: {
      const own = precedence[proposition.kind];
      // The sides of an implication stand in brackets.
      const inner = own === 0 ? 3 : own;
      const [left, right] = [printInner(proposition.left, inner), printInner(proposition.right, inner)];
      const text = `${left} ${operators[proposition.kind]} ${right}`;
      return own < level ? `(${text})` : text;
    }
  }
}

const quantifiers: Record<Quantifier, string> = { exists: 'exists', 'not-exists': '~exists', forall: 'forall' };

/** A test's condition as herd prints it. */
export function printCondition(quantifier: Quantifier, condition: Proposition): string {
  return `${quantifiers[quantifier]} (${printInner(condition, 0)})`;
}
