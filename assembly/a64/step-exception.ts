/** The software step state machine around one instruction (DDI 0487, D2.12.3). */

import { REG_PC, REG_PSTATE, RUN_STEPPED, STOP_STEP } from '../layout';
import { PSTATE_SS } from '../machine/pstate';
import { syndromeStep } from '../machine/syndrome-access';
import { isPcUsable } from './abort';
import { openOperation, wordOf } from './code';
import { currentLevel } from './context';
import { attend } from './deliver';
import { currentEvent, EVENT_NONE } from './event';
import { execute } from './generated/dispatch';
import { completeStep, isStepPending } from './software-step';
import { synchronousTarget, takeOrStop } from './take';

/** Load-exclusive and load-acquire-exclusive, of a register or a pair. */
const EXCLUSIVE_MASK: u32 = 0x3fc00000;
const EXCLUSIVE_SINGLE: u32 = 0x08400000;
const EXCLUSIVE_PAIR: u32 = 0x08600000;

/** Takes the step exception where it is pending, else executes one instruction. Returns what is left of the budget. */
export function stepOnce(cpu: usize, budget: u32): u32 {
  if (isStepPending(cpu)) {
    takeStep(cpu);
    return budget;
  }
  if (!isPcUsable(cpu)) return budget;
  const op = openOperation(load<u64>(cpu, REG_PC));
  const word = wordOf(op);
  const before = load<u64>(cpu, REG_PSTATE);
  const left = execute(cpu, op, 1);
  if (currentEvent() === EVENT_NONE && isSameContext(cpu, before)) completeStep(cpu, isLoadExclusive(word));
  attend(cpu);
  return budget - 1 + left;
}

/** An exception or exception return sets PSTATE.SS by itself. */
function isSameContext(cpu: usize, before: u64): bool {
  return ((load<u64>(cpu, REG_PSTATE) ^ before) & PSTATE_SS) === 0;
}

function takeStep(cpu: usize): void {
  const stepped = load<u32>(cpu, RUN_STEPPED);
  const target = synchronousTarget(cpu);
  store<u32>(cpu, 0, RUN_STEPPED);
  takeOrStop(cpu, target, syndromeStep(stepped !== 0, stepped === 2, target === currentLevel(cpu)), STOP_STEP);
}

function isLoadExclusive(word: u32): bool {
  const kind = word & EXCLUSIVE_MASK;
  return kind === EXCLUSIVE_SINGLE || kind === EXCLUSIVE_PAIR;
}
