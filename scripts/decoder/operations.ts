import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { semantics } from '../../assembly/a64/semantics/index.ts';

/** How an operation says where execution goes on. */
export type OperationKind =
  /** Returns nothing: with the next instruction. */
  | 'plain'
  /** Returns false where an event or a fault is to be taken. */
  | 'checked'
  /** Returns the next operation, or 0 where PC is written. */
  | 'control';

/** One case of the run loop. */
export interface Operation {
  /** A function with its type arguments: `add<u64>`. */
  call: string;
  name: string;
  kind: OperationKind;
  /** The function wants to know what is left of the budget. */
  timed: boolean;
}

/** A function of operations/. */
interface OperationFunction {
  file: string;
  kind: OperationKind;
  timed: boolean;
}

const kinds: Record<string, OperationKind> = { void: 'plain', bool: 'checked', usize: 'control' };
const signature = /^export function (\w+)(?:<[\w, ]+>)?\(cpu: usize, op: usize(, left: u32)?\): (void|bool|usize) {/gm;

/** Every function of a folder that can be an operation, by name. */
export function operationFunctions(folder: string): Map<string, OperationFunction> {
  const functions = new Map<string, OperationFunction>();
  for (const file of readdirSync(folder).sort()) {
    for (const [, name, timed, result] of readFileSync(join(folder, file), 'utf8').matchAll(signature)) {
      functions.set(name!, { file: file.replace('.ts', ''), kind: kinds[result!]!, timed: timed !== undefined });
    }
  }
  return functions;
}

/** The calls that one row of the semantics stands for: two where `sf` is among the type arguments. */
export function callsOf(operation: string): { narrow: string; wide: string } {
  return { narrow: operation.replace(/\bsf\b/g, 'u32'), wide: operation.replace(/\bsf\b/g, 'u64') };
}

/** The name of a call's function. */
export function functionName(call: string): string {
  return call.replace(/<.*/, '');
}

/** The cases of the run loop, those of `always` first. Throws where there is no function of a name. */
export function operations(functions: Map<string, OperationFunction>, always: readonly string[]): Operation[] {
  const calls = new Set(always);
  for (const [, operation] of semantics) {
    const { narrow, wide } = callsOf(operation);
    calls.add(narrow).add(wide);
  }
  return [...calls].map((call) => {
    const name = functionName(call);
    const found = functions.get(name);
    if (!found) throw new Error(`the semantics name '${name}', which is no operation`);
    return { call, name, kind: found.kind, timed: found.timed };
  });
}
