import { describe, expect, it } from 'vitest';
import { xenHistorySwitches } from '../../assembly/el2/xen/history-table.ts';
import { xenSwitches } from '../../assembly/el2/xen/switch-table.ts';
import { XenReplayer } from '../../src/replay/xen/replay.ts';
import { readXenVectors } from './xen-vectors.ts';

/** A file of vectors, and one switch of its model set to what the real code does not do. */
const mutations: [string, string, string][] = [
  ['v1.2', 'vm_to_vm', 'off'],
  ['v1.2.directed', 'vm_to_vm', 'on'],
  ['v1.2', 'own_version', '1.1'],
  ['negotiation-merged', 'own_version', '1.2'],
  ['before-negotiation', 'gate', 'version-first'],
  ['v1.2', 'gate', 'open'],
  ['negotiation-v1', 'gate', 'open'],
  ['before-negotiation', 'negotiation', 'flag'],
  ['before-negotiation', 'negotiation', 'published'],
  ['negotiation-v1', 'negotiation', 'repeated'],
  ['negotiation-v1', 'negotiation', 'published'],
  ['negotiation-merged', 'negotiation', 'repeated'],
  ['negotiation-merged', 'negotiation', 'flag'],
  ['before-negotiation', 'other_major', 'own-version'],
  ['v1.2', 'other_major', 'ignored'],
  ['negotiation-merged', 'retval', 'x0-x17-from-1.2'],
  ['v1.2', 'retval', 'x0-x7'],
  ['negotiation-merged', 'convention', 'on'],
  ['v1.2', 'convention', 'off'],
  ['negotiation-merged', 'width_sampled', 'at-publication'],
  ['v1.2', 'width_sampled', 'at-creation'],
  ['negotiation-merged', 'features_input', 'ignored'],
  ['v1.2', 'features_input', 'must-be-zero'],
  ['negotiation-merged', 'features', 'by-firmware'],
  ['v1.2', 'features', 'static'],
  ['negotiation-merged.directed', 'firmware_calls', '1.2'],
  ['v1.2', 'firmware_calls', '1.1'],
  ['negotiation-merged', 'acquire_quirk', 'on'],
  ['v1.2', 'acquire_quirk', 'off'],
  ['negotiation-merged', 'map_pages', 'one'],
  ['v1.2', 'map_pages', 'zero-or-one'],
  ['negotiation-merged', 'map_alignment', 'on'],
  ['v1.2', 'map_alignment', 'off'],
  ['v1.2', 'rxtx_descriptor', 'packed'],
  ['before-negotiation', 'unmap_owned', 'on'],
  ['v1.2', 'unmap_owned', 'off'],
  ['negotiation-merged', 'tx_check', 'on'],
  ['v1.2', 'tx_check', 'off'],
  ['negotiation-merged', 'sp_list', 'cached'],
  ['v1.2', 'sp_list', 'asked'],
  ['negotiation-merged', 'vm_entries', 'nil-uuid'],
  ['v1.2', 'vm_entries', 'always'],
  ['v1.2', 'caller_entry', 'never'],
  ['negotiation-merged', 'reported_size', 'list-only'],
  ['v1.2', 'reported_size', 'always'],
  ['v1.2', 'info_regs', 'refused'],
  ['before-negotiation', 'direct_req2', 'handled'],
  ['v1.2', 'direct_req2', 'refused'],
  ['negotiation-merged', 'run', 'handled'],
  ['v1.2', 'run', 'refused'],
  ['negotiation-merged', 'direct_self', 'invalid'],
  ['v1.2', 'direct_self', 'not-supported'],
  ['negotiation-merged', 'direct_errors', '32'],
  ['v1.2', 'direct_errors', '64'],
  ['negotiation-merged', 'direct_mask', 'response'],
  ['v1.2', 'direct_mask', 'request'],
  ['negotiation-merged', 'direct_replies', 'cycle'],
  ['v1.2', 'direct_replies', 'final'],
  ['negotiation-merged', 'abort_x1', 'zero'],
  ['v1.2', 'abort_x1', 'endpoints'],
  ['negotiation-merged', 'message_header', '1.2'],
  ['v1.2', 'message_header', '1.1'],
  ['negotiation-merged', 'send2_to_sp', 'send2-and-acquire'],
  ['negotiation-merged', 'oversized_share', 'success'],
  ['v1.2', 'oversized_share', 'denied'],
  ['negotiation-merged', 'access_check', 'on'],
  ['v1.2', 'access_check', 'off'],
  ['v1.2', 'access_descriptor', '1.1'],
  ['negotiation-merged', 'notification_set', 'receiver'],
  ['v1.2', 'notification_set', 'sender'],
];

/** No descriptor of the vectors tells their values apart; test/el2/xen-share.test.ts does. */
const untold = ['ns_attribute', 'range_check', 'share_pages'];
/** What was mended before any of the vectors' models; guest-asm/history tells. */
const history = xenHistorySwitches.map(({ name }) => name);

describe('a switch set against the real code', () => {
  it.each(mutations)('is noticed by the replay: %s with %s=%s', async (file, name, value) => {
    const replayer = new XenReplayer({ model: undefined, changes: [{ name, value }] });
    const records = await readXenVectors(file);
    expect(records.some((record, line) => replayer.play(record, line).differences.length > 0)).toBe(true);
  });

  it('covers every switch', () => {
    const covered = new Set([...mutations.map(([, name]) => name), ...untold, ...history]);
    expect(xenSwitches.map((row) => row.name).filter((name) => !covered.has(name))).toEqual([]);
  });
});
