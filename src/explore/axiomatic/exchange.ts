import { type CompareAndSwap, type ComparedPlace, DISCARD } from '../program/micro.ts';
import { and, equal } from '../word.ts';
import { addRead, addWrite, type Place } from './accesses.ts';
import { assume, type StepContext } from './assume.ts';
import { compute, type Expression, truncate, zero } from './expression.ts';
import type { Tainted, ThreadState } from './machine.ts';
import type { AccessSet } from './path.ts';

interface ExchangedPlace {
  place: Place;
  read: number;
  old: Tainted;
  expected: Tainted;
  data: Tainted;
  target: number;
}

interface Exchange {
  step: CompareAndSwap;
  instruction: number;
  places: ExchangedPlace[];
  /** Not zero where all places hold what is expected. */
  matches: Expression;
}

/** Everything that the comparison comes from. */
function comparedPick({ places }: Exchange): AccessSet {
  return places.reduce((set, { expected, old }) => set | expected.pick | old.pick, 0n);
}

function writeBack(state: ThreadState, exchange: Exchange, data: (place: ExchangedPlace) => Tainted): void {
  const registers = exchange.places.reduce((set, { expected }) => set | expected.pick, 0n);
  for (const exchanged of exchange.places) {
    const value = data(exchanged);
    const { release } = exchange.step;
    const kind = { release, pairedRead: exchanged.read, pair: 'atomic' } as const;
    const written = { ...value, pick: value.pick | registers };
    const index = addWrite(state, exchange.instruction, exchanged.place, written, kind);
    const write = state.accesses[index]!;
    state.accesses[index] = { ...write, pickTaint: write.pickTaint | comparedPick(exchange) };
  }
}

/** The comparison succeeds. The result is what was there, which the registers compared with held as well. */
function exchangeSucceeds(state: ThreadState, exchange: Exchange, fromRegister: boolean): void {
  state.dead = !assume(state, exchange.matches, zero, false);
  if (state.dead) return;
  writeBack(state, exchange, ({ data }) => data);
  for (const { old, expected, target } of exchange.places) {
    const picked = { value: old.value, taint: expected.taint, pick: comparedPick(exchange) };
    state.write(target, fromRegister ? picked : old);
  }
}

/** The comparison fails; whether the old value is written back is open. */
function exchangeFails(state: ThreadState, exchange: Exchange, writes: boolean): void {
  state.dead = !assume(state, exchange.matches, zero, true);
  if (state.dead) return;
  if (writes) writeBack(state, exchange, ({ old }) => ({ value: old.value, taint: 0n, pick: 0n }));
  for (const { old, target } of exchange.places) state.write(target, old);
}

/** CAS and CASP: success and failure are paths of their own. False where the address is nowhere. */
export function compareAndSwap(
  state: ThreadState,
  step: CompareAndSwap,
  instruction: number,
  context: StepContext,
): boolean {
  const found: (ComparedPlace & { place: Place })[] = [];
  for (const compared of step.places) {
    const place = context.place(state, state.read(compared.address), step.size);
    if (!place) return false;
    found.push({ ...compared, place: { ...place, joined: step.places.length > 1 } });
  }
  const order = step.acquire ? 'acquire' : 'plain';
  const places = found.map(({ place, expected, target, data }): ExchangedPlace => {
    const kind = { order, noReturn: target === DISCARD } as const;
    const { index, result } = addRead(state, instruction, place, kind);
    return { place, read: index, old: result, expected: state.read(expected), data: state.read(data), target };
  });
  const equalities = places.map(({ old, expected }) =>
    compute(equal, true, old.value, truncate(expected.value, step.size)),
  );
  const matches = equalities.reduce((all, one) => compute(and, true, all, one));
  const exchange: Exchange = { step, instruction, places, matches };
  context.fork(state, (copy) => exchangeSucceeds(copy, exchange, true));
  context.fork(state, (copy) => exchangeSucceeds(copy, exchange, false));
  context.fork(state, (copy) => exchangeFails(copy, exchange, true));
  exchangeFails(state, exchange, false);
  return true;
}
