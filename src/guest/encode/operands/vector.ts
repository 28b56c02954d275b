import type { Operand } from '../attempt.ts';
import { describeClass, type RegisterClass } from '../registers.ts';

/** `Dd`, `Qt2`, …: a vector register seen as one scalar of a size. */
export function scalarOperand(field: string, kind: RegisterClass): Operand {
  const wanted = describeClass(kind);
  return {
    parse: (attempt) => {
      const piece = attempt.need(wanted);
      const register = piece && attempt.statement.register(piece.text);
      if (register?.kind !== kind) return !!piece && attempt.fail(`expected ${wanted}`, piece.column);
      attempt.fields[field] = register.number;
      return true;
    },
    print: (fields) => `${kind}${fields[field]}`,
  };
}
