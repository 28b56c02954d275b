/** Where the guest of a search has its memory. A stub has the same pages under these names, wherever it has them. */
import { HYP_TX, PAGE_SIZE } from '../../assembly/layout.ts';
import { XEN_VM_BASE } from '../engine/xen.ts';

export const TX_PAGE = 0x80040000n;
export const RX_PAGE = 0x80041000n;
export const FIRST_PAGE = 0x80042000n;
export const SECOND_PAGE = 0x80043000n;
/** Nothing is there. */
export const UNMAPPED = 0x1000n;
/** The hypervisor's own. */
export const HYPERVISOR_PAGE = BigInt(HYP_TX);

/** Labels of the pages in a stub. */
export const pageLabels: [bigint, string][] = [
  [TX_PAGE, 'tx'],
  [RX_PAGE, 'rx'],
  [FIRST_PAGE, 'page'],
  [SECOND_PAGE, 'other_page'],
];

/** A secure partition that the firmware's models have. */
export const PARTITION = 0x8001n;

/** Where the first page of the VMs begins that have memory of their own. */
const OWN_MEMORY = XEN_VM_BASE;
const PAGES_END = SECOND_PAGE + BigInt(PAGE_SIZE);

/** An address in a VM that has memory of its own: its pages stand in the same order. Other values stay what they are. */
export function ownAddress(value: bigint): bigint {
  return value >= TX_PAGE && value < PAGES_END ? value - TX_PAGE + OWN_MEMORY : value;
}

/** The page of a guest that an address lies in, and the offset within it; undefined for all other values. */
export function labelOf(value: bigint): { label: string; offset: bigint } | undefined {
  const inRam = value >= OWN_MEMORY && value < ownAddress(PAGES_END - 1n) ? value - OWN_MEMORY + TX_PAGE : value;
  const found = pageLabels.find(([page]) => inRam >= page && inRam < page + BigInt(PAGE_SIZE));
  return found && { label: found[1], offset: inRam - found[0] };
}

/** A pattern for xn: bits 63 and 31 are set, and no two registers have the same. */
export function patternOf(n: number): bigint {
  return 0x80000000_80000000n | (BigInt(0xa0 + n) << 40n) | (BigInt(0x50 + n) << 8n);
}
