import { COMPOSITE_SIZE, RANGE_ADDRESS, RANGE_PAGES } from '../../../assembly/ffa/descriptor.ts';

const RX_FIELD = 4;
const TX_FIELD = 8;
const RX_COMPOSITE = 16;
const TX_COMPOSITE = 48;
const SIZE = 96;

/**
 * A descriptor of a virtual machine's buffers, as a hypervisor sends it.
 *
 *   00 u16 endpoint | 04 u32 offset of the RX composite | 08 u32 offset of the TX composite | composites
 */
export function endpointDescriptor([endpoint, tx, rx, pages]: bigint[]): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Number(endpoint), true);
  for (const [field, composite, address] of [
    [RX_FIELD, RX_COMPOSITE, rx!],
    [TX_FIELD, TX_COMPOSITE, tx!],
  ] as const) {
    view.setUint32(field, composite, true);
    view.setUint32(composite, Number(pages), true);
    view.setUint32(composite + 4, 1, true);
    view.setBigUint64(composite + COMPOSITE_SIZE + RANGE_ADDRESS, address, true);
    view.setUint32(composite + COMPOSITE_SIZE + RANGE_PAGES, Number(pages), true);
  }
  return bytes;
}

const HEADER_OFFSET = 8;
const HEADER_RECEIVER = 12;
const HEADER_SENDER = 14;
const HEADER_LENGTH = 16;
const HEADER_UUID = 24;
const HEADER_SIZE = 40;

/**
 * The header of an indirect message of 1.2.
 *
 *   00 u32 flags | 08 u32 offset of the message | 0C u16 receiver | 0E u16 sender | 10 u32 bytes | 18 UUID
 */
export function messageHeader([sender, receiver, offset, length]: bigint[]): Uint8Array {
  const bytes = new Uint8Array(HEADER_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint32(HEADER_OFFSET, Number(offset), true);
  view.setUint16(HEADER_RECEIVER, Number(receiver), true);
  view.setUint16(HEADER_SENDER, Number(sender), true);
  view.setUint32(HEADER_LENGTH, Number(length), true);
  for (let word = 0; word < 4; word++) view.setUint32(HEADER_UUID + 4 * word, word + 1, true);
  return bytes;
}
