import { describe, expect, it } from 'vitest';
import { goodRecord, type LooseRecord, lineWith, replayText } from './fixture.ts';

const good = JSON.stringify(goodRecord());

/** What is wrong, how it comes about, and what is said about it. */
const spoiled: [string, (record: LooseRecord) => void, string][] = [
  ['no variant', (r) => delete r.variant, '`variant` is missing'],
  ['a variant of no family', (r) => (r.variant = 'kvm/v6.18'), 'variant: expected pkvm/…'],
  ['a variant that is no model', (r) => (r.variant = 'pkvm/v6.19'), 'variant: unknown model `pkvm/v6.19`'],
  ['a variant that is no string', (r) => (r.variant = 3), 'variant: expected a string'],
  ['no steps', (r) => delete (r as { steps?: unknown }).steps, '`steps` is missing'],
  ['a fraction as id', (r) => (r.id = 1.5), 'id: expected a whole number from 0 to'],
  ['other surroundings', (r) => (r.hhs = 'modern'), 'hhs: expected one of classic, newest, found "modern"'],
  [
    'a number as version',
    (r) => ((r.spmc as LooseRecord).version = 65538),
    'spmc.version: expected a hexadecimal string',
  ],
  [
    'a version of 33 bits',
    (r) => ((r.spmc as LooseRecord).version = '0x100010002'),
    'spmc.version: the value does not fit',
  ],
  [
    'a string for a bit',
    (r) => ((r.spmc as LooseRecord).neg32 = 'no'),
    'spmc.neg32: expected true or false, found a string',
  ],
  [
    'a negative x2',
    (r) => ((r.spmc as LooseRecord).feat = -1),
    'spmc.feat: expected a whole number from 0 to 4294967295',
  ],
  [
    '30 registers',
    (r) => (r.steps[1]!.regs as string[]).pop(),
    "steps[1].regs[30]: expected ',' before another register",
  ],
  ['32 registers', (r) => (r.steps[1]!.regs as string[]).push('0x0'), "steps[1].regs: expected ']' after 31 registers"],
  [
    'a register without 0x',
    (r) => ((r.steps[0]!.regs as string[])[5] = 'ff'),
    'steps[0].regs[5]: expected a hexadecimal',
  ],
  [
    'a register of no digits',
    (r) => ((r.steps[0]!.regs as string[])[5] = '0x'),
    'steps[0].regs[5]: expected a hexadecimal',
  ],
  [
    'a register of 65 bits',
    (r) => ((r.steps[0]!.regs as string[])[9] = `0x1${'0'.repeat(16)}`),
    'does not fit in 64 bits',
  ],
  [
    'an immediate of 17 bits',
    (r) => (r.steps[0]!.imm = 65536),
    'steps[0].imm: expected a whole number from 0 to 65535',
  ],
  [
    'a reply of 17 registers',
    (r) => ((r.steps[1]!.responses as LooseRecord[])[0]!.r as string[]).pop(),
    'steps[1].responses[0].r[17]: expected',
  ],
  [
    'half a byte',
    (r) => (r.mem = [{ pa: '0x80002000', hex: '123' }]),
    'mem[0].hex: expected two digits for each byte, found an odd number',
  ],
  [
    'bytes that are none',
    (r) => (r.mem = [{ pa: '0x80002000', hex: '12xx' }]),
    'mem[0].hex: expected hexadecimal digits',
  ],
  ['memory below RAM', (r) => (r.mem = [{ pa: '0x7ffff000', hex: '00' }]), 'mem[0].pa: 0x7ffff000 is outside'],
  ['memory past the end', (r) => (r.mem = [{ pa: '0x800fffff', hex: '0000' }]), 'mem[0]: the bytes leave the memory'],
  ['half a page', (r) => (r.not_host = ['0x80040800']), 'not_host[0]: not the address of a page'],
  ['no result', (r) => (r.result = []), 'result: the list is empty'],
  ['a result too few', (r) => r.result.pop(), 'result: 2 steps, and results for 1 of them'],
  ['a result too many', (r) => r.result.push({ ...r.result[2]!, step: 2 }), 'result[3]: there is no step for it'],
  ['results out of order', (r) => (r.result[2]!.step = 0), 'result[2].step: expected 1, found 0'],
  ['a step after a failed start', (r) => (r.result[0]!.ret = -95), 'result[1]: the start failed'],
  ['a step after a fault', (r) => (r.result[1]!.kind = 'el2_fault'), 'result[2]: EL2 died in the step before'],
  ['a return without registers', (r) => delete r.result[2]!.out, 'result[2]: `out` is missing'],
  ['a return without state', (r) => delete r.result[2]!.st, 'result[2]: `st` is missing'],
  ['a kind that is none', (r) => (r.result[2]!.kind = 'lost'), 'result[2].kind: expected one of handled, forwarded'],
  ['an undefined x31', (r) => (r.result[1]!.undef = [31]), 'result[1].undef[0]: expected a whole number from 0 to 30'],
  [
    'a page that is none',
    (r) => (r.result[1]!.pages = { '0x1000': 'OWNED' }),
    'result[1].pages: "0x1000" is not a key',
  ],
  [
    'a page state that is none',
    (r) => (r.result[1]!.pages = { '0x80040000': 'LENT' }),
    'result[1].pages.0x80040000: expected one of OWNED',
  ],
  [
    'an SMC from nowhere',
    (r) => ((r.result[2]!.smcs as LooseRecord[])[0]!.src = 'luck'),
    'result[2].smcs[0].src: expected one of script, default',
  ],
];

describe('a malformed line', () => {
  it.each(spoiled)('is named with its number and field: %s', async (_, change, message) => {
    const { error, sequences } = await replayText(`${good}\n${lineWith(change)}\n${good}\n`);
    expect(error).toMatch(/^FILE:2: /);
    expect(error).toContain(message);
    expect(sequences).toBe(1);
  });

  it.each([
    ['cut off', good.slice(0, -1), "expected ',' or '}', the line ends here"],
    ['cut off in a string', good.slice(0, good.indexOf('classic') + 3), 'hhs: the string does not end in this line'],
    ['followed by more', `${good}]`, "expected the end of the line, found ']'"],
    ['a list', '[1]', 'expected an object'],
    ['text', 'hello', 'not JSON'],
    ['two members of one name', good.replace('{', '{"hhs":"classic",'), '`hhs` stands twice'],
    ['a leading zero', good.replace('"feat":0', '"feat":00'), 'spmc.feat: expected a whole number'],
    ['a list for an object', good.replace(/"spmc":\{[^}]*\}/, '"spmc":[]'), 'spmc: expected an object, found a list'],
  ])('is named where it is %s', async (_, line, message) => {
    const { error } = await replayText(`\n${line}\n`);
    expect(error).toMatch(/^FILE:2: /);
    expect(error).toContain(message);
  });

  it('does not hide what was found before it', async () => {
    const wrong = lineWith((record) => (record.result[1]!.warn_on = 1));
    const report = await replayText(`${wrong}\n{}\n`);
    expect(report.mismatches).toBe(1);
    expect(report.error).toBe('FILE:2: `variant` is missing');
  });
});

describe('a file', () => {
  it('may have blank lines, blanks between its values and members in any order', async () => {
    const spaced = JSON.stringify(Object.fromEntries(Object.entries(goodRecord()).reverse()), null, 1).replaceAll(
      '\n',
      ' ',
    );
    expect(await replayText(`\r\n  \n${spaced}\r\n\n${good}`)).toMatchObject({
      sequences: 2,
      calls: 4,
      mismatches: 0,
      error: undefined,
    });
  });

  it('may hold members that nobody knows, which are named', async () => {
    const line = lineWith((record) => {
      record.note = { by: ['hand', 1.5e3, null, true, { deep: 'é\\"' }] };
      record.steps[0]!.why = 'to see';
    });
    expect(await replayText(line)).toMatchObject({ mismatches: 0, unknown: ['why', 'note'], error: undefined });
  });

  it('that does not exist, or is a folder, is named with the reason', async () => {
    const { FileReplayer } = await import('../../src/replay/file.ts');
    const replayer = new FileReplayer({ model: undefined, changes: [] });
    expect((await replayer.replay('/nowhere/a.jsonl')).error).toBe('/nowhere/a.jsonl: no such file');
    expect((await replayer.replay('/')).error).toBe('/: is a directory');
  });

  it('that ends in the middle of its compressed data is named', async () => {
    const { gzipSync } = await import('node:zlib');
    const packed = gzipSync(`${good}\n`.repeat(50));
    expect((await replayText(packed)).sequences).toBe(50);
    expect((await replayText(packed.subarray(0, packed.length - 20))).error).toContain(
      'FILE: the file does not inflate',
    );
  });
});
