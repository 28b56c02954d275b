/** Where the guest of a search has its memory. A stub has the same pages under these names, wherever it has them. */
import { HYP_TX, PAGE_SIZE } from '../../assembly/layout.ts';

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

/** The page of a stub that an address lies in, and the offset within it; undefined for all other values. */
export function labelOf(value: bigint): { label: string; offset: bigint } | undefined {
  const found = pageLabels.find(([page]) => value >= page && value < page + BigInt(PAGE_SIZE));
  return found && { label: found[1], offset: value - found[0] };
}

/** A pattern for xn: bits 63 and 31 are set, and no two registers have the same. */
export function patternOf(n: number): bigint {
  return 0x80000000_80000000n | (BigInt(0xa0 + n) << 40n) | (BigInt(0x50 + n) << 8n);
}
