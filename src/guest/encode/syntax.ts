import { fieldWidths } from '../../../assembly/a64/encodings-schema.ts';
import type { Operand } from './attempt.ts';
import { addressOperand, labelOperand, relativeOperand } from './operands/address.ts';
import { addImmediateOperand, logicalOperand, moveOperand, wideOperand } from './operands/arithmetic.ts';
import { doubledOperand, generalOperand, optionalRegister, pairOperand, type Width } from './operands/general.ts';
import {
  extractOperand,
  insertOperand,
  numberOperand,
  parseNumberForm,
  shiftLeftOperand,
} from './operands/immediate.ts';
import { extendedOperand, indexOperand, shiftOperand } from './operands/modifier.ts';
import {
  barrierOperand,
  conditionOperand,
  controlOperand,
  keywordOperand,
  prefetchOperand,
  pstateOperand,
  systemOperand,
  systemRegisterOperand,
} from './operands/system.ts';
import { scalarOperand } from './operands/vector.ts';
import { splitPieces } from './pieces.ts';
import type { RegisterClass } from './registers.ts';

/** Operand forms that the table writes with a dollar sign, by name, given their argument. */
const forms: Record<string, (argument: string) => Operand> = {
  aimm: (sign) => addImmediateOperand(sign === '-'),
  barrier: () => barrierOperand(false),
  cond: (sign) => conditionOperand(sign === '!'),
  CRm: () => controlOperand('CRm'),
  CRn: () => controlOperand('CRn'),
  extended: (fields) => extendedOperand(fields.split(',')),
  extract: extractOperand,
  index: (size) => indexOperand(size === 'R' ? 'R' : Number(size)),
  insert: insertOperand,
  isb: () => barrierOperand(true),
  limm: (sign) => logicalOperand(sign === '~'),
  move: (sign) => moveOperand(sign === '~'),
  prefetch: prefetchOperand,
  pstate: pstateOperand,
  shift: (operators) => shiftOperand(operators === 'ror'),
  shiftLeft: shiftLeftOperand,
  sysreg: (access) => systemRegisterOperand(access === 'r' ? 'r' : 'w'),
  system: systemOperand,
  wide: wideOperand,
};

const registerPattern = /^([WXR])([a-z]\d?)(\|sp)?(?:=R(\w+)|(\+1)|\?=(\d+))?$/;

function registerOperand(token: string): Operand | undefined {
  const scalar = /^([BHSDQ])([a-z]\d?)$/.exec(token);
  if (scalar) return scalarOperand(`R${scalar[2]}`, scalar[1]!.toLowerCase() as RegisterClass);
  const match = registerPattern.exec(token);
  if (!match) return undefined;
  const [, letter, name, sp, double, pair, absent] = match;
  const width = letter as Width;
  if (double) return doubledOperand(`R${name}`, `R${double}`, width);
  if (pair) return pairOperand(`R${name}`, width);
  if (absent) return optionalRegister(`R${name}`, width, Number(absent));
  return generalOperand(`R${name}`, width, sp !== undefined);
}

/** What compiling one row's syntax needs to know. */
interface SyntaxScope {
  /** Width of a field in bits. */
  widthOf: (field: string) => number;
}

function addressForm(token: string, last: boolean, scope: SyntaxScope): Operand | undefined {
  const match = /^\[Xn\|sp(?:, (.+))?\](!?)$/.exec(token);
  if (!match) return undefined;
  const offset = match[1] === undefined ? undefined : compileOperand(match[1], true, scope);
  return addressOperand({ offset, writeback: match[2] === '!', postIndexed: !offset && !last });
}

function namedForm(token: string): Operand | undefined {
  const match = /^\$(\w+)(?:\((.*)\))?$/.exec(token);
  return match ? forms[match[1]!]?.(match[2] ?? '') : undefined;
}

function labelForm(token: string, scope: SyntaxScope): Operand | undefined {
  if (token === '@adr' || token === '@adrp') return relativeOperand(token === '@adrp');
  return token.startsWith('@') ? labelOperand(token.slice(1), scope.widthOf(token.slice(1))) : undefined;
}

function compileOperand(token: string, last: boolean, scope: SyntaxScope): Operand {
  const number = parseNumberForm(token, scope.widthOf);
  const operand =
    (number && numberOperand(number)) ??
    namedForm(token) ??
    labelForm(token, scope) ??
    addressForm(token, last, scope) ??
    registerOperand(token) ??
    (/^[a-z]+$/.test(token) ? keywordOperand(token) : undefined);
  if (!operand) throw new Error(`unknown operand form in the table: ${token}`);
  return operand;
}

/** The operands of a row's syntax, in order. */
export function compileSyntax(syntax: string, widths: ReadonlyMap<string, number>): Operand[] {
  const widthOf = (field: string) => widths.get(field) ?? fieldWidths[field] ?? 0;
  const tokens = splitPieces(syntax, 1).map((piece) => piece.text);
  return tokens.map((token, index) => compileOperand(token, index === tokens.length - 1, { widthOf }));
}
