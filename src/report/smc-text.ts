/** The SMCs that reached EL3, as lines of text. */
import { describeCall, describeReply } from '../abi/describe.ts';
import { hex } from '../engine/hex.ts';
import type { SmcRecord } from '../engine/record.ts';
import { createPaint, flow } from './format.ts';
import type { TextOptions } from './register-text.ts';
import { ranges } from './words.ts';

const name = (n: number): string => `x${n}`;
const bit = (mask: number, n: number): boolean => ((mask >>> n) & 1) !== 0;

/** Registers that a sentence covers: their numbers, and what to say about them. */
function group(numbers: number[], text: string): string[] {
  return numbers.length > 0 ? [`${ranges(numbers.map(name))} ${text}`] : [];
}

/** The registers of these numbers: each value that is not zero, then the zeros together. */
function values(x: bigint[], numbers: number[]): string[] {
  const listed = numbers.filter((n) => x[n] !== 0n).map((n) => `${name(n).padEnd(3)} ${hex(x[n] ?? 0n)}`);
  const zeros = numbers.filter((n) => x[n] === 0n);
  return [...listed, ...group(zeros, 'zero')];
}

/** What EL2 passed. `caller` is x0 … x17 of the trapped call: an SMC that passes them on as they were says so. */
function inputParts({ input, registers, undefinedInput }: SmcRecord, caller: bigint[] | undefined): string[] {
  const unsure = input.map((_, n) => n).filter((n) => bit(undefinedInput, n));
  const sure = Array.from({ length: registers }, (_, n) => n).filter((n) => !unsure.includes(n));
  if (caller && unsure.length === 0 && sure.every((n) => input[n] === caller[n])) {
    return [`${ranges(sure.map(name))} as the caller passed them`];
  }
  return [...values(input, sure), ...group(unsure, 'undefined (EL2 stack)')];
}

/** What EL3 returned. Registers that came back as they went are named, not repeated. */
function outputParts({ input, output, undefinedOutput, reply, origins }: SmcRecord): string[] {
  const numbers = output.map((_, n) => n);
  const whose = (mask: number | undefined) => numbers.filter((n) => bit(mask ?? 0, n) && output[n] !== 0n);
  const unsure = numbers.filter((n) => bit(undefinedOutput, n));
  const kept = numbers.filter((n) => output[n] === input[n] && output[n] !== 0n && !unsure.includes(n));
  return [
    ...values(
      output,
      numbers.filter((n) => !kept.includes(n) && !unsure.includes(n)),
    ),
    ...group(kept, 'as passed'),
    ...group(unsure, 'undefined (EL2 stack)'),
    ...group(whose(origins?.partition), 'from a partition'),
    ...group(whose(origins?.stale), 'from an earlier call'),
    ...(reply === undefined ? [] : ['(scripted)']),
  ];
}

/** `  SMC 1  FFA_VERSION(1.2) SMC32 → 1.2`, then the registers in and out. */
export function smcLines(smc: SmcRecord, number: number, caller: bigint[] | undefined, options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const head = `SMC ${number}`;
  const indent = 2 + head.length + 2;
  const reply = `→ ${paint.bold(describeReply(smc.output, smc.input))}`;
  const rest = (title: string, parts: string[]): string[] =>
    flow([`${title} ${parts[0] ?? ''}`, ...parts.slice(1)], options.width, indent, 4, '  ');
  return [
    ...flow([`${head}  ${describeCall(smc.input)}`, reply], options.width, 2, head.length + 2, ' '),
    ...[...rest('in ', inputParts(smc, caller)), ...rest('out', outputParts(smc))].map(paint.dim),
  ];
}
