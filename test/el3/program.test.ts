import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineChoice } from '../../src/engine/engine.ts';
import { runJob } from '../../src/engine/job.ts';
import type { PartitionCall, RunRecord } from '../../src/engine/record.ts';
import { unicornAvailable } from '../../src/engine/unicorn.ts';
import { InputError } from '../../src/guest/source.ts';
import { RandomStream } from '../../src/guest/stub/random.ts';
import { defaultScenarioOptions, makeJob, prepare } from '../../src/run/prepare.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trapline-program-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ABORTED = 0xfffffff8n;
const ERROR = 0x84000060n;
const WAITS = '  begin_wait\nwait:\n  smc #0\n';
/** Asks partition 0x8001 in the 64-bit form, `times` times. */
const asks = (times: number) => `.include "host.inc"
_start:
  negotiate FFA_VERSION_1_2
  mov w20, #${times}
again:
  ffa_begin FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
  mov x4, #0x44
request:
  smc #0
answered:
  subs w20, w20, #1
  b.ne again
  brk #0
`;

interface Setup {
  /** After `code=`. */
  line?: string;
  guest?: string;
  engine?: EngineChoice;
  firmware?: string;
  model?: string;
  instructions?: number;
  symbols?: { name: string; value: string }[];
  probe?: boolean;
  more?: string[];
}

/** Runs a guest with partition 0x8001, whose program begins at `_start`, FFA_MSG_WAIT of its own before `body`. */
function run(body: string, setup: Setup = {}): RunRecord {
  const program = join(folder, 'program.inc');
  const stub = join(folder, 'stub.S');
  writeFileSync(program, `.include "partition.inc"\n_start:\n${WAITS}${body}\n`);
  const lines = [`//! partition 0x8001 code=program.inc${setup.line ?? ''}`, ...(setup.more ?? [])];
  writeFileSync(stub, `${lines.join('\n')}\n${setup.guest ?? asks(1)}`);
  const options = {
    ...defaultScenarioOptions,
    models: [setup.model ?? 'none'],
    firmwares: [setup.firmware ?? 'tfa-spmd+hafnium'],
    seed: 7n,
    symbols: setup.symbols ?? [],
  };
  const { image, models, plans, spec } = prepare(stub, options);
  const limits = { ...spec.limits, instructions: setup.instructions ?? 100_000 };
  return runJob({
    ...makeJob(image, models[0]!, plans[0]!, limits, setup.engine ?? 'core'),
    probe: setup.probe ?? false,
  });
}

const callsOf = ({ boot, traps }: RunRecord): PartitionCall[] => {
  const all = [boot, ...traps].flatMap(({ partitionCalls }) => partitionCalls ?? []);
  return [...new Map(all.map((call) => [call.index, call])).values()];
};
const last = (record: RunRecord) => record.traps.at(-1)!;
const stopOf = (record: RunRecord) => callsOf(record).flatMap(({ stop }) => stop ?? []);
const ANSWER = '  begin_response\n  b wait\n';

describe('a partition that is a program', () => {
  it('runs at S-EL1 with registers of its own, and its SMC is a call to the SPMC', () => {
    const record = run(`  mrs x9, CurrentEL\n  mov x10, sp\n  mov x5, x9\n  mov x6, x10\n${ANSWER}`);
    expect(last(record).after.x.slice(0, 7)).toEqual([0xc4000070n, 0x80010000n, 0n, 0n, 0x44n, 4n, 0x80f20000n]);
    expect(callsOf(record).map(({ before }) => before[0])).toEqual([0x8400006bn, 0xc4000070n]);
    expect(record.stop.kind).toBe('brk');
  });

  it('keeps what it has in registers and memory from one message to the next', () => {
    const body = `  adr x21, number\n  ldr x22, [x21]\n  add x22, x22, #1\n  str x22, [x21]\n  add x23, x23, #16
  mov x5, x22\n  mov x6, x23\n  begin_response\n  b wait\n.data\nnumber: .quad 0x100`;
    const record = run(body.replace('adr x21, number', 'adrp x21, number\n  add x21, x21, :lo12:number'), {
      guest: asks(3),
    });
    const answers = record.traps.slice(1).map(({ after }) => after.x.slice(5, 7));
    expect(answers).toEqual([
      [0x101n, 16n],
      [0x102n, 32n],
      [0x103n, 48n],
    ]);
  });

  it('sees the number of the vCPU whose SMC gave it control', () => {
    const record = run(`  mrs x5, mpidr_el1\n${ANSWER}`);
    expect(last(record).after.x[5]).toBe(0x80000000n);
  });

  it('is told in x0 to x30 what its calls did, with the address of the SMC and the instructions executed', () => {
    const [wait, response] = callsOf(run(`  mov x25, #5\n${ANSWER}`)) as [PartitionCall, PartitionCall];
    expect(wait.before).toHaveLength(31);
    expect(wait.after).toHaveLength(31);
    expect([wait.after![0], wait.after![1], wait.after![4]]).toEqual([0xc400006fn, 0x8001n, 0x44n]);
    expect(response.before[25]).toBe(5n);
    expect(response.after).toBeUndefined();
    expect(response.address).toBe(wait.address);
    expect(response.instructions! - wait.instructions!).toBe(10);
  });

  it('loses x18 to x30 to firmware that heeds no rule, and to no other', () => {
    const lost = (firmware: string) => {
      const [wait] = callsOf(run(ANSWER, { firmware })) as [PartitionCall];
      return wait.before.slice(18).filter((value, n) => value !== wait.after![18 + n]).length;
    };
    expect(lost('hostile')).toBe(13);
    expect(['tfa-spmd+hafnium', 'tfa-spmd+optee', 'tfa-el3-spmc', 'preserving'].map(lost)).toEqual([0, 0, 0, 0]);
  });

  it('is interrupted before an instruction and goes on there when it is run, nothing written in between', () => {
    const body = `  mov x18, #0\nwork:\n  add x18, x18, #1\n  cmp x18, #9\n  b.ne work\n  mov x5, x18\n${ANSWER}`;
    const guest = asks(1).replace('answered:', 'answered:\n  load32 w0, FFA_RUN\n  zero x2, x3\nrun:\n  smc #0\n');
    const record = run(body, { guest, line: ': at work+4 interrupt' });
    expect(record.traps.slice(1).map(({ after }) => after.x[0])).toEqual([0x84000062n, 0xc4000070n]);
    expect(last(record).after.x[5]).toBe(9n);
    expect(record.traps[1]!.state.partition_8001).toBe(4n);
  });

  it('can ask another program, and each finds its own registers', () => {
    const guest = asks(1);
    const body = `  mov x20, x0\n  mov x21, x1\n  load32 w1, 0x80018002\n  mov x19, #77\n  smc #0\n  mov x5, x19
  mov x0, x20\n  mov x1, x21\n${ANSWER}`;
    writeFileSync(join(folder, 'other.inc'), `.include "partition.inc"\n_start:\n${WAITS}  mov x19, #1\n${ANSWER}`);
    const record = run(body, { guest, more: ['//! partition 0x8002 code=other.inc'] });
    expect(last(record).after.x[5]).toBe(77n);
    expect(new Set(callsOf(record).map(({ partition }) => partition))).toEqual(new Set([0x8001, 0x8002]));
  });

  it('is told of a secure interrupt while it waits, and the program that it came to goes on afterwards', () => {
    const handler = `  mov x19, x0\n  add x20, x20, #1\n  b _start\n`;
    writeFileSync(join(folder, 'handler.inc'), `.include "partition.inc"\n_start:\n${WAITS}${handler}`);
    const body = `  mov x18, #0\nwork:\n  add x18, x18, #1\n  cmp x18, #5\n  b.ne work\n  mov x5, x18\n${ANSWER}`;
    const record = run(body, {
      line: ': at work+8 interrupt 0x8002',
      more: ['//! partition 0x8002 code=handler.inc'],
    });
    expect(last(record).after.x.slice(0, 6)).toEqual([0xc4000070n, 0x80010000n, 0n, 0n, 0x44n, 5n]);
    const handled = callsOf(record).filter(({ partition }) => partition === 0x8002);
    expect(handled.map(({ before, after }) => [before[0], after?.[0]])).toEqual([
      [0x8400006bn, 0x84000062n],
      [0x8400006bn, undefined],
    ]);
    expect(handled[1]!.before.slice(19, 21)).toEqual([0x84000062n, 1n]);
  });

  it('can give the SPMC buffers in its own memory and read what comes there', () => {
    const body = `  mov x20, x0\n  mov x21, x1
  load32 w0, FFA_RXTX_MAP_64\n  ldr x1, =tx\n  ldr x2, =rx\n  mov x3, #1\n  zero x4, x5, x6, x7\n  smc #0\n  mov x22, x0
  load32 w0, FFA_PARTITION_INFO_GET\n  zero x1, x2, x3, x4, x5, x6, x7\n  smc #0
  ldr x9, =rx\n  ldrh w5, [x9]\n  mov x6, x2\n  mov x7, x22\n  mov x0, x20\n  mov x1, x21\n${ANSWER}
  .ltorg\n  .data\n  .balign 4096\ntx:\n  .skip 4096\nrx:\n  .skip 4096\n`;
    expect(last(run(body)).after.x.slice(5, 8)).toEqual([0x8001n, 1n, 0x84000061n]);
  });

  it('comes out the same when every call is tried with other upper halves first', () => {
    const probed = run(ANSWER, { probe: true, guest: asks(2) });
    const plain = run(ANSWER, { guest: asks(2) });
    expect(probed.traps.map(({ after }) => after.x)).toEqual(plain.traps.map(({ after }) => after.x));
    expect(callsOf(probed)).toEqual(callsOf(plain));
    expect(probed.partitionInstructions).toBe(plain.partitionInstructions);
  });
});

describe('a program that goes wrong is stopped, and its caller is told', () => {
  const cases: [string, string, string, RegExp][] = [
    ['an undefined instruction', '  .inst 0\n', 'undefined-instruction', /00000000 is undefined/],
    ['HVC, which nobody takes', '  hvc #0\n', 'undefined-instruction', /HVC is undefined/],
    ['a read where nothing is', '  mov x3, #8\n  ldr x4, [x3]\n', 'memory-fault', /nothing is mapped/],
    ['the hypervisor’s memory', '  ldr x3, =0x800f0000\n  ldr x4, [x3]\n', 'memory-fault', /hypervisor/],
    ['another partition’s memory', '  ldr x3, =0x80f20000\n  str x4, [x3]\n', 'memory-fault', /secure partition/],
    ['a jump to nowhere', '  mov x3, #4\n  br x3\n', 'memory-fault', /fetch/],
    ['BRK', '  brk #3\n', 'brk', /brk #3/],
    ['SVC', '  svc #1\n', 'svc', /svc #1/],
    ['WFI', '  wfi\n', 'wfi', /no interrupt/],
    ['the MMU', '  mrs x3, sctlr_el1\n  orr x3, x3, #1\n  msr sctlr_el1, x3\n', 'unimplemented', /MMU/],
  ];
  it.each(cases)('%s', (_, body, kind, detail) => {
    const other = 'other.inc';
    writeFileSync(join(folder, other), `.include "partition.inc"\n_start:\n${WAITS}${ANSWER}`);
    const record = run(body, { more: [`//! partition 0x8002 code=${other}`], guest: asks(2) });
    expect(stopOf(record)).toEqual([expect.objectContaining({ kind, detail: expect.stringMatching(detail) })]);
    expect(record.traps.slice(1).map(({ after }) => [after.x[0], after.x[2]])).toEqual([
      [ERROR, ABORTED],
      [ERROR, ABORTED],
    ]);
    expect(record.stop.kind).toBe('brk');
    expect(last(record).state.partition_8001).toBe(5n);
  });

  it('takes its own exceptions where it has vectors', () => {
    const body = `  adr x3, vectors\n  msr vbar_el1, x3\n  mov x20, x0\n  hvc #0\n  .balign 0x800\nvectors:\n  .space 0x200
  mrs x5, esr_el1\n${ANSWER}`;
    expect(last(run(body)).after.x[5]).toBe(0x02000000n);
  });

  it('in a loop: at the instruction limit, which holds for both worlds together', () => {
    const record = run('  b .\n', { instructions: 5000 });
    expect(stopOf(record).map(({ kind }) => kind)).toEqual(['instruction-limit']);
    expect(record.stop.kind).toBe('instruction-limit');
    expect(record.instructions + record.partitionInstructions!).toBe(5000);
    expect(record.stop.detail).toContain('of them by partitions');
  });

  it('in a loop without a limit to speak of: after ten million instructions in one SMC', () => {
    const record = run('  b .\n', { instructions: 1e12, guest: asks(2) });
    expect(record.partitionInstructions).toBeLessThan(10_000_100);
    expect(record.stop.kind).toBe('brk');
    expect(last(record).after.x[0]).toBe(ERROR);
  });

  it('in a loop of calls, though the log of calls is full by then', () => {
    const record = run('1:\n  load32 w0, FFA_ID_GET\n  smc #0\n  b 1b\n', { instructions: 1_000_000 });
    expect(stopOf(record)).toHaveLength(1);
    expect(record.stop.kind).toBe('brk');
  });

  it('whatever its instructions are', () => {
    const random = new RandomStream(0x7072_6f67n);
    const kinds = new Set<string>();
    for (let n = 0; n < 150; n++) {
      const words = Array.from({ length: 24 }, () => `  .inst ${Number(BigInt.asUintN(32, random.next()))}\n`);
      const record = run(`${words.join('')}${ANSWER}`, { instructions: 20_000, guest: asks(2) });
      for (const { kind } of stopOf(record)) kinds.add(kind);
      expect(record.traps.slice(1).every(({ after }) => [ERROR, 0xc4000070n].includes(after.x[0]!))).toBe(true);
      expect(['brk', 'instruction-limit']).toContain(record.stop.kind);
    }
    expect(kinds.size).toBeGreaterThan(2);
  });

  it('before it waits for the first time, too', () => {
    const record = run('', { guest: '_start:\n  brk #0\n' });
    expect(stopOf(record)).toEqual([]);
    writeFileSync(join(folder, 'broken.inc'), '_start:\n  .inst 0\n');
    const second = run(ANSWER, { more: ['//! partition 0x8003 code=broken.inc'] });
    expect(second.boot.partitionCalls!.flatMap(({ stop }) => stop?.kind ?? [])).toEqual(['undefined-instruction']);
    expect(last(second).after.x[0]).toBe(0xc4000070n);
  });
});

describe('the memory of a program', () => {
  const reads = (address: number) => `_start:\n  ldr x1, =0x${address.toString(16)}\n  ldr x2, [x1]\n  brk #0\n`;

  it.each(['core', ...(unicornAvailable() ? ['unicorn'] : [])] as EngineChoice[])(
    'is out of the guest’s reach, on %s',
    (engine) => {
      const record = run(ANSWER, { guest: reads(0x80f00000), engine });
      expect(record.stop).toMatchObject({ kind: 'memory-fault', detail: expect.stringContaining('secure partition') });
      expect(run(ANSWER, { guest: reads(0x80f20000), engine }).stop.kind).toBe('brk');
    },
  );

  it('is gone with the program: the next run has its RAM to itself', () => {
    run(ANSWER);
    const stub = join(folder, 'plain.S');
    writeFileSync(stub, reads(0x80f00000));
    const { image, models, plans, spec } = prepare(stub, { ...defaultScenarioOptions, models: ['none'] });
    const record = runJob(makeJob(image, models[0]!, plans[0]!, spec.limits, 'core'));
    expect(record.stop.kind).toBe('brk');
    expect(record.final.x[2]).toBe(0n);
  });
});

describe.runIf(unicornAvailable())('with a guest on libunicorn', () => {
  it('programs run on the interpreter all the same, and the record says so', () => {
    const setup = { guest: asks(2), line: ': at wait interrupt' };
    const native = run(ANSWER, { ...setup, engine: 'unicorn' });
    const core = run(ANSWER, { ...setup, engine: 'core' });
    expect(native.engine).toContain('partitions that are programs on core');
    expect(native.traps.map(({ after }) => after.x)).toEqual(core.traps.map(({ after }) => after.x));
    expect(callsOf(native)).toEqual(callsOf(core));
    expect(run(ANSWER, { ...setup, engine: 'lockstep' }).stop.kind).toBe('brk');
  });

  it('both worlds together stop at the same instruction', () => {
    const stops = (['core', 'unicorn'] as const).map((engine) => run('  b .\n', { instructions: 3000, engine }));
    expect(stops[0]!.stop).toEqual(stops[1]!.stop);
  });
});

describe('what is wrong with a program is said at its line', () => {
  const complaint = (line: string, program = `.include "partition.inc"\n_start:\n${WAITS}${ANSWER}`): string => {
    const stub = join(folder, 'wrong.S');
    writeFileSync(join(folder, 'wrong.inc'), program);
    writeFileSync(stub, `//! partition 0x8001 ${line}\n_start:\n  brk #0\n`);
    try {
      prepare(stub, { ...defaultScenarioOptions, models: ['none'] });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.diagnostics.map((each) => `${each.file.split('/').at(-1)}:${each.line} ${each.message}`).join('; ');
    }
    return 'nothing';
  };

  it.each([
    ['code=missing.inc', /^wrong\.S:1 .*missing\.inc.*no such file/],
    ['code=wrong.inc: on REQ RESP', /^wrong\.S:1 a program decides for itself/],
    ['logical code=wrong.inc', /^wrong\.S:1 a program is no part of the SPMC/],
    [': at wait interrupt', /^wrong\.S:1 `at` is for a partition with a program/],
    ['code=wrong.inc: at nowhere interrupt', /^wrong\.S:1 the program has no label nowhere/],
    ['code=wrong.inc: at wait stops', /^wrong\.S:1 expected 'interrupt'/],
    [': on REQ RESP\n//! expect partition 0x8001: x18 == 0', /^wrong\.S:2 a script has x0 to x17 only/],
    ['code=wrong.inc code=wrong.inc', /^wrong\.S:1 the partition has a program already \(line 1\)/],
  ])('%s', (line, message) => {
    expect(complaint(line)).toMatch(message);
  });

  it('what its assembler says is about its own file', () => {
    expect(complaint('code=wrong.inc', '_start:\n  mvo x0, x1\n')).toMatch(/^wrong\.inc:2 /);
  });

  it('one that is larger than its memory', () => {
    expect(complaint('code=wrong.inc', '_start:\n  b .\n  .space 0x20000\n')).toMatch(/^wrong\.S:1 .*does not fit/);
  });
});
