import { describe, expect, it } from 'vitest';
import * as d from '../../assembly/el3/definition.ts';
import { resolveModel } from '../../src/engine/models.ts';
import { InputError } from '../../src/guest/source.ts';
import { checkModelGlobs } from '../../src/guest/stub/names.ts';
import { parseStub } from '../../src/guest/stub.ts';
import { chooseModels } from '../../src/run/choose.ts';

const parse = (...lines: string[]) => parseStub(lines.map((line) => `//! ${line}`).join('\n'), 'test.S');

function errorsOf(work: () => unknown): InputError {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('a partition of a stub', () => {
  it('has its standard settings where nothing else is said', () => {
    const [partition] = parse('partition 0x8001').partitions;
    expect(partition).toMatchObject({ id: 0x8001, version: 0x10002, properties: 0x603, logical: false, contexts: 1 });
    expect(partition).toMatchObject({ uuids: [], handlers: [] });
  });

  it('has the settings of its line, and of further lines about it', () => {
    const { partitions } = parse(
      'partition 0x8002 version=1.1 receives=REQ sends=none contexts=8 logical',
      'partition 0x8002 uuid=00112233-4455-6677-8899-aabbccddeeff: on INIT wait',
      'partition 0x8003 properties=0x1',
    );
    expect(partitions.map(({ id }) => id)).toEqual([0x8002, 0x8003]);
    expect(partitions[0]).toMatchObject({ version: 0x10001, properties: 0x1, logical: true, contexts: 8 });
    expect(Buffer.from(partitions[0]!.uuids[0]!).toString('hex')).toBe('00112233445566778899aabbccddeeff');
    expect(partitions[0]!.handlers).toHaveLength(1);
    expect(partitions[1]!.properties).toBe(1);
  });

  it('does its steps in order, for an event or for the n-th of its kind', () => {
    const [partition] = parse(
      'partition 0x8001: on REQ2#2 yield, then answer: RESP2 x4..x17=canary; on RUN wait',
    ).partitions;
    const [second, run] = partition!.handlers;
    expect(second).toMatchObject({ events: [d.EVENT_REQ2], occurrence: 2 });
    expect(second!.steps.map(({ kind, name }) => [kind, name])).toEqual([
      [d.STEP_YIELD, undefined],
      [d.STEP_RESP2, 'answer'],
    ]);
    expect(second!.steps[1]!.registers).toMatchObject([
      { registers: { bank: 'x', first: 4, last: 17 }, value: { kind: 'pattern' } },
    ]);
    expect(run).toMatchObject({ events: [d.EVENT_RUN], occurrence: 0 });
  });

  const steps: [text: string, kind: number, operand: boolean][] = [
    ['RESP', d.STEP_RESPOND, false],
    ['RESP32', d.STEP_RESP, false],
    ['RESP64', d.STEP_RESP_64, false],
    ['RESP2', d.STEP_RESP2, false],
    ['wait', d.STEP_WAIT, false],
    ['yield', d.STEP_YIELD, false],
    ['error FFA_DENIED', d.STEP_ERROR, true],
    ['run 0x8002', d.STEP_RUN, true],
    ['REQ32 0x8002', d.STEP_REQ, true],
    ['REQ64 0x8002', d.STEP_REQ_64, true],
    ['REQ2 0x8002', d.STEP_REQ2, true],
    ['abort', d.STEP_ABORT, false],
    ['call FFA_ID_GET', d.STEP_CALL, true],
    ['interrupt', d.STEP_INTERRUPT, false],
    ['interrupt 0x8002', d.STEP_INTERRUPT, true],
  ];

  it.each(steps)('can do: %s', (text, kind, operand) => {
    const step = parse(`partition 0x8001: on REQ ${text}`).partitions[0]!.handlers[0]!.steps[0]!;
    expect(step.kind).toBe(kind);
    expect(step.operand !== undefined).toBe(operand);
  });

  it('is given control by any request for REQ, and by one kind for the others', () => {
    const eventsOf = (word: string) => parse(`partition 0x8001: on ${word} wait`).partitions[0]!.handlers[0]!.events;
    expect(eventsOf('REQ')).toEqual([d.EVENT_REQ, d.EVENT_REQ_64, d.EVENT_REQ2]);
    expect(['REQ32', 'REQ64', 'REQ2', 'RUN', 'INTERRUPT', 'INIT'].map(eventsOf)).toEqual(
      [d.EVENT_REQ, d.EVENT_REQ_64, d.EVENT_REQ2, d.EVENT_RUN, d.EVENT_INTERRUPT, d.EVENT_INIT].map((event) => [event]),
    );
  });
});

/** The line, with `^` below the column that the complaint must name, and what it must say. */
const malformed: [line: string, caret: string, message: string][] = [
  ['//! partition', '             ^', 'expected the id of a partition, as in 0x8001, found the end of the line'],
  ['//! partition one', '              ^', "expected the id of a partition, as in 0x8001, found 'one'"],
  ['//! partition 0x7fff', '              ^', 'the id of a partition is 0x8000 to 0xffff, not 0x7fff'],
  ['//! partition 0x8001 vresion=1.2', '                     ^', 'a partition has no vresion; did you mean version?'],
  ['//! partition 0x8001 version', '                            ^', "expected '=' and a value after version"],
  ['//! partition 0x8001 version=', '                             ^', 'expected a value for version'],
  ['//! partition 0x8001 version=2', '                             ^', "'2' is not a version such as 1.2"],
  ['//! partition 0x8001 receives=REQ3', '                              ^', "'REQ3' is no kind of direct request"],
  ['//! partition 0x8001 properties=x', '                                ^', "'x' is not a 32-bit number"],
  ['//! partition 0x8001 contexts=0', '                              ^', "'0' is not a count from 1"],
  ['//! partition 0x8001 uuid=12', '                          ^', "'12' is not a UUID: 32 hexadecimal digits"],
  ['//! partition 0x8001 REQ wait', '                     ^', 'a partition has no REQ'],
  ['//! partition 0x8001:', '                     ^', "expected 'on' and an event"],
  ['//! partition 0x8001: REQ wait', '                      ^', "expected 'on' and an event, found 'REQ"],
  ['//! partition 0x8001: on', '                        ^', 'expected an event, found the end of the line'],
  ['//! partition 0x8001: on REQQ wait', '                         ^', 'no event is called REQQ; did you mean REQ?'],
  ['//! partition 0x8001: on REQ#0 wait', '                             ^', "expected a count from 1 after '#'"],
  ['//! partition 0x8001: on REQ', '                            ^', 'expected what the partition does'],
  [
    '//! partition 0x8001: on REQ yeild',
    '                             ^',
    "a partition does not 'yeild'; did you mean yield?",
  ],
  ['//! partition 0x8001: on REQ error', '                                  ^', 'expected a status code'],
  ['//! partition 0x8001: on REQ run', '                                ^', 'expected the id of a partition'],
  ['//! partition 0x8001: on REQ run x4=1', '                                 ^', 'expected the id of a partition'],
  ['//! partition 0x8001: on REQ call, then wait', '                                 ^', 'expected a function id'],
  [
    '//! partition 0x8001: on REQ RESP x18=1',
    '                                  ^',
    'a call has x0 to x17 and w0 to w17 only',
  ],
  [
    '//! partition 0x8001: on REQ RESP w4=keep',
    '                                  ^',
    "'keep' leaves the whole register: name x4",
  ],
  ['//! partition 0x8001: on REQ RESP x4=1 x4=2', '                                       ^', 'x4 already has a value'],
  [
    '//! partition 0x8001: on REQ interrupt x4=1',
    '                                       ^',
    'an interrupt is no call',
  ],
  ['//! partition 0x8001: on REQ wait: RESP', '                             ^', 'a step cannot be called wait'],
  ['//! partition 0x8001: on REQ x4: RESP', '                             ^', 'a step cannot be called x4'],
  [
    '//! partition 0x8001: on REQ wait; on REQ2 wait',
    '                                      ^',
    'REQ2 already has a handler (line 1)',
  ],
  [
    '//! partition 0x8001: on REQ wait extra',
    '                                  ^',
    "expected ',', ';' or the end of the line, found 'extra'",
  ],
  ['//! expect partition', '                    ^', 'expected the id of a partition'],
  ['//! expect partition 0x8001#0: x0 == 1', '                            ^', "expected a count from 1 after '#'"],
  ['//! expect partition 0x8001: x0 == initial', '                             ^', "a partition has no 'initial'"],
  ['//! expect partition 0x8001: v18 == 1', '                             ^', 'a partition'],
  ['//! expect partition 0x8001: sp == 1', '                             ^', 'a partition'],
  ['//! expect calls 0x8001:', '                        ^', "expected calls, or 'none'"],
  ['//! hypervisor', '              ^', 'expected at-start or at-hvc'],
  ['//! hypervisor at-boot', '               ^', "'at-boot' is neither at-start nor at-hvc"],
];

describe('what is wrong about a partition', () => {
  it.each(malformed)('is told with its column: %s', (line, caret, message) => {
    const { diagnostics, message: text } = errorsOf(() => parseStub(line, 'bad.S'));
    expect(diagnostics).toHaveLength(1);
    expect(text).toContain(message);
    expect(diagnostics[0]).toMatchObject({ file: 'bad.S', line: 1, column: caret.length });
  });

  it('is the ninth of them', () => {
    const lines = Array.from({ length: 9 }, (_, n) => `partition 0x800${n}`);
    expect(errorsOf(() => parse(...lines)).diagnostics).toMatchObject([{ line: 9, column: 15 }]);
  });

  it('is the fifth UUID of one', () => {
    const uuid = 'uuid=00112233445566778899aabbccddeeff';
    const text = `partition 0x8001 ${Array.from({ length: 5 }, () => uuid).join(' ')}`;
    expect(errorsOf(() => parse(text)).message).toContain('a partition has at most 4 UUIDs');
  });
});

describe('the firmware of a stub', () => {
  it('is named, with changes or without, and switches of all of it stand beside the names', () => {
    const { firmwares, firmware } = parse('firmware tfa-spmd+hafnium no-ffa+smccc_version=1.4 version=1.2');
    expect(firmwares.map(({ text, name, changes }) => [text, name, changes])).toEqual([
      ['tfa-spmd+hafnium', 'tfa-spmd+hafnium', {}],
      ['no-ffa+smccc_version=1.4', 'no-ffa', { smccc_version: '1.4' }],
    ]);
    expect(firmware.map(({ name, value }) => `${name}=${value}`)).toEqual(['version=1.2']);
  });

  it('is run with every model that names none itself', () => {
    const spec = parse('models none pkvm/v6.18@no-ffa', 'firmware tfa-spmd+optee preserving');
    expect(chooseModels(spec, [], []).map(({ choice }) => choice.text)).toEqual([
      'none@tfa-spmd+optee',
      'none@preserving',
      'pkvm/v6.18@no-ffa',
    ]);
  });

  it('has the switches of its row, then of all firmware, then its own, then the command line', () => {
    const spec = parse('models none', 'firmware tfa-spmd+optee+error_width=64 version=1.1 max_pages=5');
    const changes = [{ name: 'max_pages', value: '7' }];
    const [{ firmware } = { firmware: {} }] = chooseModels(spec, [], [], { names: [], changes });
    expect(firmware).toMatchObject({ version: 0x10001, error_width: 0, max_pages: 7, lock: 0 });
  });

  const unknown: [line: string, column: number, message: string][] = [
    ['firmware tfa-spmd+hafnuim', 14, 'no firmware is called tfa-spmd+hafnuim; did you mean tfa-spmd+hafnium?'],
    ['firmware no-ffa+lokc=never', 14, 'unknown switch `lokc` (did you mean `lock`?)'],
    ['firmware lock=newer', 14, 'unknown value of `lock` `newer` (did you mean `never`?)'],
  ];

  it.each(unknown)('is complained about where it is named: %s', (line, column, message) => {
    const { diagnostics } = errorsOf(() => chooseModels(parse(line), [], []));
    expect(diagnostics).toMatchObject([{ line: 1, column }]);
    expect(diagnostics[0]!.message).toContain(message);
  });

  it('is part of what globs are over where they have an @', () => {
    const spec = parse('expect a [none@*, !*@tfa-*]: x0 == 1', 'expect a [none]: x0 == 1');
    checkModelGlobs(spec);
    const bad = parse('expect a [none@tfa-el4*]: x0 == 1');
    expect(errorsOf(() => checkModelGlobs(bad)).message).toContain('no firmware is called tfa-el4*');
  });

  it('cannot be started by a guest of Xen', () => {
    const spec = parse('models pkvm/v6.18 xen/v1.2', 'hypervisor at-hvc');
    const { diagnostics } = errorsOf(() => chooseModels(spec, [], []));
    expect(diagnostics).toMatchObject([{ line: 1, column: 23 }]);
    expect(diagnostics[0]!.message).toContain('xen/v1.2 is there before its guests');
    expect(resolveModel('xen/v1.2', []).family).toBe('xen');
  });
});
