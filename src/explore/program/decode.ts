import { extractFields } from '../../guest/encode/bits.ts';
import { disassemble, identify } from '../../guest/encode/disassemble.ts';
import { type ConstantPool, InstructionBuilder } from './builder.ts';
import { arithmeticDecoders } from './decode/arithmetic.ts';
import { atomicDecoders } from './decode/atomic.ts';
import { controlDecoders } from './decode/control.ts';
import { logicalDecoders } from './decode/logical.ts';
import { memoryDecoders } from './decode/memory.ts';
import type { DecoderTable } from './decode/row.ts';
import type { MicroOperation } from './micro.ts';

const decoders: DecoderTable = {
  ...arithmeticDecoders,
  ...logicalDecoders,
  ...memoryDecoders,
  ...atomicDecoders,
  ...controlDecoders,
};

/** The encodings that the explorers execute, by id. */
export const supportedEncodings: readonly string[] = Object.keys(decoders);

/**
 * What an instruction word at an address does. Undefined where the explorers do not execute it: it is unallocated, or
 * none that litmus tests use.
 */
export function decodeWord(word: number, address: number, constants: ConstantPool): MicroOperation[] | undefined {
  const encoding = identify(word);
  const decoder = encoding && decoders[encoding.id];
  if (!encoding || !decoder) return undefined;
  const builder = new InstructionBuilder(address, constants);
  return decoder(builder, extractFields(encoding.pattern, word)) === false ? undefined : builder.steps;
}

/** For messages: the instruction in GNU syntax, or its word. */
export function describeWord(word: number, address: number): string {
  return disassemble(word, BigInt(address)) ?? `word ${word.toString(16).padStart(8, '0')}`;
}
