import { HYP_END, HYP_START, RAM_BASE, RAM_SIZE } from '../../assembly/layout.ts';

const RAM_END = RAM_BASE + RAM_SIZE;

export function hex(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

/**
 * Why `size` bytes cannot stand at a physical address, or undefined where they can. RAM is what the guest has; the
 * hypervisor's pages in it are not mapped for it.
 */
export function placementError(address: bigint, size: bigint): string | undefined {
  const end = address + size;
  if (address < BigInt(RAM_BASE) || end > BigInt(RAM_END)) {
    return `${hex(address)} to ${hex(end)} is not in RAM, ${hex(RAM_BASE)} to ${hex(RAM_END)}`;
  }
  if (address < BigInt(HYP_END) && end > BigInt(HYP_START)) {
    return `${hex(address)} to ${hex(end)} overlaps the hypervisor's pages, ${hex(HYP_START)} to ${hex(HYP_END)}`;
  }
  return undefined;
}
