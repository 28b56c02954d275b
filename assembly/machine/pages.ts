/** Pages of RAM: what must happen before their bytes change. */

import {
  ATTRIBUTE_CLEAN,
  ATTRIBUTE_CODE,
  ATTRIBUTE_HYPERVISOR,
  ATTRIBUTE_MONITORED,
  CODE_MAP_START,
  DIRTY_COUNT,
  DIRTY_LIST,
  HYP_END,
  HYP_START,
  OPERATION_SIZE,
  PAGE_ATTRIBUTE_SIZE,
  PAGE_ATTRIBUTE_START,
  PAGE_SIZE,
  RAM_BASE,
  RAM_START,
  UNDO_START,
} from '../layout';
import { clearAttribute } from './attributes';
import { hideContexts } from './contexts';
import { breakMonitors } from './monitor';

/** Code of an operation that is not decoded (a64/operation.ts). */
const UNDECODED: u16 = 0;

/** Only the hypervisor's pages have attributes, and those of secure programs. */
export function resetPages(): void {
  const first = (HYP_START - RAM_BASE) / PAGE_SIZE;
  memory.fill(PAGE_ATTRIBUTE_START, 0, PAGE_ATTRIBUTE_SIZE);
  memory.fill(PAGE_ATTRIBUTE_START + first, <u8>ATTRIBUTE_HYPERVISOR, (HYP_END - HYP_START) / PAGE_SIZE);
  hideContexts();
  store<u32>(DIRTY_COUNT, 0);
}

/**
 * Bytes of RAM are about to change: keeps what a snapshot needs of them, and drops what was decoded from them.
 * `offset` is from the start of RAM; all bytes must lie in RAM.
 */
export function prepareWrite(offset: u64, length: u32): void {
  if (length === 0) return;
  const first = <u32>offset / PAGE_SIZE;
  const last = (<u32>offset + length - 1) / PAGE_SIZE;
  for (let page = first; page <= last; page++) preparePage(page, <u32>offset, length);
}

function preparePage(page: u32, offset: u32, length: u32): void {
  const attributes = load<u8>(PAGE_ATTRIBUTE_START + page);
  if (attributes & ATTRIBUTE_CLEAN) keepPage(page);
  if (attributes & ATTRIBUTE_CODE) invalidateWords(page, offset, length);
  if (attributes & ATTRIBUTE_MONITORED) breakMonitors(page, offset, length);
}

/** First write since the snapshot. */
function keepPage(page: u32): void {
  const count = load<u32>(DIRTY_COUNT);
  memory.copy(UNDO_START + count * PAGE_SIZE, RAM_START + page * PAGE_SIZE, PAGE_SIZE);
  store<u16>(DIRTY_LIST + count * 2, page);
  store<u32>(DIRTY_COUNT, count + 1);
  clearAttribute(page, ATTRIBUTE_CLEAN);
}

/** Bytes of a page are about to change: what was decoded from the words that hold them must be decoded again. */
export function invalidateWords(page: u32, offset: u32, length: u32): void {
  const slot = load<u32>(CODE_MAP_START + page * 4);
  if (!slot) return;
  const start = page * PAGE_SIZE;
  const first = max<u32>(offset, start) - start;
  const last = min<u32>(offset + length, start + PAGE_SIZE) - 1 - start;
  // The word before may be decoded together with the first.
  for (let word: u32 = first < 4 ? 0 : first / 4 - 1; word <= last / 4; word++)
    store<u16>(slot + word * OPERATION_SIZE, UNDECODED);
}
