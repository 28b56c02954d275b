/** Calls that show in a stub what its find did, where that is not in the registers of the find's own calls. */
import {
  FFA_MEM_FRAG_TX,
  FFA_MEM_LEND,
  FFA_MEM_LEND_64,
  FFA_MEM_SHARE,
  FFA_MEM_SHARE_64,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
} from '../../../assembly/ffa/ids.ts';
import { CONTENT } from '../contents.ts';
import { RX_PAGE, TX_PAGE } from '../places.ts';
import { PASSED_REGISTERS, type SearchCall, type SearchMove, type SearchSequence } from '../sequence.ts';
import type { SearchSetup } from '../setup.ts';

const GIVING: readonly number[] = [FFA_MEM_SHARE, FFA_MEM_SHARE_64, FFA_MEM_LEND, FFA_MEM_LEND_64, FFA_MEM_FRAG_TX];

function plainCall(...arguments_: bigint[]): SearchCall {
  return { x: Array.from({ length: PASSED_REGISTERS }, (_, n) => arguments_[n] ?? 0n), content: CONTENT.none, vm: 0 };
}

const own = (call: SearchCall): SearchMove => ({ call, replies: [] });

/** What is lost cannot be given away once more; a VM of Xen's can neither unmap its buffers nor map others. */
function lossProof({ targets }: SearchSetup, { moves }: SearchSequence): SearchMove[] {
  if (targets[0]!.machine.model.family === 'xen') {
    const map = plainCall(BigInt(FFA_RXTX_MAP_64), TX_PAGE, RX_PAGE, 1n);
    return [own(plainCall(BigInt(FFA_RXTX_UNMAP))), own(map)];
  }
  const given = moves.findLast(({ call }) => GIVING.includes(Number(call.x[0]! & 0xffffffffn)));
  return given ? [own(given.call)] : [];
}

/** The sequence with such calls behind it. */
export function withProof(setup: SearchSetup, sequence: SearchSequence): SearchSequence {
  const { goal } = setup;
  const lost = goal.kind === 'find' && goal.what === 'shared-forever';
  return lost ? { ...sequence, moves: [...sequence.moves, ...lossProof(setup, sequence)] } : sequence;
}
