/** EL3 answers from a script what it answered before, so that bits of its answers can be flipped. */
import { STATE_FIRST_REPLY } from '../../assembly/el3/state.ts';
import * as layout from '../../assembly/layout.ts';
import { CONFIG_REPLY_COUNT } from '../../assembly/machine/config.ts';
import type { Machine } from '../engine/machine.ts';
import { LinearMemory } from '../engine/memory.ts';

/** Bytes of linear memory that were overwritten. */
interface Kept {
  offset: number;
  bytes: Uint8Array;
}

const RX_BUFFER = BigInt(layout.HYP_RX);

/** What stands in the hypervisor's RX buffer. */
export function receivedBytes(machine: Machine): Uint8Array {
  return machine.readMemory(RX_BUFFER, layout.PAGE_SIZE);
}

/** The answers of one trap as the machine's scripted replies, in the place of those that it has. */
export class AnswerScript {
  readonly #machine: Machine;
  readonly #memory: LinearMemory;
  readonly #kept: Kept[];
  readonly #received: Uint8Array;

  /**
   * Installs the answers, x0 to x17 each, in their order. `received` is what stood in the hypervisor's RX buffer when the
   * trap was over, and stands there from the start now.
   */
  constructor(machine: Machine, answers: readonly bigint[][], received: Uint8Array) {
    this.#machine = machine;
    this.#memory = new LinearMemory(machine.memory.buffer);
    this.#kept = [
      this.#keep(layout.REPLY_START, answers.length * layout.REPLY_STRIDE),
      this.#keep(layout.CONFIG_START + CONFIG_REPLY_COUNT, 4),
      this.#keep(layout.FIRMWARE_STATE_START + STATE_FIRST_REPLY, 4),
    ];
    this.#received = receivedBytes(machine);
    machine.setReplies(answers.map((x) => ({ functionId: undefined, address: undefined, x, keep: 0 })));
    this.#receive(received);
  }

  /** Puts everything back. */
  remove(): void {
    for (const { offset, bytes } of this.#kept) this.#memory.bytes.set(bytes, offset);
    this.#receive(this.#received);
  }

  #receive(bytes: Uint8Array): void {
    if (Buffer.compare(receivedBytes(this.#machine), bytes) !== 0) this.#machine.writeMemory(RX_BUFFER, bytes);
  }

  #keep(offset: number, length: number): Kept {
    return { offset, bytes: this.#memory.bytes.slice(offset, offset + length) };
  }
}
