/** Runs a case of the suites on a platform: a hypervisor or none, and a firmware behind it. */
import { OUTCOME_RESUME } from '../../../assembly/layout.ts';
import { decodeReply } from '../../../src/abi/describe.ts';
import type { MachineOptions } from '../../../src/engine/engine.ts';
import { Machine } from '../../../src/engine/machine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../../../src/engine/models.ts';
import type { Disposition, PartitionCall } from '../../../src/engine/record.ts';
import { partitions } from '../../el3/fixture.ts';
import { hvcWord, registers, smcWord } from '../../machine/fixture.ts';
import { endpointDescriptor, messageHeader } from './endpoint.ts';
import type { SuiteCase } from './row.ts';
import { type CallStep, type Check, type MemoryStep, type Names, parseStep, type Step } from './step.ts';

export interface Platform {
  hypervisor: string;
  firmware: string;
  /** Changes to the firmware's switches. */
  settings?: Setting[];
}

export interface Failure {
  passed: false;
  /** The line that does not hold, and what came instead. */
  step: string;
  actual: string;
  /** What EL2 did with that call; undefined where nobody called. */
  disposition: Disposition | undefined;
}

/** All lines hold. What the normal world got last, and whether x8 to x17 were as before then. */
export interface Success {
  passed: true;
  answer: string;
  kept: boolean;
}

/** What became of a case. */
export type Outcome = Success | Failure;

const TX = 0x8040_0000n;
const RX = 0x8048_0000n;
/** The first virtual machine that Xen runs has this id; without one, and behind pKVM, the caller is 0. */
const XEN_GUEST = 2n;
const GENERAL = 31;
const CALL_REGISTERS = 18;
const FIRST_EXTENDED = 8;
/** Most pages of a buffer where the firmware names no number. */
const MOST_PAGES = 63n;

/** What is made from a text, made once: the cases run thousands of times. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text) ?? make(text);
    made.set(text, known);
    return known;
  };
}

const profileOf = remembered((name) => resolveFirmware([], name));

/** Names in steps are for the firmware as its profile has it, whatever is changed of it. */
function namesOf({ hypervisor, firmware }: Platform): Names {
  const profile = profileOf(firmware);
  const most = BigInt(profile.max_pages!);
  return {
    version: BigInt(profile.version!),
    ME: hypervisor.startsWith('xen/') ? XEN_GUEST : 0n,
    PAGES: most === 0n ? MOST_PAGES : most,
    SP: 0x8001n,
    SP2: 0x8002n,
    SP3: 0x8003n,
    TX,
    RX,
    SPMC: BigInt(profile.spmc_id!),
  };
}

/** Patterns that differ from register to register and from call to call, in every half. */
function pattern(call: number, n: number, bits: 32 | 64): bigint {
  const low = 0x9000_0000n + BigInt(call) * 0x1_0001n + BigInt(n) * 0x0101_0000n;
  return bits === 32 ? low : (low << 32n) | (low ^ 0x0f0f_0f0fn);
}

class CaseRun {
  readonly #machine: Machine;
  readonly #names: Names;
  readonly #calls: PartitionCall[] = [];
  /** How far the calls of each partition have been compared. */
  readonly #compared = new Map<number, number>();
  #sent: bigint[] = [];
  #number = 0;
  /** What the normal world got last, and whether x8 to x17 were as before. */
  answer = '';
  kept = true;

  constructor(machine: Machine, names: Names) {
    this.#machine = machine;
    this.#names = names;
  }

  note(calls: PartitionCall[] = []): void {
    for (const call of calls) {
      const index = this.#calls.findIndex((known) => known.index === call.index);
      if (index < 0) this.#calls.push(call);
      else this.#calls[index] = call;
    }
  }

  /** Zeroes the memory that is compared later: an earlier case may have written there. */
  clearWords(steps: readonly string[]): void {
    for (const step of steps.map(stepOf)) {
      if (step.kind === 'word') this.#machine.writeMemory(step.values[0]!(this.#names), new Uint8Array(4));
    }
  }

  /** Undefined where the line holds. */
  step(step: Step): Failure | undefined {
    if (step.kind === 'call') return step.partition === undefined ? this.#call(step) : this.#compare(step);
    return this.#memory(step);
  }

  #memory({ kind, text, values }: MemoryStep): Failure | undefined {
    const [first, ...rest] = values.map((value) => value(this.#names));
    if (kind === 'endpoint') this.#machine.writeMemory(TX, endpointDescriptor([first!, ...rest]));
    else if (kind === 'message') this.#machine.writeMemory(first!, messageHeader(rest));
    else {
      const word = new DataView(this.#machine.readMemory(first!, 4).buffer).getUint32(0, true);
      if (BigInt(word) === rest[0]) return undefined;
      return { passed: false, step: text, actual: `0x${word.toString(16)}`, disposition: undefined };
    }
    return undefined;
  }

  #call(step: CallStep): Failure | undefined {
    const before = this.#registersOf(step);
    this.#machine.writeRegisters(0, registers(before));
    const outcome = this.#machine.trap(0, step.conduit === 'hvc' ? hvcWord() : smcWord());
    const { after, disposition, partitionCalls } = this.#machine.readTrap(0);
    this.note(partitionCalls);
    if (step.payload !== 0) this.#sent = before;
    const failed = this.#failedCheck(step, before, after.x);
    const survived = outcome === OUTCOME_RESUME;
    this.answer = survived ? told(after.x, before, failed) : 'EL2 does not survive';
    this.kept = before.every((word, n) => n < FIRST_EXTENDED || n >= CALL_REGISTERS || after.x[n] === word);
    if (survived && failed === undefined) return undefined;
    return { passed: false, step: step.text, actual: this.answer, disposition };
  }

  #registersOf({ id, arguments: given, payload }: CallStep): bigint[] {
    this.#number += 1;
    const x = Array.from({ length: GENERAL }, (_, n) => (n < 8 ? 0n : pattern(this.#number, n, 64)));
    x[0] = id(this.#names);
    given.forEach((value, n) => {
      x[n + 1] = value(this.#names);
    });
    if (payload === 1) for (let n = 3; n < 8; n++) x[n] = pattern(this.#number, n, 32);
    if (payload === 2) for (let n = 4; n < CALL_REGISTERS; n++) x[n] = pattern(this.#number, n, 64);
    return x;
  }

  #failedCheck(step: CallStep, before: readonly bigint[], after: readonly bigint[]): Check | undefined {
    return step.answer.checks.find((check) => !this.#holds(check, before, after));
  }

  #holds({ bank, first, last, equal, value }: Check, before: readonly bigint[], after: readonly bigint[]): boolean {
    const cut = (word: bigint) => (bank === 'w' ? BigInt.asUintN(32, word) : word);
    for (let n = first; n <= last; n++) {
      const other = value === 'kept' ? before[n] : value === 'sent' ? this.#sent[n] : value(this.#names);
      if ((cut(after[n]!) === cut(other!)) !== equal) return false;
    }
    return true;
  }

  #compare(step: CallStep): Failure | undefined {
    const partition = step.partition!;
    const from = this.#compared.get(partition) ?? 0;
    const id = step.id(this.#names);
    const index = this.#calls.findIndex(
      (call, n) => n >= from && call.partition === partition && BigInt.asUintN(32, call.before[0]!) === id,
    );
    const call = this.#calls[index];
    const fails = (actual: string): Failure => ({ passed: false, step: step.text, actual, disposition: undefined });
    if (!call) return fails('the partition does not come to it');
    this.#compared.set(partition, index + 1);
    if (!call.after) return fails('does not return');
    const failed = this.#failedCheck(step, call.before, call.after);
    return failed && fails(told(call.after, call.before, failed));
  }
}

/** The answer, and the condition on other registers that it does not meet. */
function told(after: readonly bigint[], before: readonly bigint[], failed: Check | undefined): string {
  const [first, ...rest] = after;
  const { name, text } = decodeReply([BigInt.asUintN(32, first!), ...rest], [...before]);
  const answer = name === 'FFA_ERROR' ? text.replace(/^FFA_ERROR /, '') : name;
  return failed === undefined || failed.answer ? answer : `${answer}, not ${failed.text}`;
}

let machine: Machine | undefined;

/** One machine for all cases: making another takes longer than running one. */
function restarted(options: MachineOptions): Machine {
  if (machine) machine.restart(options);
  else machine = new Machine(options);
  return machine;
}

const stepOf = remembered(parseStep);
const modelOf = remembered((name) => resolveModel(name, []));
const partitionsOf = remembered((lines) => partitions(...lines.split('\n').filter((line) => line !== '')));

/** Runs a case from a fresh start; the first line that does not hold ends it. */
export function runCase({ partitions: lines = [], steps }: SuiteCase, platform: Platform): Outcome {
  const names = namesOf(platform);
  const text = lines.join('\n').replaceAll('{version}', `0x${names.version!.toString(16)}`);
  const target = restarted({
    model: modelOf(platform.hypervisor),
    firmware: resolveFirmware(platform.settings ?? [], platform.firmware),
    partitions: partitionsOf(text),
    replies: [],
    control: { tsc: true, smd: false, hce: true },
    undefinedFill: 0n,
  });
  const run = new CaseRun(target, names);
  run.clearWords(steps);
  const { result, partitionCalls } = target.boot();
  run.note(partitionCalls);
  if (result !== 0)
    return { passed: false, step: steps[0]!, actual: 'the hypervisor does not come up', disposition: undefined };
  for (const line of steps) {
    const failure = run.step(stepOf(line));
    if (failure) return failure;
  }
  return { passed: true, answer: run.answer, kept: run.kept };
}
