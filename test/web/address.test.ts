import { describe, expect, it } from 'vitest';
import { readAddress } from '../../src/web/viewer.ts';

const none = { step: undefined, trap: undefined, register: undefined };

describe('the address of a step', () => {
  it.each([
    ['#r3', { ...none, run: 3 }],
    ['#r3.s12', { ...none, run: 3, step: 12 }],
    ['#r0.t1', { ...none, run: 0, trap: 1 }],
    ['#r0.t1.x17', { ...none, run: 0, trap: 1, register: 'x17' }],
    ['#r0.t1.sp_el0', { ...none, run: 0, trap: 1, register: 'sp_el0' }],
  ])('%s is read', (hash, address) => {
    expect(readAddress(hash)).toEqual(address);
  });

  it.each(['', '#', '#findings', '#r', '#rx', '#r1.', '#r1.t', '#r1.s2.x3', '#r1.t2.3', '#r1.t2.x"]', '#r1.t2.x3 '])(
    '%j is about something else',
    (hash) => {
      expect(readAddress(hash)).toBeUndefined();
    },
  );
});
