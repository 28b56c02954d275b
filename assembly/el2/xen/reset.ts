/** The state before Xen boots: no firmware known, no VM. What a VM has is prepared when it is created. */

import { XEN_STATE_SIZE, XEN_STATE_START, XEN_VM_COUNT } from '../../layout';
import { vmAt } from './access';
import { VM_EXISTS } from './state';

export function resetXen(): void {
  memory.fill(XEN_STATE_START, 0, XEN_STATE_SIZE);
  for (let index: u32 = 0; index < XEN_VM_COUNT; index++) store<u32>(vmAt(index), 0, VM_EXISTS);
}
