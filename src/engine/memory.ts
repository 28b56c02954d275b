import * as layout from '../../assembly/layout.ts';

/** Little-endian views of the machine's linear memory, at the offsets of assembly/layout.ts. */
export class LinearMemory {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(buffer: ArrayBuffer) {
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  u8(offset: number): number {
    return this.view.getUint8(offset);
  }

  u16(offset: number): number {
    return this.view.getUint16(offset, true);
  }

  u32(offset: number): number {
    return this.view.getUint32(offset, true);
  }

  u64(offset: number): bigint {
    return this.view.getBigUint64(offset, true);
  }

  setU32(offset: number, value: number): void {
    this.view.setUint32(offset, value >>> 0, true);
  }

  setU64(offset: number, value: bigint): void {
    this.view.setBigUint64(offset, value, true);
  }

  /** `count` 64-bit values in a row. */
  u64s(offset: number, count: number): bigint[] {
    return Array.from({ length: count }, (_, index) => this.u64(offset + index * 8));
  }

  setU64s(offset: number, values: readonly bigint[]): void {
    values.forEach((value, index) => {
      this.setU64(offset + index * 8, value);
    });
  }
}

/**
 * Offset in linear memory of a run of guest-physical bytes.
 * Throws RangeError where any byte of it lies outside RAM.
 */
export function ramOffset(address: bigint, length: number): number {
  const offset = address - BigInt(layout.RAM_BASE);
  if (offset < 0n || offset + BigInt(length) > BigInt(layout.RAM_SIZE)) {
    throw new RangeError(`0x${address.toString(16)} + ${length} bytes is outside RAM`);
  }
  return layout.RAM_START + Number(offset);
}
