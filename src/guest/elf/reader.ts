import { hex } from '../placement.ts';
import { InputError } from '../source.ts';

/** Reads a little-endian file; whatever lies outside of it is an InputError that names file, offset, field and rule. */
export class ElfReader {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, name: string) {
    this.bytes = bytes;
    this.name = name;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** `rule` says what must hold and does not. */
  fail(offset: number, field: string, rule: string): never {
    throw new InputError(`${this.name}: offset ${hex(offset)}, ${field}: ${rule}`);
  }

  u8(offset: number, field: string): number {
    this.#need(offset, 1, field);
    return this.#view.getUint8(offset);
  }

  u16(offset: number, field: string): number {
    this.#need(offset, 2, field);
    return this.#view.getUint16(offset, true);
  }

  u32(offset: number, field: string): number {
    this.#need(offset, 4, field);
    return this.#view.getUint32(offset, true);
  }

  u64(offset: number, field: string): bigint {
    this.#need(offset, 8, field);
    return this.#view.getBigUint64(offset, true);
  }

  /** The bytes of a table or segment, whose place the field at `at` gives. */
  range(start: bigint, size: bigint, at: number, field: string): Uint8Array {
    if (start + size > BigInt(this.bytes.length)) {
      const rule = `${hex(start)} to ${hex(start + size)} must lie within the file of ${hex(this.bytes.length)} bytes`;
      this.fail(at, field, rule);
    }
    return this.bytes.subarray(Number(start), Number(start + size));
  }

  #need(offset: number, size: number, field: string): void {
    if (offset + size > this.bytes.length) this.fail(offset, field, `the file ends at ${hex(this.bytes.length)}`);
  }
}
