import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkModelGlobs } from '../../src/guest/stub/names.ts';
import { parseStub, rejectStubLines } from '../../src/guest/stub.ts';
import { inputErrorOf } from './stub-fixture.ts';

/** The `//!` lines of a stub with the given texts. */
function parse(...lines: string[]) {
  return parseStub(lines.map((line) => `//! ${line}`).join('\n'), 'test.S');
}

function only<Item>(items: Item[]): Item {
  expect(items).toHaveLength(1);
  return items[0]!;
}

describe('directives of a stub', () => {
  it('a text without directives gives the defaults', () => {
    const spec = parseStub('_start:\n  brk #0\n', 'test.S');
    expect(spec).toMatchObject({ title: undefined, models: [], replies: [], expectations: [], exceptionLevel: 1 });
    expect(spec).toMatchObject({ conduit: 'smc', control: { tsc: true, smd: false, hce: true }, seed: undefined });
    expect(spec.limits).toEqual({ instructions: 1_000_000, traps: 1000, milliseconds: 5000 });
  });

  it('prose is kept as written, slashes included, and the lines of a question are joined', () => {
    const spec = parse('title What // is this?', 'asks See https://a.b/c.', 'asks  Why?  ', 'note One.', 'note Two.');
    expect(spec.title).toBe('What // is this?');
    expect(spec.asks).toBe('See https://a.b/c. Why?');
    expect(spec.notes).toEqual(['One.', 'Two.']);
  });

  it('rows are split at commas', () => {
    expect(parse('rows S1-12, S1-13', 'rows S0-1').rows).toEqual(['S1-12', 'S1-13', 'S0-1']);
  });

  it('models carry their changes', () => {
    const spec = parse('models pkvm/v6.18 pkvm/series-v8+run_path=handled+neg=2 // two', 'models none');
    expect(spec.models.map(({ name, changes, text }) => ({ name, changes, text }))).toEqual([
      { name: 'pkvm/v6.18', changes: {}, text: 'pkvm/v6.18' },
      {
        name: 'pkvm/series-v8',
        changes: { run_path: 'handled', neg: '2' },
        text: 'pkvm/series-v8+run_path=handled+neg=2',
      },
      { name: 'none', changes: {}, text: 'none' },
    ]);
    expect(spec.models[1]!.place).toMatchObject({ line: 1, column: 23 });
  });

  it('firmware switches keep name, value and place', () => {
    const spec = parse('firmware version=1.2 neg1=32', 'firmware min=0x10000');
    expect(spec.firmware.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'version=1.2',
      'neg1=32',
      'min=0x10000',
    ]);
    expect(spec.firmware[1]!.place).toMatchObject({ file: 'test.S', line: 1, column: 26 });
  });

  it('initial registers take ranges, patterns and expressions', () => {
    const spec = parse(
      'registers x0=0x1 x4..x17=canary x20=random w3=-1 sp=LABEL+16 v0..v31=random nzcv=0b1010 fpcr=0',
    );
    const written = spec.registers.map(({ registers: { bank, first, last }, value }) => [
      bank,
      first,
      last,
      value.kind,
    ]);
    expect(written).toEqual([
      ['x', 0, 0, 'constant'],
      ['x', 4, 17, 'pattern'],
      ['x', 20, 20, 'pattern'],
      ['w', 3, 3, 'constant'],
      ['sp', 0, 0, 'constant'],
      ['v', 0, 31, 'pattern'],
      ['nzcv', 0, 0, 'constant'],
      ['fpcr', 0, 0, 'constant'],
    ]);
  });

  it('level, conduit, control bits, seed, limits and profile are read', () => {
    const spec = parse(
      'el 0',
      'conduit hvc',
      'control HCR_EL2.TSC=0 SCR_EL3.SMD=1 SCR_EL3.HCE=0',
      'seed 0xffff_ffff_ffff_ffff',
      'limit instructions=1_000 milliseconds=20',
      'profile smccc-1.2 // the default',
    );
    expect(spec).toMatchObject({ exceptionLevel: 0, conduit: 'hvc', control: { tsc: false, smd: true, hce: false } });
    expect(spec.seed).toBe(0xffffffffffffffffn);
    expect(spec.limits).toEqual({ instructions: 1000, traps: 1000, milliseconds: 20 });
    expect(spec.profile?.name).toBe('smccc-1.2');
  });

  it('a reply has a name, a function, a label, models and values', () => {
    const text =
      'reply again: FFA_RUN at resume+4 [pkvm/*, !pkvm/v6.18] -> FFA_SUCCESS x1=5 w2=-1 x8..x17=keep rx="00 a1FF"';
    const reply = only(parse(text).replies);
    expect(reply).toMatchObject({ name: 'again', functionId: { kind: 'symbol', name: 'FFA_RUN' } });
    expect(reply).toMatchObject({ at: { name: 'resume', offset: 4n }, models: ['pkvm/*', '!pkvm/v6.18'] });
    expect(
      reply.registers.map(({ registers: { bank, first, last }, value }) => [bank, first, last, value.kind]),
    ).toEqual([
      ['x', 0, 0, 'constant'],
      ['x', 1, 1, 'constant'],
      ['w', 2, 2, 'constant'],
      ['x', 8, 17, 'keep'],
    ]);
    expect(reply.rx).toEqual(Uint8Array.of(0, 0xa1, 0xff));
  });

  it('a reply may match any SMC, any function at a label, or a number anywhere', () => {
    const replies = parse(
      'reply -> 0',
      'reply at call -> -1',
      'reply 0x84000063 -> w0=-1',
      'reply r: -> canary',
    ).replies;
    expect(replies.map(({ functionId, at, name }) => [functionId?.kind, at?.name, name])).toEqual([
      [undefined, undefined, undefined],
      [undefined, 'call', undefined],
      ['number', undefined, undefined],
      [undefined, undefined, 'r'],
    ]);
  });

  it('an expectation at a label knows ranges, masks, sources and the number of the arrival', () => {
    const text = 'expect resumed#2 [pkvm/v6.1?]: x8..x17 == reply.x4..x13, x5 & 0xff != 3, sp == before, x1 undefined';
    const expectation = only(parse(text).expectations);
    expect(expectation).toMatchObject({ kind: 'arrival', models: ['pkvm/v6.1?'], source: text });
    expect(expectation).toMatchObject({ target: { label: { name: 'resumed' }, occurrence: 2 } });
    if (expectation.kind !== 'arrival') throw new Error('not an arrival');
    expect(expectation.conditions.map(({ source }) => source)).toEqual([
      'x8..x17 == reply.x4..x13',
      'x5 & 0xff != 3',
      'sp == before',
      'x1 undefined',
    ]);
    expect(expectation.conditions[0]).toMatchObject({
      right: { kind: 'registers', source: { kind: 'reply' }, registers: { bank: 'x', first: 4, last: 13 } },
    });
    expect(expectation.conditions[1]).toMatchObject({ comparison: '!=', mask: { kind: 'number', value: 255n } });
  });

  it('the right side tells registers, named replies and constants apart', () => {
    const expectation = only(
      parse('expect a: x0 == x1, x2 == initial.x3, x4..x5 == r1.x6..x7, x6 == FFA_RUN, lr == fp').expectations,
    );
    if (expectation.kind !== 'arrival') throw new Error('not an arrival');
    const rights = expectation.conditions.map((condition) =>
      condition.kind === 'registers' ? condition.right : undefined,
    );
    expect(rights).toMatchObject([
      { source: { kind: 'now' }, registers: { first: 1 } },
      { source: { kind: 'initial' }, registers: { first: 3 } },
      { source: { kind: 'named-reply', name: 'r1' }, registers: { first: 6, last: 7 } },
      { kind: 'value', value: { kind: 'symbol', name: 'FFA_RUN' } },
      { source: { kind: 'now' }, registers: { bank: 'x', first: 29 } },
    ]);
  });

  it('an expectation about a trap takes dispositions, fields and registers', () => {
    const expectation = only(
      parse('expect trap call: not-supported, smcs == 2, esr & 0xff != 0, x8 == before').expectations,
    );
    expect(expectation).toMatchObject({
      kind: 'trap',
      conditions: [
        { kind: 'disposition', disposition: 'not-supported' },
        { kind: 'field', name: 'smcs', comparison: '==' },
        { kind: 'field', name: 'esr', comparison: '!=' },
        { kind: 'registers' },
      ],
    });
  });

  it('expectations about state, boot, stop and findings are read', () => {
    const { expectations } = parse(
      'expect state call#1: hyp_ffa_version == 0x10002, negotiated == 1',
      'expect boot [*]: result == -95',
      'expect stop [pkvm/v6.18]: brk #1 at done',
      'expect stop: undefined-instruction at call+4',
      'expect finding call [none]: x4..x7, x9 sp rule=x4-*',
    );
    expect(expectations).toMatchObject([
      { kind: 'state', conditions: [{ name: 'hyp_ffa_version' }, { name: 'negotiated' }] },
      { kind: 'boot', conditions: [{ name: 'result' }] },
      { kind: 'stop', stop: { kind: 'brk', immediate: { value: 1n }, at: { name: 'done' } } },
      { kind: 'stop', stop: { kind: 'undefined-instruction', immediate: undefined, at: { name: 'call', offset: 4n } } },
      { kind: 'finding', rule: 'x4-*', registers: [{ first: 4, last: 7 }, { first: 9 }, { bank: 'sp' }] },
    ]);
  });

  it('a sequence of calls is open where dots stand and closed elsewhere', () => {
    const { expectations } = parse(
      'expect el3: FFA_VERSION(0x10002) FFA_RUN(_, 1)',
      'expect el3: … FFA_ID_GET …',
      'expect el3: ... FFA_ID_GET',
      'expect el3: none',
    );
    const sequences = expectations.map((each) => (each.kind === 'el3' ? each.sequence : undefined));
    expect(sequences.map((each) => [each!.openStart, each!.calls.length, each!.openEnd])).toEqual([
      [false, 2, false],
      [true, 1, true],
      [true, 1, false],
      [false, 0, false],
    ]);
    expect(sequences[0]!.calls[1]).toMatchObject({ args: [undefined, { value: 1n }], source: 'FFA_RUN(_, 1)' });
  });

  it('a comment ends a line, but not between quotes', () => {
    const spec = parse('el 1 // the default', 'reply -> 0 rx="00" // why');
    expect(spec.exceptionLevel).toBe(1);
    expect(() => parse('reply -> 0 rx="0 // 0"')).toThrow("'/' is not a hexadecimal digit");
  });

  it('comments, strings and code that hold the marker are no directives', () => {
    const text = [
      '/* //! el 0',
      '//! el 0 */',
      '// //! el 0',
      '.ascii "//! el 0"',
      '# //! el 0',
      "  .byte '/, '\"'",
    ].join('\n');
    expect(parseStub(text, 'test.S').exceptionLevel).toBe(1);
  });

  it('indented lines, empty ones, comments before them and carriage returns do not matter', () => {
    const spec = parseStub('  //! el 0\r\n//!\r\n/* a */ //! seed 3\r\n', 'test.S');
    expect(spec).toMatchObject({ exceptionLevel: 0, seed: 3n });
  });

  it('a byte order mark counts as no column', () => {
    expect(parseStub('\ufeff//! el 0\n', 'test.S').exceptionLevel).toBe(0);
    expect(inputErrorOf(() => parseStub('\ufeff//! el 2\n', 'test.S')).diagnostics[0]).toMatchObject({ column: 8 });
  });

  it('every stub of the repository parses and names models that exist', () => {
    const root = new URL('../../guest-asm', import.meta.url).pathname;
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.S'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const spec = parseStub(readFileSync(join(root, file), 'utf8'), file);
      expect(spec.title, file).toBeDefined();
      checkModelGlobs(spec);
    }
  });

  it('an included file may not carry directives', () => {
    rejectStubLines('// plain\n', 'a.inc');
    expect(() => rejectStubLines('nop\n  //! el 0\n', 'a.inc')).toThrow("only the main file may carry '//!' lines");
  });

  it('a glob that names no model is refused with the name that was meant', () => {
    expect(() => checkModelGlobs(parse('expect a [pkvm/v6.81]: x0 == 0'))).toThrow('did you mean pkvm/v6.18?');
    expect(() => checkModelGlobs(parse('reply [pkvm/v7*] -> 0'))).toThrow('no model is called pkvm/v7*');
    checkModelGlobs(parse('expect a [pkvm/v6.18+*, *+run_path=handled, !pkvm/*]: x0 == 0'));
  });
});
