/** A relation on nodes 0 to n-1, as rows of bits. Rows of the transitive closure grow edge by edge. */
export class Matrix {
  readonly size: number;
  /** 32-bit units of one row. */
  readonly stride: number;
  readonly bits: Int32Array;

  constructor(size: number, bits?: Int32Array) {
    this.size = size;
    this.stride = Math.max(1, (size + 31) >> 5);
    this.bits = bits ?? new Int32Array(size * this.stride);
  }

  has(from: number, to: number): boolean {
    return ((this.bits[from * this.stride + (to >> 5)]! >> (to & 31)) & 1) === 1;
  }

  set(from: number, to: number): void {
    this.bits[from * this.stride + (to >> 5)]! |= 1 << (to & 31);
  }

  copy(): Matrix {
    return new Matrix(this.size, this.bits.slice());
  }

  /** Adds row `from` to row `into`. */
  merge(into: number, from: number): void {
    const { bits, stride } = this;
    for (let unit = 0; unit < stride; unit += 1) bits[into * stride + unit]! |= bits[from * stride + unit]!;
  }

  /** Makes it transitive. */
  close(): void {
    for (let middle = 0; middle < this.size; middle += 1) {
      for (let from = 0; from < this.size; from += 1) if (this.has(from, middle)) this.merge(from, middle);
    }
  }

  /** Adds an edge to a transitive relation and keeps it transitive. False where that makes a cycle. */
  add(from: number, to: number): boolean {
    if (from === to || this.has(to, from)) return false;
    if (this.has(from, to)) return true;
    for (let node = 0; node < this.size; node += 1) {
      if (node !== from && !this.has(node, from)) continue;
      this.merge(node, to);
      this.set(node, to);
    }
    return true;
  }

  /** Whether some node comes before itself. */
  cyclic(): boolean {
    for (let node = 0; node < this.size; node += 1) if (this.has(node, node)) return true;
    return false;
  }
}
