import { DISCARD, type MicroOperation, ZERO } from '../program/micro.ts';

/** Slots that a step reads. */
export function slotsRead(step: MicroOperation): number[] {
  switch (step.kind) {
    case 'compute':
      return [step.left, step.right];
    case 'select':
      return [step.condition, step.whenSet, step.whenClear];
    case 'load':
    case 'branchRegister':
      return [step.address];
    case 'store':
    case 'atomic':
      return [step.address, step.data];
    case 'compareAndSwap':
      return step.places.flatMap(({ address, expected, data }) => [address, expected, data]);
    case 'branch':
      return step.condition === undefined ? [] : [step.condition];
    case 'barrier':
      return [];
  }
}

/** Slots that a step always writes. */
export function slotsWritten(step: MicroOperation): number[] {
  const all = targets(step);
  return all.filter((slot) => slot !== DISCARD && slot !== ZERO);
}

function targets(step: MicroOperation): number[] {
  switch (step.kind) {
    case 'compute':
    case 'select':
    case 'load':
    case 'atomic':
      return [step.target];
    case 'store':
      return step.status === undefined ? [] : [step.status];
    case 'compareAndSwap':
      return step.places.map(({ target }) => target);
    default:
      return [];
  }
}
