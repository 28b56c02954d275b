import { armv8Order, type LocalOrder, sequentialOrder, totalStoreOrder } from './local-order.ts';

export type ModelName = 'sc' | 'tso' | 'armv8';

export interface MemoryModel {
  name: ModelName;
  title: string;
  localOrder: LocalOrder;
}

/**
 * The memory models. They differ in the order that each thread keeps; what threads observe of each other is the same in
 * all of them: a read comes after the write of another thread that it reads from and before those that it missed, and
 * writes come in one order for everyone.
 */
export const memoryModels: Record<ModelName, MemoryModel> = {
  sc: { name: 'sc', title: 'sequential consistency', localOrder: sequentialOrder },
  tso: { name: 'tso', title: 'total store order', localOrder: totalStoreOrder },
  armv8: { name: 'armv8', title: 'Armv8, other-multi-copy-atomic', localOrder: armv8Order },
};
