/** The models of the relay: one row of switches each. TypeScript only. */

import type { Variant } from '../variant.ts';

export const relayVariants: Variant[] = [
  {
    name: 'relay/plain',
    description: 'no mediator: FF-A and SiP calls go to EL3 as they are, PSCI and one hypercall are answered',
    provenance: 'DDI 0487 and DEN0028 to the letter; the ground for hypervisors of which one bug alone is shown',
    switches: {},
  },
];
