import { RAM_SIZE, RAM_START, RUN_ADDRESS, RUN_DETAIL, VCPU_START, VCPU_STRIDE } from '../../assembly/layout.ts';
import { instantiateTrapPath, type TrapPath } from '../engine/module.ts';

/** The interpreter, one instruction at a time. */
export class CoreCpu {
  readonly path: TrapPath = instantiateTrapPath();
  /** vCPU 0's block, as doublewords. */
  readonly block = new BigUint64Array(this.path.memory.buffer, VCPU_START, VCPU_STRIDE / 8);
  readonly ram = new Uint8Array(this.path.memory.buffer, RAM_START, RAM_SIZE);
  readonly #view = new DataView(this.path.memory.buffer, VCPU_START, VCPU_STRIDE);

  constructor() {
    this.path.reset();
    // Not to go back to: from here on the module keeps the pages that it writes.
    this.path.snapshot();
  }

  /** Executes one instruction; returns one of the STOP_ values. */
  step(): number {
    return this.path.run(0, 1);
  }

  /** What the last stop was about: an immediate, or the number of an encoding. */
  get detail(): number {
    return this.#view.getUint32(RUN_DETAIL, true);
  }

  /** Address of the last memory fault. */
  get faultAddress(): bigint {
    return this.#view.getBigUint64(RUN_ADDRESS, true);
  }
}
