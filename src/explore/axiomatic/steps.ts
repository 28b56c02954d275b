import {
  type Atomic,
  type Barrier,
  DISCARD,
  type Load,
  type MicroOperation,
  type Select,
  type Store,
} from '../program/micro.ts';
import { signExtend } from '../word.ts';
import { addRead, addWrite, type Place } from './accesses.ts';
import { branchOn, type StepContext } from './assume.ts';
import { compareAndSwap } from './exchange.ts';
import { compute, constant, type Expression, truncate, zero } from './expression.ts';
import { type ThreadState, untainted } from './machine.ts';

function select(state: ThreadState, step: Select, context: StepContext): void {
  const condition = state.read(step.condition);
  const choose = (slot: number) => (chosen: ThreadState) => {
    const { value, taint, pick } = chosen.read(slot);
    chosen.write(step.target, { value, taint, pick: pick | condition.pick });
  };
  branchOn(state, condition.value, context, choose(step.whenSet), choose(step.whenClear));
}

function load(state: ThreadState, step: Load, instruction: number, context: StepContext): boolean {
  const found = context.place(state, state.read(step.address), step.size);
  if (!found) return false;
  const place = { ...found, joined: step.joined };
  const { index, result } = addRead(state, instruction, place, { order: step.order, noReturn: false });
  if (step.exclusive) {
    const first = state.accesses[index]!.part === 0;
    state.exclusives = first ? [index] : [...state.exclusives, index];
  }
  const { value, taint, pick } = result;
  const extended = step.signed === 0 ? value : compute(signExtend, step.signed === 64, value, constant(8 * step.size));
  state.write(step.target, { value: extended, taint, pick });
  return true;
}

/** The second store of an exclusive pair: the first one of the same instruction stored already. */
function isSecond(state: ThreadState, step: Store): boolean {
  return step.joined && state.halfStored;
}

/** The exclusive load that a store exclusive pairs with; undefined where it has to fail. */
function partnerOf(state: ThreadState, step: Store, place: Place): number | undefined {
  if (step.joined !== (state.exclusives.length === 2)) return undefined;
  const partner = state.exclusives[isSecond(state, step) ? 1 : 0];
  const read = partner === undefined ? undefined : state.accesses[partner];
  const same = read?.region === place.region && read.offset === place.offset && read.size === place.size;
  return same ? partner : undefined;
}

function storeExclusive(
  state: ThreadState,
  step: Store,
  instruction: number,
  place: Place,
  context: StepContext,
): void {
  const status = step.status!;
  const partner = partnerOf(state, step, place);
  const data = state.read(step.data);
  if (partner !== undefined) {
    const succeed = (chosen: ThreadState): void => {
      addWrite(chosen, instruction, place, data, { release: step.release, pairedRead: partner, pair: 'exclusive' });
      chosen.write(status, untainted(zero));
      chosen.halfStored = step.joined && !chosen.halfStored;
      if (!chosen.halfStored) chosen.exclusives = [];
    };
    // The second half of a pair shares the fate of the first.
    if (isSecond(state, step)) {
      succeed(state);
      return;
    }
    context.fork(state, succeed);
  }
  state.write(status, untainted(constant(1)));
  state.exclusives = [];
}

function store(state: ThreadState, step: Store, instruction: number, context: StepContext): boolean {
  const data = state.read(step.data);
  const place = context.place(state, state.read(step.address), step.size);
  if (!place) return false;
  if (step.status !== undefined) storeExclusive(state, step, instruction, { ...place, joined: step.joined }, context);
  else addWrite(state, instruction, place, data, { release: step.release, pairedRead: -1, pair: 'none' });
  return true;
}

function atomic(state: ThreadState, step: Atomic, instruction: number, context: StepContext): boolean {
  const data = state.read(step.data);
  const place = context.place(state, state.read(step.address), step.size);
  if (!place) return false;
  const noReturn = step.target === DISCARD;
  const { index, result } = addRead(state, instruction, place, { order: step.acquire ? 'acquire' : 'plain', noReturn });
  const extend = (value: Expression): Expression =>
    step.signed ? compute(signExtend, true, value, constant(8 * step.size)) : truncate(value, step.size);
  const signed = step.signed && step.size < 8;
  const [old, operand] = signed
    ? [extend(result.value), extend(data.value)]
    : [result.value, truncate(data.value, step.size)];
  const value = step.usesOld ? compute(step.operation, true, old, operand) : operand;
  // The dependency of the write on its own read is the pair's, not one through a register.
  const written = addWrite(
    state,
    instruction,
    place,
    { ...data, value },
    {
      release: step.release,
      pairedRead: index,
      pair: step.usesOld ? 'atomic' : 'swap',
    },
  );
  if (step.usesOld) {
    const write = state.accesses[written]!;
    state.accesses[written] = { ...write, taint: write.taint | result.taint, pickTaint: write.pickTaint | result.pick };
  }
  state.write(step.target, result);
  return true;
}

function barrier(state: ThreadState, step: Barrier, instruction: number): void {
  state.barriers.push({ instruction, occurrence: state.occurrence, barrier: step });
  const { counts } = state;
  if (step.barrier === 'isb') {
    state.synchronized |= state.control | state.pickControl | state.addresses | state.pickAddresses;
  } else if (step.accesses === 'all') counts.all += 1;
  else if (step.accesses === 'loads') counts.loads += 1;
  else if (step.barrier === 'dsb') counts.completedStores += 1;
  else counts.stores += 1;
}

/** Executes one step that is no branch. False where the path ends in it, because an address is nowhere. */
export function executeStep(
  state: ThreadState,
  step: MicroOperation,
  instruction: number,
  context: StepContext,
): boolean {
  switch (step.kind) {
    case 'compute': {
      const [left, right] = [state.read(step.left), state.read(step.right)];
      const value = compute(step.operation, step.wide, left.value, right.value);
      state.write(step.target, { value, taint: left.taint | right.taint, pick: left.pick | right.pick });
      return true;
    }
    case 'select':
      select(state, step, context);
      return true;
    case 'load':
      return load(state, step, instruction, context);
    case 'store':
      return store(state, step, instruction, context);
    case 'atomic':
      return atomic(state, step, instruction, context);
    case 'compareAndSwap':
      return compareAndSwap(state, step, instruction, context);
    case 'barrier':
      barrier(state, step, instruction);
      return true;
    default:
      throw new Error('a branch is no step of this kind');
  }
}
