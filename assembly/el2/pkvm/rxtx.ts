/** FFA_RXTX_MAP and FFA_RXTX_UNMAP: the hypervisor reads the host's buffers, and EL3 is given the hypervisor's own. */

import { answerOf, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import { FFA_RXTX_MAP_64, FFA_RXTX_UNMAP, FFA_SUCCESS } from '../../ffa/ids';
import { FFA_DENIED, FFA_INVALID_PARAMETERS } from '../../ffa/status';
import { HYP_RX, HYP_TX, SMC_UNDEFINED_IN } from '../../layout';
import { readW, readX } from '../../machine/registers';
import { setState64, state32, state64 } from './access';
import { isPageAligned, sharePageWithHyp, unsharePageWithHyp } from './pages';
import { resultStatus } from './result';
import { issueSmc, prepareSmc } from './smc';
import { STATE_HOST_RX, STATE_HOST_TX, STATE_HYP_BUFFERS } from './state';

/** Pages of 4K in each buffer. */
const BUFFER_PAGES: u64 = 1;
/** hyp_virt_to_phys(NULL): an address that means nothing, different from kernel to kernel. */
const PHYSICAL_OF_NULL: u64 = 0xdead000000000000;
/** x1 and x2. */
const BUFFER_ADDRESSES: u32 = 0b110;

/** do_ffa_rxtx_map: x1 TX, x2 RX, w3 pages. */
export function handleMap(cpu: usize): void {
  resultStatus(mapBuffers(cpu, readX(cpu, 1), readX(cpu, 2), readW(cpu, 3)));
}

function mapBuffers(cpu: usize, tx: u64, rx: u64, pages: u32): i32 {
  if (pages !== BUFFER_PAGES || !isPageAligned(tx) || !isPageAligned(rx)) return FFA_INVALID_PARAMETERS;
  if (state64(STATE_HOST_TX)) return FFA_DENIED;
  const failure = mapHypBuffers(cpu);
  if (failure !== 0) return failure;
  if (!sharePageWithHyp(tx)) return unmapAfterFailure(cpu);
  if (!sharePageWithHyp(rx)) {
    unsharePageWithHyp(tx);
    return unmapAfterFailure(cpu);
  }
  setState64(STATE_HOST_TX, tx);
  setState64(STATE_HOST_RX, rx);
  return 0;
}

/**
 * Registers the hypervisor's buffers with EL3. Anything but FFA_SUCCESS hands on x2 as an int, so that an error with
 * code 0 counts as success.
 */
function mapHypBuffers(cpu: usize): i32 {
  const present = state32(STATE_HYP_BUFFERS) !== 0;
  const entry = prepareSmc(cpu, FFA_RXTX_MAP_64);
  setArgument(entry, 1, present ? <u64>HYP_TX : PHYSICAL_OF_NULL);
  setArgument(entry, 2, present ? <u64>HYP_RX : PHYSICAL_OF_NULL);
  setArgument(entry, 3, BUFFER_PAGES);
  if (!present) store<u32>(entry, load<u32>(entry, SMC_UNDEFINED_IN) | BUFFER_ADDRESSES, SMC_UNDEFINED_IN);
  answerSmc(cpu, entry);
  return answerOf(entry, 0) === FFA_SUCCESS ? 0 : <i32>answerOf(entry, 2);
}

function unmapAfterFailure(cpu: usize): i32 {
  issueSmc(cpu, FFA_RXTX_UNMAP);
  return FFA_INVALID_PARAMETERS;
}

/** do_ffa_rxtx_unmap: w1 must be 0. What EL3 answers is ignored. */
export function handleUnmap(cpu: usize): void {
  resultStatus(unmapBuffers(cpu, readW(cpu, 1)));
}

function unmapBuffers(cpu: usize, id: u32): i32 {
  if (id !== 0 || !state64(STATE_HOST_TX)) return FFA_INVALID_PARAMETERS;
  unsharePageWithHyp(state64(STATE_HOST_TX));
  unsharePageWithHyp(state64(STATE_HOST_RX));
  setState64(STATE_HOST_TX, 0);
  setState64(STATE_HOST_RX, 0);
  issueSmc(cpu, FFA_RXTX_UNMAP);
  return 0;
}
