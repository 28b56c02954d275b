import { REPLY_CAPACITY, RX_POOL_SIZE } from '../../../assembly/layout.ts';
import type { ScriptedReply } from '../../engine/engine.ts';
import { constantOf } from './initial.ts';
import { complaint, gather } from './place.ts';
import type { PatternSource } from './random.ts';
import type { ModelChoice, ReplySpec } from './spec.ts';
import type { SymbolTable } from './symbols.ts';
import { appliesTo } from './target.ts';

/** x0 to x17. */
const REPLY_REGISTERS = 18;

/** A scripted reply with the name that expectations call it by. */
export interface NamedReply {
  name: string | undefined;
  reply: ScriptedReply;
}

/**
 * The values of one reply. Eighteen patterns are drawn for every reply, needed or not: what one register holds does not
 * depend on how another is scripted, nor on the model.
 */
function replyRegisters(spec: ReplySpec, symbols: SymbolTable, patterns: PatternSource): { x: bigint[]; keep: number } {
  const drawn = Array.from({ length: REPLY_REGISTERS }, () => patterns.next());
  const x = Array.from({ length: REPLY_REGISTERS }, () => 0n);
  let keep = 0;
  for (const setting of spec.registers) {
    const { bank, first, last } = setting.registers;
    const constant = constantOf(setting.value, setting, symbols);
    for (let number = first; number <= last; number += 1) {
      if (setting.value.kind === 'keep') keep |= 1 << number;
      else x[number] = constant ?? BigInt.asUintN(bank === 'w' ? 32 : 64, drawn[number]!);
    }
  }
  return { x, keep };
}

function resolveReply(spec: ReplySpec, symbols: SymbolTable, patterns: PatternSource): NamedReply {
  const { functionId, at, rx, name } = spec;
  const { x, keep } = replyRegisters(spec, symbols, patterns);
  const reply: ScriptedReply = {
    functionId: functionId && Number(symbols.value(functionId, 32, 'a function id of 32 bits')),
    address: at && symbols.trapAddress(at),
    x,
    keep,
  };
  return { name, reply: rx ? { ...reply, rx } : reply };
}

/** Names tell replies of one model apart. */
function rejectSameNames(specs: readonly ReplySpec[]): void {
  const lines = new Map<string, number>();
  for (const { name, place } of specs) {
    if (name === undefined) continue;
    const earlier = lines.get(name);
    if (earlier !== undefined) throw complaint(place, `reply ${name} already stands in line ${earlier}`);
    lines.set(name, place.line);
  }
}

function rejectTooMany(specs: readonly ReplySpec[]): void {
  const excess = specs[REPLY_CAPACITY];
  if (excess) throw complaint(excess.place, `more than ${REPLY_CAPACITY} replies`);
  let bytes = 0;
  for (const { rx, place } of specs) {
    bytes += rx?.length ?? 0;
    if (bytes > RX_POOL_SIZE) throw complaint(place, `the rx bytes of all replies exceed ${RX_POOL_SIZE}`);
  }
}

/** The replies that the firmware gives on this model, in the order of the text. */
export function scriptedReplies(
  specs: readonly ReplySpec[],
  model: ModelChoice,
  symbols: SymbolTable,
  patterns: PatternSource,
): NamedReply[] {
  const wanted = specs.filter((spec) => appliesTo(spec.models, model));
  rejectSameNames(wanted);
  rejectTooMany(wanted);
  const resolved = gather(specs, (spec) => resolveReply(spec, symbols, patterns));
  return resolved.filter((_, index) => wanted.includes(specs[index]!));
}
