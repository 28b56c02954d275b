/** FFA_PARTITION_INFO_GET: what EL3 puts into the hypervisor's RX buffer is copied to the host's. */

import { answerOf, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import { FFA_PARTITION_INFO_GET, FFA_SUCCESS } from '../../ffa/ids';
import { FFA_ABORTED, FFA_BUSY, FFA_VERSION_1_0 } from '../../ffa/status';
import { HYP_RX } from '../../layout';
import { readW } from '../../machine/registers';
import { state32, state64 } from './access';
import { BUFFER_SIZE, copyToHost, requireBuffers } from './buffers';
import { resultError, takeResult } from './result';
import { prepareSmc } from './smc';
import { STATE_HOST_RX, STATE_HYP_FFA_VERSION } from './state';

/** w5 bit 0: only the count is wanted. */
const FLAG_COUNT: u32 = 1;
/** Bytes of a partition information descriptor of FF-A 1.0. */
const DESCRIPTOR_SIZE_1_0: u32 = 8;

/** do_ffa_part_get: w1 to w4 UUID, w5 flags. The host releases the RX buffer, not the proxy. */
export function handlePartitionInfo(cpu: usize): void {
  if (!state64(STATE_HOST_RX)) {
    resultError(FFA_BUSY);
    return;
  }
  const entry = prepareSmc(cpu, FFA_PARTITION_INFO_GET);
  for (let n: u32 = 1; n <= 5; n++) setArgument(entry, n, readW(cpu, n));
  answerSmc(cpu, entry);
  takeResult(entry);
  const count = <u32>answerOf(entry, 2);
  if (answerOf(entry, 0) === FFA_SUCCESS && count !== 0) copyDescriptors(cpu, entry, count);
}

/** The size in all is a product in 32 bits, and wraps. */
function copyDescriptors(cpu: usize, entry: usize, count: u32): void {
  const later = state32(STATE_HYP_FFA_VERSION) > FFA_VERSION_1_0;
  if (later && readW(cpu, 5) & FLAG_COUNT) return;
  const size = (later ? <u32>answerOf(entry, 3) : DESCRIPTOR_SIZE_1_0) * count;
  if (size > BUFFER_SIZE) {
    resultError(FFA_ABORTED);
    return;
  }
  if (requireBuffers(cpu, size)) copyToHost(HYP_RX, size);
}
