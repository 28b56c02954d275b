import { describe, expect, it } from 'vitest';
import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import { PkvmReplayer } from '../../src/replay/pkvm/replay.ts';
import { readVectors } from './vectors.ts';

/** A model, and one switch of it set to what the real code does not do. */
const mutations: [string, string, string][] = [
  ['mainline-2026b', 'smc_immediate', 'ignored'],
  ['mainline-2026b', 'upper_bits', 'ignored'],
  ['v6.18', 'last_number', '0x7f'],
  ['v6.6', 'gate', 'version-first'],
  ['v6.18', 'gate', 'open'],
  ['v6.18', 'version_call', 'forwarded'],
  ['v6.18', 'version_call', 'renegotiated'],
  ['v6.6', 'version_call', 'negotiated'],
  ['v6.18', 'downgrade', 'answered'],
  ['v6.12', 'downgrade', 'refused'],
  ['v6.18', 'hyp_version', '1.1'],
  ['v6.18', 'init_calls', 'at-boot'],
  ['v6.6', 'init_calls', 'deferred'],
  ['v6.18', 'neg1_compare', '32'],
  ['mainline-2026b', 'neg1_compare', '64'],
  ['v6.12', 'buffer_size', 'low-bits'],
  ['series-v7', 'buffer_size', 'exact'],
  ['v6.12', 'smccc', '1.2'],
  ['v6.18', 'smccc', '1.1'],
  ['v6.18', 'retval', 'x0-x3'],
  ['v6.18', 'retval', 'x0-x7'],
  ['v6.18', 'retval', 'response-id'],
  ['v6.18', 'retval', 'request-id'],
  ['retval-v7', 'retval', 'request-id'],
  ['retval-v7', 'retval', 'response-id-any'],
  ['retval-v8', 'retval', 'response-id'],
  ['v6.18', 'result', 'zeroed'],
  ['mainline-2026b', 'result', 'uninitialised'],
  ['v6.18', 'run_path', 'handled'],
  ['host-direct-messages', 'direct_path', 'forwarded'],
  ['host-direct-messages', 'id_get_path', 'forwarded'],
  ['v6.18', 'partition_info_path', 'forwarded'],
  ['v6.12', 'other_path', 'handled'],
  ['v6.6', 'direct_req_32', 'forwarded'],
  ['v6.18', 'direct_resp_64', 'refused'],
  ['mainline-2026b', 'direct_resp_64', 'forwarded'],
  ['v6.18', 'notifications', 'forwarded'],
  ['v6.12', 'notifications', 'refused'],
  ['v6.18', 'calls_1_2', 'forwarded'],
  ['v6.12', 'calls_1_2', 'refused'],
  ['series-v9', 'el3_intr_handle', 'forwarded'],
  ['v6.18', 'direct_req2', 'forwarded'],
  ['v6.12', 'direct_req2', 'refused'],
  ['series-v7', 'direct_req2', 'handled'],
  ['series-v8', 'direct_req2', 'handled-sender'],
  ['v6.12', 'access_offset', 'at-32'],
  ['v6.12', 'access_offset', 'from-descriptor'],
  ['mainline-2026b', 'descriptor_bounds', 'off'],
  ['v6.12', 'descriptor_bounds', 'on'],
  ['mainline-2026b', 'range_alignment', 'off'],
  ['v6.6', 'rx_release', 'after-copy'],
  ['v6.12', 'rx_release', 'never'],
  ['v6.6', 'retrieve_header', '48'],
  ['v6.18', 'retrieve_header', '32'],
];

/** No descriptor of the vectors lies between two minimums; test/el2/share.test.ts tells the values apart. */
const untold = ['minimum_fragment'];

describe('a switch set against the real code', () => {
  it.each(mutations)('is noticed by the replay: %s with %s=%s', async (model, name, value) => {
    const replayer = new PkvmReplayer({ model: undefined, changes: [{ name, value }] });
    const records = await readVectors(model);
    expect(records.some((record) => replayer.play(record, 1).differences.length > 0)).toBe(true);
  });

  it('covers every switch', () => {
    const covered = new Set([...mutations.map(([, name]) => name), ...untold]);
    expect(pkvmSwitches.map((row) => row.name).filter((name) => !covered.has(name))).toEqual([]);
  });
});
