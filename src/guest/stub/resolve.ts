import { comparisonWidth, FIELD_WIDTH } from './condition.ts';
import type { Expression } from './expression.ts';
import { complaint, type Place } from './place.ts';
import { registerName } from './registers.ts';
import type {
  CallSequence,
  Condition,
  Expectation,
  LabelReference,
  RegisterSource,
  RightSide,
  StopPattern,
} from './spec.ts';
import { didYouMean } from './suggest.ts';
import type { SymbolTable } from './symbols.ts';

/** What turns names into numbers. */
export interface ResolveContext {
  symbols: SymbolTable;
  /** Names of all scripted replies, of other models too. */
  replyNames: ReadonlySet<string>;
}

type RegisterCondition<Value> = Extract<Condition<Value>, { kind: 'registers' }>;
type FieldCondition<Value> = Extract<Condition<Value>, { kind: 'field' }>;

/** A name alone on the right side can be a reply or a constant; one that is both is refused. */
function namedReply(right: RightSide<Expression>, context: ResolveContext): RegisterSource | undefined {
  if (right.kind !== 'value' || right.value.kind !== 'symbol') return undefined;
  const { name, place } = right.value;
  if (!context.replyNames.has(name)) return undefined;
  if (context.symbols.defines(name)) {
    throw complaint(place, `${name} is both a reply and a label: write ${name}.x0 for the reply's register`);
  }
  return { kind: 'named-reply', name, place };
}

function checkReplySource(source: RegisterSource, context: ResolveContext): void {
  if (source.kind !== 'named-reply' || context.replyNames.has(source.name)) return;
  const message = `no reply is called ${source.name}${didYouMean(source.name, context.replyNames)}`;
  throw complaint(source.place, message);
}

function resolveMask(mask: Expression | undefined, width: number, symbols: SymbolTable): bigint | undefined {
  return mask && symbols.value(mask, width, `a mask of ${width} bits`);
}

/** A value with bits that the mask takes away can never be met. */
function rejectImpossible(mask: bigint | undefined, value: bigint, place: Place): void {
  if (mask === undefined || (value & ~mask) === 0n) return;
  throw complaint(place, `0x${value.toString(16)} has bits outside the mask 0x${mask.toString(16)}`);
}

function resolveRight(condition: RegisterCondition<Expression>, context: ResolveContext): RightSide<bigint> {
  const { right, registers } = condition;
  const source = right.kind === 'registers' ? right.source : namedReply(right, context);
  if (source === undefined && right.kind === 'value') {
    const what = registerName(registers.bank, registers.first);
    return { kind: 'value', value: context.symbols.value(right.value, comparisonWidth(registers), what) };
  }
  checkReplySource(source!, context);
  const others = right.kind === 'registers' ? right.registers : undefined;
  const isNumbered = registers.bank === 'x' || registers.bank === 'w';
  if (source!.kind === 'named-reply' && others === undefined && (!isNumbered || registers.last > 17)) {
    throw complaint(source!.place, 'a reply has x0 to x17 only');
  }
  return { kind: 'registers', source: source!, registers: others };
}

function resolveRegisters(condition: RegisterCondition<Expression>, context: ResolveContext): Condition<bigint> {
  const mask = resolveMask(condition.mask, comparisonWidth(condition.registers), context.symbols);
  const right = resolveRight(condition, context);
  if (right.kind === 'value') rejectImpossible(mask, right.value, condition.place);
  return { ...condition, mask, right };
}

function resolveField(condition: FieldCondition<Expression>, context: ResolveContext): Condition<bigint> {
  const mask = resolveMask(condition.mask, FIELD_WIDTH, context.symbols);
  const value = context.symbols.value(condition.value, FIELD_WIDTH, condition.name);
  rejectImpossible(mask, value, condition.place);
  return { ...condition, mask, value };
}

function resolveCondition(condition: Condition, context: ResolveContext): Condition<bigint> {
  if (condition.kind === 'registers') return resolveRegisters(condition, context);
  if (condition.kind === 'field') return resolveField(condition, context);
  return condition;
}

function resolveSequence(sequence: CallSequence, symbols: SymbolTable): CallSequence<bigint> {
  const calls = sequence.calls.map(({ functionId, args, source }) => ({
    functionId: symbols.value(functionId, 32, 'a function id of 32 bits'),
    args: args.map((arg) => arg && symbols.value(arg, 64, 'an argument of 64 bits')),
    source,
  }));
  return { ...sequence, calls };
}

function resolveStop(stop: StopPattern, symbols: SymbolTable): StopPattern<bigint> {
  const immediate = stop.immediate && symbols.value(stop.immediate, 16, 'an immediate of 16 bits');
  return { ...stop, immediate };
}

/** The same expectation with numbers for its names. Throws an InputError for a name that nothing has. */
export function resolveExpectation(expectation: Expectation, context: ResolveContext): Expectation<bigint> {
  switch (expectation.kind) {
    case 'el3':
    case 'calls':
      return { ...expectation, sequence: resolveSequence(expectation.sequence, context.symbols) };
    case 'stop':
      return { ...expectation, stop: resolveStop(expectation.stop, context.symbols) };
    case 'finding':
      return expectation;
    default:
      return { ...expectation, conditions: expectation.conditions.map((each) => resolveCondition(each, context)) };
  }
}

/** The address that the expectation is about, or undefined where it is about none. */
export function addressOf(expectation: Expectation, symbols: SymbolTable): bigint | undefined {
  const label: LabelReference | undefined =
    expectation.kind === 'stop' ? expectation.stop.at : 'target' in expectation ? expectation.target?.label : undefined;
  if (label === undefined) return undefined;
  const isTrap = expectation.kind === 'trap' || expectation.kind === 'finding';
  return isTrap ? symbols.trapAddress(label) : symbols.address(label);
}
