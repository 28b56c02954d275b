import type { Operation } from './operations.ts';

/**
 * Operations that the first loop executes together where they follow one another in a page: what sets a call's arguments, and
 * what counts and compares. The first must go on with the next and write no memory. The second loop knows only the first.
 */
const pairs: readonly (readonly [first: string, second: string])[] = [
  ['moveRegister<u32>', 'moveRegister<u32>'],
  ['moveRegister<u64>', 'moveRegister<u64>'],
  ['subsImmediate<u32>', 'branchConditional'],
  ['subsImmediate<u64>', 'branchConditional'],
];

/** Two operations and their codes; the code of both together. */
export interface OperationPair {
  first: Operation;
  second: Operation;
  codes: readonly [first: number, second: number];
  code: number;
}

/** The pairs, with codes from `code` on; `first` is the code of the first operation. Throws for unknown operations. */
export function operationPairs(operations: Operation[], first: number, code: number): OperationPair[] {
  const find = (wanted: string) => {
    const index = operations.findIndex(({ call }) => call === wanted);
    if (index < 0) throw new Error(`no operation '${wanted}' to be one of a pair`);
    return index;
  };
  return pairs.map((calls, index) => {
    const [one, two] = [find(calls[0]), find(calls[1])];
    if (operations[one]!.kind !== 'plain') throw new Error(`'${calls[0]}' cannot be the first of a pair`);
    return {
      first: operations[one]!,
      second: operations[two]!,
      codes: [first + one, first + two],
      code: code + index,
    };
  });
}
