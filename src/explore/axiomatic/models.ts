import { isSingleCopy } from './cells.ts';
import { armv8Order, type LocalOrder, sequentialOrder, totalStoreOrder } from './local-order.ts';
import type { Access } from './path.ts';

export type ModelName = 'sc' | 'tso' | 'armv8';

export interface MemoryModel {
  name: ModelName;
  title: string;
  localOrder: LocalOrder;
  /** Whether all bytes of an access are read or written at once. */
  atOnce: (access: Pick<Access, 'offset' | 'size'>) => boolean;
}

const always = (): boolean => true;

/**
 * The memory models. They differ in the order that each thread keeps; what threads observe of each other is the same in
 * all of them: a read comes after the write of another thread that it reads from and before those that it missed, and
 * writes come in one order for everyone.
 */
export const memoryModels: Record<ModelName, MemoryModel> = {
  sc: { name: 'sc', title: 'sequential consistency', localOrder: sequentialOrder, atOnce: always },
  tso: { name: 'tso', title: 'total store order', localOrder: totalStoreOrder, atOnce: always },
  armv8: { name: 'armv8', title: 'Armv8, other-multi-copy-atomic', localOrder: armv8Order, atOnce: isSingleCopy },
};
