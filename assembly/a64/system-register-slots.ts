import * as layout from '../layout.ts';
import { type SystemRegisterBehaviour, systemRegisterBehaviour } from './system-register-behaviour.ts';

const layoutNames = layout as unknown as Record<string, number | undefined>;
const slotSize = 8;

function placed(name: string): number | undefined {
  const upper = name.toUpperCase();
  return layoutNames[`SYS_${upper}`] ?? layoutNames[`REG_${upper}`];
}

function hasSlot([name, , , kind, options]: SystemRegisterBehaviour): boolean {
  return kind === 'slot' || (kind === 'special' && (options !== undefined || /_cval_|^cptr|^cpacr/.test(name)));
}

/** Offset in a vCPU block of every system register that has one, by name: layout.ts has some, the others follow. */
export function systemRegisterSlots(): Map<string, number> {
  const slots = new Map<string, number>();
  let next = layout.SYS_OTHERS_START;
  for (const row of systemRegisterBehaviour) {
    if (!hasSlot(row)) continue;
    slots.set(row[0], placed(row[0]) ?? next);
    if (placed(row[0]) === undefined) next += slotSize;
  }
  if (next > layout.TRAP_BEFORE_X) throw new Error('the system registers do not fit a vCPU block');
  return slots;
}
