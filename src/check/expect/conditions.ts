import type { ModelState, PartitionCall, RegisterFile, SmcRecord, TrapRecord } from '../../engine/record.ts';
import { comparisonWidth, FIELD_WIDTH } from '../../guest/stub/condition.ts';
import type { RunPlan } from '../../guest/stub/plan.ts';
import { type RegisterRange, readRegister, registerName } from '../../guest/stub/registers.ts';
import type { Comparison, Condition, RegisterSource } from '../../guest/stub/spec.ts';
import { type Difference, inWords } from './outcome.ts';
import { lastReply, namedReply, namedStep } from './replies.ts';
import { trapField } from './trap-fields.ts';

/** What a condition is held against. */
export interface Scene {
  /** `arrival 2`, `trap 0`, `boot`. */
  where: string;
  plan: RunPlan;
  /** Registers at this moment; undefined at boot. */
  registers: RegisterFile | undefined;
  /** The trap taken last, or the trap that the expectation is about. */
  trap: TrapRecord | undefined;
  /** Every SMC so far, boot first. */
  smcs: () => readonly SmcRecord[];
  /** Every call of a partition so far. */
  calls: () => readonly PartitionCall[];
  /** `before`, where no trap is meant. */
  before?: RegisterFile;
  variables: ModelState;
}

type Compare = Extract<Condition<bigint>, { kind: 'registers' }>;
type UndefinedCondition = Extract<Condition<bigint>, { kind: 'undefined' }>;
type FieldCondition = Extract<Condition<bigint>, { kind: 'field' }>;

/** Reads one register of the right side, or says why there is none. */
type Reader = ((range: RegisterRange, number: number) => bigint) | string;

function readerOf(file: RegisterFile | undefined, missing: string): Reader {
  return file ? (range, number) => readRegister(file, range.bank, number) : missing;
}

function valueReader(x: bigint[] | string): Reader {
  if (typeof x === 'string') return x;
  return ({ bank }, number) => BigInt.asUintN(bank === 'w' ? 32 : 64, x[number]!);
}

function replyReader(smc: SmcRecord | string): Reader {
  return valueReader(typeof smc === 'string' ? smc : smc.output);
}

/** A scripted reply, or a step of a partition's script. */
function namedReader(name: string, { plan, smcs, calls }: Scene): Reader {
  return plan.stepNames.includes(name)
    ? valueReader(namedStep(name, plan, calls()))
    : replyReader(namedReply(name, plan, smcs()));
}

function sourceReader(source: RegisterSource, scene: Scene): Reader {
  switch (source.kind) {
    case 'now':
      return readerOf(scene.registers, 'no registers');
    case 'initial':
      return readerOf(scene.plan.initial, 'no registers');
    case 'before':
      return readerOf(scene.before ?? scene.trap?.before, 'no trap was taken before');
    case 'reply':
      return replyReader(lastReply(scene.trap));
    case 'named-reply':
      return namedReader(source.name, scene);
  }
}

interface Side {
  name: string;
  width: number;
  mask: bigint | undefined;
  comparison: Comparison;
}

/** The difference between two numbers, or none. A `==` shows the bits that differ, a `!=` has none to show. */
function compare(
  side: Side,
  expected: bigint,
  found: bigint,
  condition: Condition<bigint>,
  where: string,
): Difference[] {
  const { name, width, mask, comparison } = side;
  const kept = mask ?? (1n << BigInt(width)) - 1n;
  const changed = (expected ^ found) & kept;
  if ((changed === 0n) === (comparison === '==')) return [];
  const words = inWords(condition, where, name, '', '');
  return [{ ...words, comparison, expected: expected & kept, found: found & kept, changed, width }];
}

function checkRegisters(condition: Compare, scene: Scene): Difference[] {
  const { registers, right, mask, comparison } = condition;
  const width = comparisonWidth(registers);
  const reader: Reader = right.kind === 'value' ? () => right.value : sourceReader(right.source, scene);
  if (typeof reader === 'string') {
    return [
      inWords(condition, scene.where, registerName(registers.bank, registers.first), 'a value to compare', reader),
    ];
  }
  const theirs = (right.kind === 'registers' ? right.registers : undefined) ?? registers;
  const differences: Difference[] = [];
  for (let number = registers.first; number <= registers.last; number += 1) {
    const side = { name: registerName(registers.bank, number), width, mask, comparison };
    const other = Math.min(theirs.first + number - registers.first, theirs.last);
    const expected = BigInt.asUintN(width, reader(theirs, other));
    const found = readRegister(scene.registers!, registers.bank, number);
    differences.push(...compare(side, expected, found, condition, scene.where));
  }
  return differences;
}

/** What the trap left in the register, in words. */
function writerOf(number: number, scene: Scene): string {
  const { trap, registers } = scene;
  if (!trap) return 'no trap was taken before';
  if (registers && registers.x[number] !== trap.after.x[number]) return 'written by the program since the trap';
  const writer = trap.writers[number];
  return writer === 'undefined' ? 'undefined' : `written by ${writer === 'caller' ? 'nobody but the caller' : writer}`;
}

function checkUndefined(condition: UndefinedCondition, scene: Scene): Difference[] {
  const { first, last } = condition.registers;
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return numbers.flatMap((number) => {
    const writer = writerOf(number, scene);
    if (writer === 'undefined') return [];
    return [inWords(condition, scene.where, registerName('x', number), 'undefined', writer)];
  });
}

/** A field of the trap, else a variable of the model. */
function fieldOf(name: string, scene: Scene, isTrap: boolean): bigint | undefined {
  if (isTrap) return scene.trap && trapField(scene.trap, name);
  return Object.hasOwn(scene.variables, name) ? scene.variables[name] : undefined;
}

function checkField(condition: FieldCondition, scene: Scene, isTrap: boolean): Difference[] {
  const { name, mask, comparison, value } = condition;
  const found = fieldOf(name, scene, isTrap);
  if (found === undefined) {
    const known = Object.keys(scene.variables).join(', ') || 'none';
    return [inWords(condition, scene.where, name, 'a variable of the model', `no such variable; there are: ${known}`)];
  }
  return compare({ name, width: FIELD_WIDTH, mask, comparison }, value, found, condition, scene.where);
}

function checkCondition(condition: Condition<bigint>, scene: Scene, isTrap: boolean): Difference[] {
  switch (condition.kind) {
    case 'registers':
      return checkRegisters(condition, scene);
    case 'undefined':
      return checkUndefined(condition, scene);
    case 'field':
      return checkField(condition, scene, isTrap);
    case 'disposition': {
      const found = scene.trap?.disposition ?? 'none';
      const { disposition } = condition;
      return found === disposition ? [] : [inWords(condition, scene.where, 'EL2', disposition, found)];
    }
  }
}

/** Holds every condition against the scene; `isTrap` where the expectation is about a trap. */
export function checkConditions(conditions: readonly Condition<bigint>[], scene: Scene, isTrap = false): Difference[] {
  return conditions.flatMap((condition) => checkCondition(condition, scene, isTrap));
}
