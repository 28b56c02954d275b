import type { Rule } from '../rule.ts';

/** EL2 survives whatever it is asked. */
export const el2Lives: Rule = {
  id: 'el2-lives',
  clause: 'no clause: isolation',
  demands: 'no call of a guest stops EL2',
  applies: 'every call',
  problem: 'EL2 is dead',
  registers: [],
  guestOnly: true,
  afterDeath: true,
  anyImmediate: true,
  disputes: [],
  look: ({ died }) => ({ bad: [], fatal: died, fault: 'el2' }),
};
