/** Attributes of pages of RAM: ATTRIBUTE_ bits, a byte each (layout.ts). */

import { PAGE_ATTRIBUTE_START } from '../layout';

export function hasAttribute(page: u32, attribute: u32): bool {
  return (load<u8>(PAGE_ATTRIBUTE_START + page) & attribute) !== 0;
}

export function setAttribute(page: u32, attribute: u32): void {
  const at = PAGE_ATTRIBUTE_START + page;
  store<u8>(at, load<u8>(at) | attribute);
}

export function clearAttribute(page: u32, attribute: u32): void {
  const at = PAGE_ATTRIBUTE_START + page;
  store<u8>(at, load<u8>(at) & ~attribute);
}
