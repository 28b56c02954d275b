import { STATE_FIRST_REPLY } from '../../assembly/el3/state.ts';
import * as layout from '../../assembly/layout.ts';
import * as config from '../../assembly/machine/config.ts';

/** What the firmware answers to one SMC, whichever it is. */
export interface Response {
  /** x0 … x17, two words each, the lower first. */
  registers: Uint32Array;
  /** Bytes for the hypervisor's RX buffer. */
  rx?: Uint8Array | undefined;
}

/** The scripted replies of a machine as its linear memory holds them, written without copies. */
export class ResponseScript {
  private readonly bytes: Uint8Array;
  private readonly words: Uint32Array;

  constructor(bytes: Uint8Array, words: Uint32Array) {
    this.bytes = bytes;
    this.words = words;
  }

  /** Replaces all replies. As many must fit as the machine holds, with their RX bytes. */
  set(responses: readonly Response[]): void {
    this.words[(layout.CONFIG_START + config.CONFIG_REPLY_COUNT) / 4] = responses.length;
    this.words[(layout.FIRMWARE_STATE_START + STATE_FIRST_REPLY) / 4] = 0;
    let pool = 0;
    for (let index = 0; index < responses.length; index++) {
      const { registers, rx } = responses[index]!;
      this.write(layout.REPLY_START + index * layout.REPLY_STRIDE, registers, pool, rx?.length ?? 0);
      if (rx !== undefined) this.bytes.set(rx, layout.RX_POOL_START + pool);
      pool += rx?.length ?? 0;
    }
  }

  /** Replies that no SMC has taken. */
  unused(): number {
    let unused = 0;
    const count = this.words[(layout.CONFIG_START + config.CONFIG_REPLY_COUNT) / 4]!;
    for (let index = 0; index < count; index++) {
      if (this.words[(layout.REPLY_START + index * layout.REPLY_STRIDE + layout.REPLY_USED) / 4] === 0) unused++;
    }
    return unused;
  }

  private write(base: number, registers: Uint32Array, pool: number, length: number): void {
    const word = (offset: number, value: number) => {
      this.words[(base + offset) / 4] = value;
    };
    word(layout.REPLY_MATCH, layout.REPLY_MATCH_ANY);
    this.words.set(registers, (base + layout.REPLY_X) / 4);
    word(layout.REPLY_USED, 0);
    word(layout.REPLY_RX_OFFSET, pool);
    word(layout.REPLY_RX_LENGTH, length);
    word(layout.REPLY_KEEP, 0);
  }
}
