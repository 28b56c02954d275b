/**
 * Who may use which page: a byte per page of RAM, standing for the host's stage-2 tables. A change of a range happens
 * for all of its pages or for none.
 */

import {
  PAGE_OWNED,
  PAGE_SHARED_FFA,
  PAGE_SHARED_HYP,
  PAGE_SIZE,
  PAGE_STATE_SIZE,
  PAGE_STATE_START,
  RAM_BASE,
} from '../../layout';

/** Bits of a page offset. */
const PAGE_SHIFT: u64 = 12;
const FIRST_PAGE: u64 = <u64>RAM_BASE >> PAGE_SHIFT;

/** The host lets the hypervisor use one of its own pages. Returns false where the page is not the host's alone. */
export function sharePageWithHyp(address: u64): bool {
  return change(address >> PAGE_SHIFT, 1, PAGE_OWNED, PAGE_SHARED_HYP);
}

export function unsharePageWithHyp(address: u64): bool {
  return change(address >> PAGE_SHIFT, 1, PAGE_SHARED_HYP, PAGE_OWNED);
}

/** The host lends `count` pages from a page number on to the Secure world; no page at all succeeds, wherever. */
export function sharePagesByFfa(page: u64, count: u64): bool {
  return change(page, count, PAGE_OWNED, PAGE_SHARED_FFA);
}

export function unsharePagesByFfa(page: u64, count: u64): bool {
  return change(page, count, PAGE_SHARED_FFA, PAGE_OWNED);
}

function change(page: u64, count: u64, from: u32, to: u32): bool {
  if (count === 0) return true;
  const index = page - FIRST_PAGE;
  if (index > PAGE_STATE_SIZE || count > PAGE_STATE_SIZE - index) return false;
  const first = PAGE_STATE_START + <u32>index;
  const end = first + <u32>count;
  for (let state = first; state < end; state++) if (load<u8>(state) !== from) return false;
  memory.fill(first, <u8>to, <usize>count);
  return true;
}

/** Page number of a physical address. */
export function pageOf(address: u64): u64 {
  return address >> PAGE_SHIFT;
}

export function isPageAligned(address: u64): bool {
  return (address & (PAGE_SIZE - 1)) === 0;
}
