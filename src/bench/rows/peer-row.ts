import type { Peer } from '../peer.ts';
import { BenchError, type BenchRow } from '../row.ts';

/** A benchmark that another program runs. */
export interface PeerSpec extends Pick<BenchRow, 'id' | 'unit' | 'what' | 'work' | 'available'> {
  start(): Promise<Peer>;
  /** What the peer must have computed after n operations. */
  check(n: number): bigint;
  /** Names and versions of the programs that it needs; the peer itself may know some of them. */
  versions(peer: Peer): Record<string, string>;
}

/** The row of a peer program: it runs from set-up to tear-down, and measures itself. */
export function peerRow({ start, check, versions, ...row }: PeerSpec): BenchRow {
  let peer: Peer | undefined;
  return {
    ...row,
    async setUp() {
      peer = await start();
    },
    async round(n) {
      const reply = await peer!.run(n);
      if (reply.check !== check(n)) {
        throw new BenchError(`${row.id}: computed 0x${reply.check.toString(16)}, not 0x${check(n).toString(16)}`);
      }
      return reply.elapsed;
    },
    async tearDown() {
      await peer?.stop();
    },
    versions: () => versions(peer!),
  };
}
