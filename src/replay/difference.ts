/** Where a model and a vector disagree. */
export interface Difference {
  model: string;
  /** `id` of the record. */
  sequence: number;
  step: 'init' | number;
  /** What differs: `x3`, `smcs[0].in.x1`, `state.host_tx`, `page 0x80041000`, … */
  field: string;
  expected: string;
  actual: string;
}

/** Collects the differences of one step. */
export class Comparison {
  readonly differences: Difference[] = [];
  private readonly model: string;
  private readonly sequence: number;
  private readonly step: Difference['step'];

  constructor(model: string, sequence: number, step: Difference['step']) {
    this.model = model;
    this.sequence = sequence;
    this.step = step;
  }

  /** Compares two values by how they print; numbers and addresses print in hexadecimal. */
  check(field: string, expected: unknown, actual: unknown): void {
    const [wanted, found] = [show(expected), show(actual)];
    if (wanted === found) return;
    const { model, sequence, step } = this;
    this.differences.push({ model, sequence, step, field, expected: wanted, actual: found });
  }

  /** Compares hexadecimal strings with register values, one by one. */
  checkRegisters(prefix: string, expected: readonly string[], actual: readonly bigint[]): void {
    expected.forEach((value, n) => {
      this.check(`${prefix}x${n}`, BigInt(value), actual[n]);
    });
  }
}

function show(value: unknown): string {
  return typeof value === 'bigint' || typeof value === 'number' ? `0x${value.toString(16)}` : String(value);
}
