import { describe, expect, it } from 'vitest';
import { type LooseRecord, lineWith, plainOptions, replayText } from './fixture.ts';

const smcs = (record: LooseRecord, result: number) => record.result[result]!.smcs as LooseRecord[];
const state = (record: LooseRecord) => record.result[2]!.st as LooseRecord;

/** What a record may say wrongly, and the field that is found to differ. */
const lies: [string, (record: LooseRecord) => void, string][] = [
  ['a register of the host', (r) => ((r.result[2]!.out as string[])[30] = '0x1'), 'x30'],
  ['one bit of a register', (r) => ((r.result[2]!.out as string[])[2] = '0x8001'), 'x2'],
  ['what is undefined', (r) => (r.result[1]!.undef = [1, 2, 3]), 'undefined registers'],
  ['that nothing is undefined', (r) => delete r.result[1]!.undef, 'undefined registers'],
  ['that something is undefined', (r) => (r.result[2]!.undef = [0]), 'undefined registers'],
  ['who answered', (r) => (r.result[2]!.kind = 'handled'), 'kind'],
  ['whether it was handled', (r) => (r.result[2]!.handled = true), 'handled'],
  ['a fault', (r) => (r.result[2]!.kind = 'el2_fault'), 'outcome'],
  ['a warning', (r) => (r.result[2]!.warn_on = 1), 'warnings'],
  ['an SMC too many', (r) => smcs(r, 2).push(smcs(r, 2)[0]!), 'smcs'],
  ['an SMC too few', (r) => smcs(r, 1).pop(), 'smcs'],
  ['an argument', (r) => ((smcs(r, 1)[1]!.in as string[])[17] = '0x1'), 'smcs[1].in.x17'],
  ['a result', (r) => ((smcs(r, 1)[1]!.out as string[])[3] = '0x1'), 'smcs[1].out.x3'],
  ['the convention', (r) => (smcs(r, 1)[0]!.n = 8), 'smcs[0].n'],
  ['who forwarded', (r) => delete smcs(r, 2)[0]!.fwd, 'smcs[0].fwd'],
  ['where the answer came from', (r) => (smcs(r, 2)[0]!.src = 'default'), 'smcs[0].src'],
  ['the TX buffer', (r) => (smcs(r, 2)[0]!.hyp_tx = '0001'), 'smcs[0].hyp_tx +0x1'],
  ['a mapped TX', (r) => (state(r).host_tx = '0x80040000'), 'st.host_tx'],
  ['a mapped RX', (r) => (state(r).host_rx = '0x80040000'), 'st.host_rx'],
  ['no buffers of EL2', (r) => (state(r).hyp_bufs = false), 'st.hyp_bufs'],
  ['the version', (r) => (state(r).hyp_ffa_version = '0x10001'), 'st.hyp_ffa_version'],
  ['negotiation', (r) => (state(r).negotiated = false), 'st.negotiated'],
  ['a lock that is held', (r) => (state(r).locks = 1), 'st.locks'],
  ['an unused response', (r) => (r.result[2]!.unused_responses = 1), 'unused_responses'],
  ['the state of a page', (r) => (r.result[2]!.pages = { '0x80040000': 'SHARED_FFA' }), 'page 0x80040000'],
  ['the RX buffer', (r) => (r.result[2]!.host_rx_after = '01'), 'host_rx_after'],
];

describe('a record that is wrong about', () => {
  it.each(lies)('%s is found out', async (_, change, field) => {
    const { differences, error } = await replayText(lineWith(change));
    expect(error).toBe(undefined);
    expect(differences.map((difference) => difference.field)).toContain(field);
    expect(differences[0]).toMatchObject({ line: 1, sequence: '7', model: 'pkvm/v6.18' });
  });

  it('its start is found out', async () => {
    const lost = lineWith((record) => {
      record.result.splice(1);
      record.result[0]!.ret = -95;
      (record.result[0]!.smcs as LooseRecord[])[0]!.n = 8;
    });
    const { differences, calls } = await replayText(lost);
    expect(calls).toBe(0);
    expect(differences.map(({ step, field, expected, found }) => [step, field, expected, found])).toEqual([
      ['init', 'ret', '-95', '0'],
      ['init', 'smcs[0].n', '8', '18'],
      ['init', 'smcs[0].undefined beyond x7', '0x3ff00', '0x0'],
    ]);
  });
});

describe('a record', () => {
  it('that is right has no differences', async () => {
    expect(await replayText(lineWith(() => {}))).toMatchObject({ sequences: 1, calls: 2, mismatches: 0 });
  });

  it('leaves nothing in memory for the next one', async () => {
    const written = lineWith((record) => (record.mem = [{ pa: '0x80040000', hex: 'ff'.repeat(64) }]));
    const mapped = lineWith((record) => {
      record.steps[1]!.regs = ['0xc4000066', '0x80041000', '0x80040000', '0x1', ...Array(27).fill('0x0')];
      delete record.steps[1]!.responses;
      const st = { ...(record.result[2]!.st as object), host_tx: '0x80041000', host_rx: '0x80040000' };
      const call = ['0xc4000066', '0x800f0000', '0x800f1000', '0x1', ...Array(14).fill('0x0')];
      const smc = { in: call, out: ['0x84000061', ...Array(17).fill('0x0')], n: 18, src: 'default' };
      const out = ['0x84000061', ...Array(30).fill('0x0')];
      const pages = { '0x80040000': 'SHARED_HYP', '0x80041000': 'SHARED_HYP' };
      record.result[2] = { step: 1, kind: 'handled', out, smcs: [smc], st, pages, host_rx_after: '00'.repeat(64) };
    });
    expect(await replayText(`${written}\n${mapped}\n${written}\n${mapped}\n`)).toMatchObject({
      calls: 8,
      mismatches: 0,
    });
  });

  it('says nothing about the registers that the PSCI relay returns', async () => {
    const psci = lineWith((record) => {
      record.steps[1] = { regs: ['0x84000000', ...Array(30).fill('0x1')] };
      record.result[2] = { step: 1, kind: 'psci', handled: true, smcs: [], st: record.result[2]!.st! };
    });
    expect(await replayText(psci)).toMatchObject({ calls: 2, mismatches: 0, error: undefined });
    expect((await replayText(psci.replace('0x84000000', '0x84000085'))).differences[0]).toMatchObject({
      field: 'smcs',
    });
  });

  it('ends where EL2 dies and the record does not know it', async () => {
    // Firmware without FF-A: EL2 has no buffers, and FFA_MEM_RECLAIM writes to one.
    const dead = lineWith((record) => {
      record.spmc = { ...(record.spmc as object), min: '0x20000' };
      record.steps[0]!.regs = ['0x84000077', ...Array(30).fill('0x0')];
    });
    const { calls, differences } = await replayText(dead, {
      ...plainOptions,
      changes: [{ name: 'gate', value: 'open' }],
    });
    expect(calls).toBe(1);
    expect(differences.find(({ field }) => field === 'outcome')).toMatchObject({
      step: 0,
      call: 'FFA_MEM_RECLAIM',
      expected: 'return to the host',
      found: 'el2_fault',
    });
  });
});
