import {
  barrierOptions,
  nxsOptions,
  prefetchPolicies,
  prefetchTargets,
  prefetchTypes,
  systemOperations,
} from '../../../../assembly/a64/encodings-names.ts';
import { conditionNames } from '../../../../assembly/a64/encodings-schema.ts';
import { type Attempt, type Operand, RANK_VALUE } from '../attempt.ts';
import { generalRegisterName } from '../registers.ts';
import { findSystemRegister, nameSystemRegister } from '../system-registers.ts';
import { parseGeneral } from './general.ts';
import { boundedNumber } from './immediate.ts';
import { hex, immediateValue } from './value.ts';

/** A name in one case, lower or upper, in lower case; other spellings are no name. */
function plainName(text: string): string | undefined {
  const lower = text.toLowerCase();
  return text === lower || text === text.toUpperCase() ? lower : undefined;
}

/** `$cond`: a condition; `$cond(!)` holds the inverse, and neither AL nor NV. */
export function conditionOperand(inverted: boolean): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('a condition');
      if (!piece) return false;
      const name = plainName(piece.text);
      const value = conditionNames.findIndex((names) => name !== undefined && names.includes(name));
      if (value < 0) return attempt.fail(`unknown condition '${piece.text}'`, piece.column);
      if (inverted && value >= 14)
        return attempt.fail(`condition ${name} is not allowed here`, piece.column, RANK_VALUE);
      attempt.fields.cond = inverted ? value ^ 1 : value;
      return true;
    },
    print: ({ cond }) => conditionNames[inverted ? cond! ^ 1 : cond!]?.[0],
  };
}

/** A word of the table in the syntax itself, in any case of letters: `csync`. */
export function keywordOperand(word: string): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need(word);
      if (!piece) return false;
      return piece.text.toLowerCase() === word || attempt.expect(word, piece.column);
    },
    print: () => word,
  };
}

/** `$barrier`: an option of DMB or DSB by name or number; `$isb`: SY or a number, or nothing for SY. */
export function barrierOperand(isb: boolean): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.peek();
      const name = piece && plainName(piece.text);
      const option = barrierOptions.find((known) => known[1] === name);
      if (option && isb && option[0] !== 15) {
        return attempt.fail(`isb takes no option but sy`, piece!.column, RANK_VALUE);
      }
      const absent = isb && !piece ? 15 : undefined;
      if (option) attempt.take();
      const value = absent ?? option?.[0] ?? boundedNumber(attempt, 0, 15);
      if (value === undefined) return false;
      attempt.fields.CRm = value;
      return true;
    },
    print: ({ CRm }) => {
      if (isb) return CRm === 15 ? '' : `#${hex(CRm!)}`;
      return barrierOptions.find((known) => known[0] === CRm)?.[1] ?? `#${hex(CRm!)}`;
    },
  };
}

/** `$nxs`: an option of the DSB that does not wait for XS accesses, in imm2; as a number, 16 and 4 for each. */
export function nxsOperand(): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('a barrier option');
      const name = piece && plainName(piece.text);
      const known = nxsOptions.indexOf(name ?? '');
      const value = !piece || known >= 0 ? known : (Number(immediateValue(attempt, piece) ?? 0) - 16) / 4;
      if (!piece || !nxsOptions[value]) return !!piece && attempt.fail('unknown barrier option', piece.column);
      attempt.fields.imm2 = value;
      return true;
    },
    print: ({ imm2 }) => nxsOptions[imm2!],
  };
}

function prefetchName(value: number): string | undefined {
  const [type, target] = [prefetchTypes[value >> 3], prefetchTargets[(value >> 1) & 3]];
  return type && target ? type + target + prefetchPolicies[value & 1] : undefined;
}

/** `$prefetch`: an operation of PRFM by name or number, in Rt. */
export function prefetchOperand(): Operand {
  return {
    parse: (attempt) => {
      const name = plainName(attempt.peek()?.text ?? '');
      const known = name === undefined ? -1 : Array.from({ length: 32 }, (_, n) => prefetchName(n)).indexOf(name);
      if (known >= 0) attempt.take();
      const value = known >= 0 ? known : boundedNumber(attempt, 0, 31);
      if (value === undefined) return false;
      attempt.fields.Rt = value;
      return true;
    },
    print: ({ Rt }) => prefetchName(Rt!) ?? `#${hex(Rt!)}`,
  };
}

/** `$CRn`, `$CRm`: a coprocessor register number, `c7`. */
export function controlOperand(field: string): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('c0 to c15');
      const match = piece && /^[cC]\s*0*(\d|1[0-5])$/.exec(piece.text);
      if (!match) return !!piece && attempt.expect('c0 to c15', piece.column);
      attempt.fields[field] = Number(match[1]);
      return true;
    },
    print: (fields) => `C${fields[field]}`,
  };
}

function takeOperationRegister(attempt: Attempt, bare: boolean, name: string): boolean {
  if (!bare) return parseGeneral(attempt, 'Rt', 'X', false);
  const extra = attempt.peek();
  if (extra) return attempt.fail(`${name} takes no register`, extra.column, RANK_VALUE);
  attempt.fields.Rt = 31;
  return true;
}

/** `$system(dc)`: a named operation of DC, IC, AT, TLBI, … and its register. */
export function systemOperand(mnemonic: string): Operand {
  const rows = systemOperations[mnemonic] ?? [];
  return {
    parse: (attempt) => {
      const piece = attempt.need(`an operation of ${mnemonic}`);
      const row = piece && rows.find((known) => known[0] === piece.text.toLowerCase());
      if (!piece || !row)
        return !!piece && attempt.fail(`unknown operation '${piece.text}' of ${mnemonic}`, piece.column);
      const [name, op1, CRn, CRm, op2, bare] = row;
      Object.assign(attempt.fields, { op1, CRn, CRm, op2 });
      return takeOperationRegister(attempt, bare === true, name);
    },
    print: ({ op1, CRn, CRm, op2, Rt }) => {
      const row = rows.find((known) => known[1] === op1 && known[2] === CRn && known[3] === CRm && known[4] === op2);
      if (!row || (row[5] && Rt !== 31)) return undefined;
      return row[5] ? row[0] : `${row[0]}, ${generalRegisterName(64, Rt!, false)}`;
    },
  };
}

/** `$sysreg(r)`, `$sysreg(w)`: a system register by name or as S3_0_C1_C0_2, in op0, op1, CRn, CRm and op2. */
export function systemRegisterOperand(access: 'r' | 'w'): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('a system register');
      const found = piece && findSystemRegister(piece.text);
      if (!found) {
        return !!piece && attempt.fail(`unknown system register '${piece.text}'`, piece.column, RANK_VALUE);
      }
      Object.assign(attempt.fields, found);
      return true;
    },
    print: (fields) => nameSystemRegister(fields, access),
  };
}
