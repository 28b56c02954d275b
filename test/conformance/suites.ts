/**
 * What the test suites of TF-A, Hafnium and the FF-A ACS assert, test by test, as cases for every hypervisor and firmware:
 * TFT tf-a-tests, TE3 tf-a-tests with the SPMC at EL3, HFS and HFE Hafnium's partition on its own and with the SPMC at EL3,
 * HFP and HFO Hafnium's virtual machines, HFW both worlds, ACS the architecture compliance suite.
 */
import { bufferRows } from './suites/buffers.ts';
import { cycleRows } from './suites/cycles.ts';
import { discoveryRows } from './suites/discovery.ts';
import { messageRows } from './suites/messages.ts';
import { notificationRows } from './suites/notifications.ts';
import { registerRows } from './suites/registers.ts';
import type { SuiteRow } from './suites/row.ts';
import { versionRows } from './suites/version.ts';

export const suiteRows: SuiteRow[] = [
  ...versionRows,
  ...registerRows,
  ...messageRows,
  ...cycleRows,
  ...discoveryRows,
  ...bufferRows,
  ...notificationRows,
].sort((a, b) => a.row - b.row);
