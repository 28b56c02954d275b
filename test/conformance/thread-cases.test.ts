import { describe, expect, it } from 'vitest';
import { HYP_TX } from '../../assembly/layout.ts';
import type { Machine } from '../../src/engine/machine.ts';
import { anyReply, booted, canary, negotiated, replyCanary, smc } from '../machine/fixture.ts';
import { modelsWithVectors } from './vectors.ts';

const FFA_VERSION = 0x8400_0063n;
const FFA_RXTX_MAP_64 = 0xc400_0066n;
const FFA_MEM_SHARE_64 = 0xc400_0073n;

const isFirst = (model: string) => model.startsWith('v6.6');
/** With the calls of FF-A 1.2 in the list. */
const knows12 = (model: string) => !isFirst(model) && !/^(v6\.1[257]|no-downgrade)/.test(model);
const isSeries = (model: string) => model.startsWith('series-');

/** A form of a call: its number with bit 30 or without. */
type Form = [number: number, form: 32 | 64];

/** What the proxy refuses after negotiation, and in which models. */
const refused: [Form, (model: string) => boolean][] = [
  [[0x66, 32], () => true], // FFA_RXTX_MAP
  [[0x6a, 32], () => true], // FFA_MSG_POLL
  [[0x6b, 32], () => true], // FFA_MSG_WAIT
  [[0x6e, 32], () => true], // FFA_MSG_SEND
  [[0x6f, 32], isFirst], // FFA_MSG_SEND_DIRECT_REQ
  [[0x70, 32], () => true], // FFA_MSG_SEND_DIRECT_RESP
  [[0x70, 64], (model) => model === 'mainline-2026b'],
  [[0x71, 32], () => true], // FFA_MEM_DONATE
  [[0x71, 64], () => true],
  [[0x74, 32], () => true], // FFA_MEM_RETRIEVE_REQ
  [[0x74, 64], () => true],
  [[0x75, 32], () => true], // FFA_MEM_RETRIEVE_RESP
  [[0x76, 32], () => true], // FFA_MEM_RELINQUISH
  [[0x78, 32], () => true], // FFA_MEM_OP_PAUSE
  [[0x79, 32], () => true], // FFA_MEM_OP_RESUME
  [[0x7a, 32], () => true], // FFA_MEM_FRAG_RX
  ...[0x7d, 0x7e, 0x7f, 0x80, 0x81, 0x82, 0x83].map((number): [Form, (model: string) => boolean] => [
    [number, 32], // the notification calls
    knows12,
  ]),
  [[0x8a, 32], knows12], // FFA_CONSOLE_LOG
  [[0x8b, 64], knows12], // FFA_PARTITION_INFO_GET_REGS
  [[0x8c, 32], isSeries], // FFA_EL3_INTR_HANDLE
  [[0x8d, 64], (model) => knows12(model) && !/^series-v[78]|host-direct/.test(model)], // FFA_MSG_SEND_DIRECT_REQ2
  [[0x8e, 64], knows12], // FFA_MSG_SEND_DIRECT_RESP2
];

/** What the proxy handles, and in which models. FFA_FEATURES is forwarded for what it does not answer itself. */
const handled: [Form, (model: string) => boolean][] = [
  [[0x63, 32], (model) => !isFirst(model)], // FFA_VERSION
  [[0x66, 64], () => true], // FFA_RXTX_MAP
  [[0x67, 32], () => true], // FFA_RXTX_UNMAP
  [[0x68, 32], (model) => !isFirst(model)], // FFA_PARTITION_INFO_GET
  [[0x69, 32], (model) => model === 'host-direct-messages'], // FFA_ID_GET
  [[0x6f, 32], (model) => model === 'host-direct-messages'],
  [[0x6f, 64], (model) => model === 'host-direct-messages'],
  [[0x72, 32], () => true], // FFA_MEM_LEND
  [[0x72, 64], () => true],
  [[0x73, 32], () => true], // FFA_MEM_SHARE
  [[0x73, 64], () => true],
  [[0x77, 32], () => true], // FFA_MEM_RECLAIM
  [[0x7b, 32], () => true], // FFA_MEM_FRAG_TX
  [[0x8d, 64], (model) => /^series-v[78]|host-direct/.test(model)],
];

const idOf = ([number, form]: Form) => (form === 64 ? 0xc400_0000n : 0x8400_0000n) + BigInt(number);
const listed = (table: typeof refused, model: string) =>
  new Set(table.filter(([, models]) => models(model)).map(([form]) => idOf(form)));

/** All ids from 0x60 to 0xff, in both forms. */
const allIds = Array.from({ length: 0xa0 }, (_, n) => [idOf([0x60 + n, 32]), idOf([0x60 + n, 64])]).flat();

describe('after negotiation', () => {
  it.each(modelsWithVectors())('every FF-A id is refused, handled or passed on: %s', (model) => {
    const target = negotiated({ model: `pkvm/${model}` });
    const [no, own] = [listed(refused, model), listed(handled, model)];
    const wrong = allIds.filter((id) => {
      const { disposition } = smc(target, [id, 0n, 0n, 0n, 0n, 0n, 0n, 0n]);
      return disposition !== (no.has(id) ? 'refused' : own.has(id) ? 'handled' : 'forwarded');
    });
    expect(wrong.map((id) => id.toString(16))).toEqual([]);
  });

  it.each(modelsWithVectors())('what is passed on is x0-x17, there and back, whatever the call: %s', (model) => {
    const target = negotiated({ model: `pkvm/${model}` });
    const taken = new Set([...listed(refused, model), ...listed(handled, model)]);
    for (const id of allIds.filter((each) => !taken.has(each))) {
      target.setReplies([anyReply([])]);
      const { smcs, after } = smc(target, [id]);
      expect(smcs[0]!.input).toEqual([id, ...Array.from({ length: 17 }, (_, n) => canary(n + 1))]);
      expect(after.x.slice(0, 18)).toEqual(Array.from({ length: 18 }, (_, n) => replyCanary(n)));
      expect(after.x.slice(18)).toEqual(Array.from({ length: 13 }, (_, n) => canary(n + 18)));
    }
  });
});

/** A descriptor of 1.0: one page for one endpoint, with values in every field that nobody should touch. */
function descriptor10(page: bigint): Uint8Array {
  const bytes = new Uint8Array(80);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x2f_0000, true);
  view.setBigUint64(16, 0x1122_3344_5566_7788n, true);
  view.setUint32(28, 1, true);
  view.setUint32(32, 0x0002_8001, true);
  view.setUint32(36, 48, true);
  view.setBigUint64(40, 0x99n, true);
  view.setUint32(48, 1, true);
  view.setUint32(52, 1, true);
  view.setBigUint64(64, page, true);
  view.setUint32(72, 1, true);
  return bytes;
}

describe('a descriptor', () => {
  it.each(['v6.12', 'v6.18', 'mainline-2026b'])(
    'of a host at 1.0 reaches a secure side at 1.2 as it came: %s',
    (model) => {
      const target: Machine = booted({ model: `pkvm/${model}`, set: { minimum_fragment: 'by-version' } });
      expect(smc(target, [FFA_VERSION, 0x1_0000n]).after.x[0]).toBe(0x1_0000n);
      smc(target, [FFA_RXTX_MAP_64, 0x8001_0000n, 0x8001_1000n, 1n]);
      const sent = descriptor10(0x8002_0000n);
      target.writeMemory(0x8001_0000n, sent);
      const { smcs } = smc(target, [FFA_MEM_SHARE_64, 80n, 80n, 0n, 0n]);
      expect(smcs.map(({ input }) => input.slice(0, 4))).toEqual([[FFA_MEM_SHARE_64, 80n, 80n, 0n]]);
      expect(target.readMemory(BigInt(HYP_TX), sent.length)).toEqual(sent);
    },
  );
});
