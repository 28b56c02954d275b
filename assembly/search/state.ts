/**
 * The state of a machine as the search tells states apart: areas of the models' variables that the host lists, less the
 * bits that its mask leaves out, and the hypervisor's own pages. What the guest keeps in its memory is no part of it.
 */

import {
  ATTRIBUTE_CLEAN,
  DIRTY_COUNT,
  DIRTY_LIST,
  HYP_END,
  HYP_START,
  PAGE_SIZE,
  RAM_BASE,
  RAM_START,
  SEARCH_AREA_COUNT,
  SEARCH_AREAS,
  SEARCH_BLOCK,
  SEARCH_HASH,
  SEARCH_HASH_AFTER,
  SEARCH_MASK,
  SEARCH_SHADOW,
  UNDO_START,
} from '../layout';
import { setAttribute } from '../machine/attributes';
import { takeSnapshot } from '../machine/snapshot';
import { hashOfWord } from './hash';

/** The machine as it is becomes the state that calls are tried from. */
export function openState(): void {
  takeSnapshot();
  let hash: u64 = hashOfPages();
  let kept: u32 = 0;
  for (let area: u32 = 0; area < load<u32>(SEARCH_AREA_COUNT); area++) {
    const start = areaStart(area);
    const size = areaSize(area);
    memory.copy(SEARCH_SHADOW + kept, start, size);
    for (let at: u32 = 0; at < size; at += 8) {
      hash += hashOfWord(start + at, load<u64>(start + at) & load<u64>(SEARCH_MASK + kept + at));
    }
    kept += size;
  }
  store<u64>(SEARCH_HASH, hash);
  store<u64>(SEARCH_HASH_AFTER, hash);
}

/**
 * Compares the machine with the state that it was in and puts the hash of what it is now where the host reads it. `keep`
 * makes that the state to try from; else the machine goes back. Returns whether the two differ.
 */
export function settle(keep: bool): bool {
  const before = load<u64>(SEARCH_HASH);
  let hash = before;
  let kept: u32 = 0;
  for (let area: u32 = 0; area < load<u32>(SEARCH_AREA_COUNT); area++) {
    hash += settleArea(areaStart(area), areaSize(area), kept, keep);
    kept += areaSize(area);
  }
  hash += settlePages(keep);
  store<u64>(SEARCH_HASH_AFTER, hash);
  if (keep) store<u64>(SEARCH_HASH, hash);
  return hash !== before;
}

function areaStart(area: u32): u32 {
  return load<u32>(SEARCH_AREAS + area * 8);
}

function areaSize(area: u32): u32 {
  return load<u32>(SEARCH_AREAS + area * 8, 4);
}

/** By how much the hash changes. */
function settleArea(start: u32, size: u32, kept: u32, keep: bool): u64 {
  let change: u64 = 0;
  const shadow = SEARCH_SHADOW + kept;
  for (let at: u32 = 0; at < size; at += SEARCH_BLOCK) {
    const first = v128.xor(v128.load(start + at), v128.load(shadow + at));
    const second = v128.xor(v128.load(start + at, 16), v128.load(shadow + at, 16));
    const third = v128.xor(v128.load(start + at, 32), v128.load(shadow + at, 32));
    const fourth = v128.xor(v128.load(start + at, 48), v128.load(shadow + at, 48));
    if (!v128.any_true(v128.or(v128.or(first, second), v128.or(third, fourth)))) continue;
    change += settleBlock(start + at, shadow + at, SEARCH_MASK + kept + at, keep);
  }
  return change;
}

function settleBlock(live: u32, shadow: u32, mask: u32, keep: bool): u64 {
  let change: u64 = 0;
  for (let at: u32 = 0; at < SEARCH_BLOCK; at += 8) {
    const now = load<u64>(live + at);
    const was = load<u64>(shadow + at);
    if (now === was) continue;
    const counted = load<u64>(mask + at);
    change += hashOfWord(live + at, now & counted) - hashOfWord(live + at, was & counted);
    if (keep) store<u64>(shadow + at, now);
    else store<u64>(live + at, was);
  }
  return change;
}

/** The pages written since: the guest's go back to what they were, the hypervisor's where nothing is kept. */
function settlePages(keep: bool): u64 {
  let change: u64 = 0;
  const count = load<u32>(DIRTY_COUNT);
  for (let index: u32 = 0; index < count; index++) {
    const page = load<u16>(DIRTY_LIST + index * 2);
    const live = RAM_START + page * PAGE_SIZE;
    const was = UNDO_START + index * PAGE_SIZE;
    const own = isHypPage(page);
    if (own) change += pageChange(live, was);
    if (!keep || !own) memory.copy(live, was, PAGE_SIZE);
    setAttribute(page, ATTRIBUTE_CLEAN);
  }
  store<u32>(DIRTY_COUNT, 0);
  return change;
}

function isHypPage(page: u32): bool {
  const address = RAM_BASE + page * PAGE_SIZE;
  return address >= HYP_START && address < HYP_END;
}

function pageChange(live: u32, was: u32): u64 {
  let change: u64 = 0;
  for (let at: u32 = 0; at < PAGE_SIZE; at += 16) {
    if (!v128.any_true(v128.xor(v128.load(live + at), v128.load(was + at)))) continue;
    for (let word: u32 = at; word < at + 16; word += 8) {
      change += hashOfWord(live + word, load<u64>(live + word)) - hashOfWord(live + word, load<u64>(was + word));
    }
  }
  return change;
}

/** The hypervisor's pages as a whole. */
function hashOfPages(): u64 {
  let hash: u64 = 0;
  const first = RAM_START + (HYP_START - RAM_BASE);
  for (let at: u32 = 0; at < HYP_END - HYP_START; at += SEARCH_BLOCK) {
    const lower = v128.or(v128.load(first + at), v128.load(first + at, 16));
    const upper = v128.or(v128.load(first + at, 32), v128.load(first + at, 48));
    if (!v128.any_true(v128.or(lower, upper))) continue;
    for (let word: u32 = at; word < at + SEARCH_BLOCK; word += 8) {
      hash += hashOfWord(first + word, load<u64>(first + word));
    }
  }
  return hash;
}
