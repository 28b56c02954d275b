import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { semantics } from '../../assembly/a64/semantics/index.ts';
import { aroundCalls, calls } from './around-calls.ts';
import { decoderSource } from './decoder.ts';
import { dispatchSource } from './dispatch.ts';
import { maintenanceSource } from './maintenance.ts';
import { type Operation, operationFunctions, operations } from './operations.ts';
import { operationPairs } from './pairs.ts';
import { systemRegistersSource } from './system-registers.ts';
import { type DecoderRow, decoderRows } from './table.ts';

/** Codes below are the run loop's own (a64/operation.ts): four, and the pairs. */
const firstPair = 4;
const firstCode = 8;
/** In this order: those of the first loop have the lowest codes, so that its switch is dense. */
const always = [...aroundCalls, ...calls, 'undefined', 'unimplemented'];

function importLines(used: Operation[], functions: Map<string, { file: string }>): string {
  const files = new Map<string, Set<string>>();
  for (const { name } of used) {
    const { file } = functions.get(name)!;
    files.set(file, (files.get(file) ?? new Set()).add(name));
  }
  return [...files]
    .map(([file, names]) => `import { ${[...names].join(', ')} } from '../operations/${file}';`)
    .join('\n');
}

function checkIds(rows: DecoderRow[]): void {
  const ids = new Set(rows.map(({ id }) => id));
  const unknown = semantics.filter(([id]) => !ids.has(id)).map(([id]) => id);
  if (unknown.length > 0) throw new Error(`the encoding table has no ${unknown.join(', ')}`);
}

/** Leaves a file alone that is as it should be, so that build tools see no change. */
function write(file: string, text: string): void {
  let present: string | undefined;
  try {
    present = readFileSync(file, 'utf8');
  } catch {
    present = undefined;
  }
  if (present !== text) writeFileSync(file, text);
}

/** Writes assembly/a64/generated/. Throws where table, semantics and operations do not fit together. */
export function generateDecoder(root: string): void {
  const functions = operationFunctions(join(root, 'assembly/a64/operations'));
  const used = operations(functions, always);
  const pairs = operationPairs(used, firstCode, firstPair);
  if (firstPair + pairs.length !== firstCode) throw new Error('codes of pairs and operations do not meet');
  const rows = decoderRows();
  checkIds(rows);
  const folder = join(root, 'assembly/a64/generated');
  mkdirSync(folder, { recursive: true });
  write(join(folder, 'decoder.ts'), decoderSource(rows, used, pairs, firstCode));
  write(join(folder, 'maintenance.ts'), maintenanceSource());
  write(join(folder, 'system-registers.ts'), systemRegistersSource());
  write(join(folder, 'dispatch.ts'), dispatchSource(used, pairs, importLines(used, functions), firstCode));
}
