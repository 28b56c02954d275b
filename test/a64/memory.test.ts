import { describe, expect, it } from 'vitest';
import { CODE_SLOT_COUNT, RAM_BASE, RAM_SIZE } from '../../assembly/layout.ts';
import { booted } from '../machine/fixture.ts';
import { CODE, DATA, Processor } from './processor.ts';

const PAGE = 0x1000n;
const RET = 0xd65f03c0;
const movz = (rd: number, value: number) => (0xd2800000 | (value << 5) | rd) >>> 0;

describe('code that changes', () => {
  it('by the guest’s own stores is seen at once, whatever their size and alignment', () => {
    for (const [text, expected] of [
      ['str w1, [x0]', 7n],
      ['stur w1, [x0, #0]', 7n],
      ['strb w1, [x0]', 7n],
      ['str x1, [x0, #-4]', 0n],
      ['stp w1, w6, [x0]', 7n],
      ['swp w1, w2, [x0]', 7n],
      ['st1 {v1.s}[0], [x0]', 7n],
    ] as const) {
      const cpu = new Processor();
      cpu.placeWords([movz(5, 0), RET], DATA);
      // Executed once, so that it is decoded; then changed to mov x5, #7; then executed again.
      cpu.place(`
        adrp x0, ${DATA}
        blr  x0
        fmov s1, w1
        ${text}
        adrp x0, ${DATA}
        blr  x0
        brk  #0`);
      cpu.setX(0, DATA);
      cpu.setX(1, BigInt(movz(5, 7)));
      cpu.setX(6, BigInt(RET));
      if (text.includes('-4')) cpu.setX(1, BigInt(movz(5, 0)) << 32n);
      expect(cpu.run(), text).toBe('STOP_BRK');
      expect(cpu.x(5), text).toBe(expected);
    }
  });

  it('in front of the program counter, in the same page, is executed as it is then', () => {
    const cpu = new Processor();
    cpu.setX(1, BigInt(movz(5, 7)));
    const loop = 'adr x0, 1f\n mov x9, #2\n0: str w1, [x0]\n1: mov x5, #1\n subs x9, x9, #1\n b.ne 0b\n brk #0';
    expect(cpu.execute(loop)).toBe('STOP_BRK');
    expect(cpu.x(5)).toBe(7n);
  });

  it('by the host and by another vCPU is seen', () => {
    const cpu = new Processor().placeWords([movz(5, 1), 0xd4200000]);
    cpu.run();
    cpu.placeWords([movz(5, 2)]);
    cpu.pc = CODE;
    cpu.run();
    expect(cpu.x(5)).toBe(2n);
    const other = new Processor(cpu.machine, 1).place('str w1, [x0]\n brk #0', DATA);
    other.pc = DATA;
    other.setX(0, CODE);
    other.setX(1, BigInt(movz(5, 3)));
    other.run();
    cpu.pc = CODE;
    cpu.run();
    expect(cpu.x(5)).toBe(3n);
  });

  it('is not forgotten where more pages are executed than the cache has room for', () => {
    const cpu = new Processor();
    const pages = Number(CODE_SLOT_COUNT) + 40;
    const first = 0x80200000n;
    for (let page = 0; page < pages; page++) {
      const at = first + BigInt(page) * PAGE;
      cpu.place(`add x0, x0, #${page}\n b . + 0xffc`, at);
    }
    cpu.place('brk #0', first + BigInt(pages) * PAGE);
    for (let round = 1; round <= 2; round++) {
      cpu.setX(0, 0n);
      cpu.pc = first;
      expect(cpu.run(10_000)).toBe('STOP_BRK');
      expect(cpu.x(0)).toBe(BigInt((pages * (pages - 1)) / 2));
    }
  });
});

describe('accesses', () => {
  it('may cross pages, and fault whole where one of them is missing', () => {
    const cpu = new Processor();
    const edge = BigInt(RAM_BASE + RAM_SIZE);
    cpu.setX(0, DATA + PAGE - 3n);
    cpu.setX(1, 0x1122334455667788n);
    expect(cpu.execute('str x1, [x0]\n ldr x2, [x0]\n brk #0')).toBe('STOP_BRK');
    expect(cpu.x(2)).toBe(0x1122334455667788n);
    cpu.setX(0, edge - 4n);
    expect(cpu.execute('str x1, [x0]\n brk #0')).toBe('STOP_UNMAPPED');
    expect(cpu.read(edge - 8n)).toBe(0n);
  });

  it('wrap around the address space into a fault, not into memory', () => {
    const cpu = new Processor();
    for (const address of [-1n, -4n, 0n, 0x1_8000_0000n, 0x8000_0000_8000_0000n]) {
      cpu.setX(0, address);
      expect(cpu.execute('ldr x1, [x0]')).toBe('STOP_UNMAPPED');
    }
  });

  it('by DC ZVA zero the 64 bytes around an address', () => {
    const cpu = new Processor();
    for (let at = 0n; at < 192n; at += 8n) cpu.write(DATA + at, -1n);
    cpu.setX(0, DATA + 64n + 37n);
    cpu.execute('dc zva, x0\n brk #0');
    const words = Array.from({ length: 24 }, (_, index) => cpu.read(DATA + BigInt(index) * 8n));
    expect(words.map((word) => word === 0n)).toEqual(words.map((_, index) => index >= 8 && index < 16));
  });
});

describe('exclusive monitors', () => {
  const pair = 'ldxr x1, [x0]\n add x1, x1, #1';
  const store = 'stxr w2, x1, [x0]\n brk #0';

  it('let a store through that nothing came between', () => {
    const cpu = new Processor();
    cpu.setX(0, DATA);
    cpu.execute(`${pair}\n ${store}`);
    expect([cpu.x(2), cpu.read(DATA)]).toEqual([0n, 1n]);
  });

  it('fail a store without a load, after CLREX, to another address, and the second time', () => {
    for (const text of [
      store,
      `${pair}\n clrex\n ${store}`,
      `${pair}\n add x0, x0, #8\n ${store}`,
      `${pair}\n stxr w3, x1, [x0]\n ${store}`,
    ]) {
      const cpu = new Processor();
      cpu.setX(0, DATA);
      cpu.execute(text);
      expect(cpu.x(2), text).toBe(1n);
    }
  });

  it('are lost to a trap, as every exception return loses them', () => {
    const cpu = new Processor(booted());
    cpu.setX(0, DATA);
    cpu.execute(`ldxr x19, [x0]\n mov x20, x0\n smc #0\n stxr w2, x19, [x20]\n brk #0`);
    expect(cpu.x(2)).toBe(1n);
  });

  it('are lost to another vCPU’s store near by, and to nothing it does elsewhere', () => {
    for (const [offset, status] of [
      [0n, 1n],
      [56n, 1n],
      [64n, 0n],
      [PAGE, 0n],
    ] as const) {
      const first = new Processor().place(`${pair}\n wfi\n ${store}`);
      const second = new Processor(first.machine, 1).place('str xzr, [x0]\n ldr x3, [x0]\n brk #0', DATA + 0x2000n);
      first.setX(0, DATA);
      first.run();
      second.pc = DATA + 0x2000n;
      second.setX(0, DATA + offset);
      second.run();
      first.pc += 4n;
      first.run();
      expect(first.x(2), `${offset}`).toBe(status);
    }
  });

  it('wake a vCPU that waits for an event when they are lost', () => {
    const first = new Processor().place('ldxr x1, [x0]\n wfe\n brk #0');
    const second = new Processor(first.machine, 1).place('str xzr, [x0]\n brk #0', DATA + 0x2000n);
    first.setX(0, DATA);
    expect(first.run()).toBe('STOP_WFE');
    second.pc = DATA + 0x2000n;
    second.setX(0, DATA);
    second.run();
    expect(first.run()).toBe('STOP_BRK');
  });
});

describe('a watched address', () => {
  it('ends the run before its instruction, each time, and the next run goes on', () => {
    const cpu = new Processor().place('mov x0, #3\n1: subs x0, x0, #1\n b.ne 1b\n brk #0');
    cpu.machine.watch(CODE + 4n, true);
    const seen: bigint[] = [];
    while (cpu.run() === 'STOP_WATCH') seen.push(cpu.x(0));
    expect(seen).toEqual([3n, 2n, 1n]);
    expect(cpu.pc).toBe(CODE + 12n);
    expect(cpu.count).toBe(8);
  });

  it('is no longer watched when that is said', () => {
    const cpu = new Processor().place('1: nop\n b 1b');
    cpu.machine.watch(CODE, true);
    expect(cpu.run(10)).toBe('STOP_WATCH');
    cpu.machine.watch(CODE, false);
    expect(cpu.run(10)).toBe('STOP_BUDGET');
  });

  it('that jumps to itself ends every run', () => {
    const cpu = new Processor().place('b .');
    cpu.machine.watch(CODE, true);
    for (let round = 0; round < 3; round++) expect(cpu.run(10)).toBe('STOP_WATCH');
    expect(cpu.count).toBe(2);
  });

  it('outside RAM is ignored', () => {
    const cpu = new Processor().place('brk #0');
    for (const address of [0n, 0x7fff_fffcn, 0x8100_0000n, 1n << 60n]) cpu.machine.watch(address, true);
    expect(cpu.run()).toBe('STOP_BRK');
  });
});

describe('a snapshot', () => {
  it('brings back registers, memory, code and models, as often as wanted', () => {
    const cpu = new Processor(booted());
    cpu.place('str x0, [x1]\n add x0, x0, #1\n str w2, [x3]\n mov x5, #1\n msr tpidr_el0, x0\n smc #0\n brk #0');
    const other = new Processor(cpu.machine, 3);
    other.setX(7, 77n);
    cpu.setX(0, 5n);
    cpu.setX(1, DATA);
    cpu.setX(2, BigInt(movz(5, 7)));
    cpu.setX(3, CODE + 12n);
    cpu.machine.snapshot();
    const state = cpu.machine.state();
    for (let round = 0; round < 3; round++) {
      expect(cpu.run()).toBe('STOP_BRK');
      expect([cpu.x(5), cpu.read(DATA), cpu.system('tpidr_el0')]).toEqual([7n, 5n, 6n]);
      other.setX(7, 0n);
      expect(cpu.machine.restore()).toBe(true);
      expect([cpu.pc, cpu.x(0), cpu.x(5), cpu.read(DATA), cpu.system('tpidr_el0')]).toEqual([CODE, 5n, 0n, 0n, 0n]);
      expect([cpu.count, other.x(7)]).toEqual([0, 77n]);
      expect(cpu.machine.state()).toEqual(state);
    }
  });

  it('brings back what the host and the models wrote', () => {
    const cpu = new Processor(booted());
    cpu.machine.snapshot();
    cpu.write(DATA, 1n);
    cpu.write(BigInt(RAM_BASE + RAM_SIZE) - 8n, 1n);
    cpu.machine.restore();
    expect([cpu.read(DATA), cpu.read(BigInt(RAM_BASE + RAM_SIZE) - 8n)]).toEqual([0n, 0n]);
  });

  it('is the same however much is written', () => {
    const cpu = new Processor().place('1: str x0, [x0]\n add x0, x0, x2\n subs x1, x1, #1\n b.ne 1b\n brk #0');
    const ram = () => Buffer.from(cpu.machine.readMemory(BigInt(RAM_BASE), RAM_SIZE));
    cpu.setX(0, 0x80100000n);
    cpu.setX(1, 3800n);
    cpu.setX(2, PAGE);
    const before = ram();
    cpu.machine.snapshot();
    expect(cpu.run(100_000)).toBe('STOP_BRK');
    expect(ram().equals(before)).toBe(false);
    cpu.machine.restore();
    expect(ram().equals(before)).toBe(true);
  });

  it('keeps an exclusive monitor', () => {
    const cpu = new Processor().place('ldxr x1, [x0]\n wfi\n stxr w2, x1, [x0]\n brk #0');
    cpu.setX(0, DATA);
    cpu.run();
    cpu.machine.snapshot();
    for (let round = 0; round < 2; round++) {
      cpu.pc = CODE + 8n;
      cpu.setX(2, 9n);
      cpu.run();
      expect(cpu.x(2)).toBe(0n);
      cpu.machine.restore();
    }
  });

  it('is not there before it is taken', () => {
    expect(new Processor().machine.restore()).toBe(false);
  });
});
