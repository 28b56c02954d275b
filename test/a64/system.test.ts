import { describe, expect, it } from 'vitest';
import { STOP_UNIMPLEMENTED, VCPU_COUNT } from '../../assembly/layout.ts';
import { booted } from '../machine/fixture.ts';
import { CODE, DATA, EL0T, EL1H, EL2H, EL3H, Processor, syndrome, VECTORS } from './processor.ts';

/** A processor at EL0 whose EL1 ends the run for every exception. */
function atEl0(): Processor {
  const cpu = new Processor().place('brk #0', VECTORS + 0x400n);
  cpu.setSystem('vbar_el1', VECTORS);
  cpu.pstate = EL0T;
  return cpu;
}

describe('a system register', () => {
  it('is undefined below the level that may access it', () => {
    const lowest = { tpidr_el0: 0, tpidr_el1: 1, tpidr_el2: 2, tpidr_el3: 3, vbar_el1: 1, hcr_el2: 2, scr_el3: 3 };
    [EL0T, EL1H, EL2H, EL3H].forEach((pstate, level) => {
      for (const [name, needed] of Object.entries(lowest)) {
        const cpu = new Processor();
        cpu.pstate = pstate;
        const stop = cpu.execute(`mrs x0, ${name}\n brk #0`);
        // Without code at EL2 and EL3 an exception there ends the run.
        expect(stop, `${name} at EL${level}`).toBe(level >= needed ? 'STOP_BRK' : 'STOP_UNDEFINED');
      }
    });
  });

  it('keeps what is written, but for the bits that it does not have', () => {
    const cpu = new Processor();
    const all = 0xffffffffffffffffn;
    cpu.setX(0, all);
    const expected = {
      tpidr_el1: all,
      vbar_el1: all & ~0x7ffn,
      spsr_el1: 0xffffffffn,
      contextidr_el1: 0xffffffffn,
      cpacr_el1: 0x300000n,
      elr_el1: all,
      csselr_el1: 15n,
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(cpu.execute(`msr ${name}, x0\n mrs x1, ${name}\n brk #0`)).toBe('STOP_BRK');
      expect(cpu.x(1), name).toBe(value);
    }
  });

  it('of a feature that the processor lacks is undefined, of one that the interpreter lacks ends the run', () => {
    const cpu = new Processor();
    for (const name of ['zcr_el1', 'pmcr_el0', 'icc_iar1_el1', 'apiakeylo_el1', 'S3_0_C15_C0_0']) {
      expect(cpu.execute(`mrs x0, ${name}`), name).toBe('STOP_UNDEFINED');
    }
    expect(cpu.execute('mrs x0, dbgbvr0_el1')).toBe('STOP_UNIMPLEMENTED_REGISTER');
  });

  it('describes one processor: what its identification registers say is what it executes', () => {
    const cpu = new Processor();
    const read = (name: string) => {
      cpu.execute(`mrs x0, ${name}\n brk #0`);
      return cpu.x(0);
    };
    const field = (value: bigint, at: bigint) => Number((value >> at) & 15n);
    const isar0 = read('id_aa64isar0_el1');
    expect([4n, 16n, 20n, 28n, 52n].map((at) => field(isar0, at))).toEqual([0, 1, 2, 0, 2]);
    expect(cpu.execute('crc32b w0, w1, w2\n ldadd x0, x1, [sp]\n axflag\n brk #0')).toBe('STOP_BRK');
    expect(cpu.execute('aese v0.16b, v1.16b')).toBe('STOP_UNDEFINED');
    const isar1 = read('id_aa64isar1_el1');
    expect([0n, 4n, 8n, 20n, 36n].map((at) => field(isar1, at))).toEqual([2, 0, 0, 2, 1]);
    expect(cpu.execute('ldapr x0, [sp]\n sb\n paciasp\n brk #0')).toBe('STOP_BRK');
    expect(cpu.execute('pacia x0, x1')).toBe('STOP_UNDEFINED');
    expect(read('id_aa64pfr0_el1') & 0xffffn).toBe(0x1111n);
    expect(read('dczid_el0')).toBe(4n);
  });

  it('tells each vCPU its number', () => {
    for (const vcpu of [0, VCPU_COUNT - 1]) {
      const cpu = new Processor(undefined, vcpu);
      expect(cpu.execute('mrs x0, mpidr_el1\n brk #0')).toBe('STOP_BRK');
      expect(cpu.x(0)).toBe(0x80000000n + BigInt(vcpu));
    }
  });

  it('of EL2 stands between EL1 and its identity', () => {
    const cpu = new Processor();
    cpu.setSystem('vpidr_el2', 0x1234n);
    cpu.setSystem('vmpidr_el2', 0x5678n);
    cpu.execute('mrs x0, midr_el1\n mrs x1, mpidr_el1\n brk #0');
    expect([cpu.x(0), cpu.x(1)]).toEqual([0x1234n, 0x5678n]);
  });
});

describe('process state', () => {
  it('is read and written field by field', () => {
    const cpu = new Processor();
    cpu.execute(`
      mov  x0, #0xf0000000
      msr  nzcv, x0
      mrs  x1, nzcv
      msr  daifclr, #5
      mrs  x2, daif
      msr  daifset, #1
      mrs  x3, daif
      mrs  x4, currentel
      mrs  x5, spsel
      msr  pan, #1
      mrs  x6, pan
      msr  dit, #1
      mrs  x7, dit
      brk  #0`);
    const values = [1, 2, 3, 4, 5, 6, 7].map((n) => cpu.x(n));
    expect(values).toEqual([0xf0000000n, 0x280n, 0x2c0n, 4n, 1n, 0x400000n, 0x1000000n]);
    expect(cpu.pstate).toBe(0xf1400000n | 0x2c5n);
  });

  it('of DAIF traps at EL0 without SCTLR_EL1.UMA, with the access in the syndrome', () => {
    for (const [text, iss] of [
      ['mrs x3, daif', 0x300000 | (1 << 17) | (3 << 14) | (4 << 10) | (3 << 5) | (2 << 1) | 1],
      ['msr daifset, #5', (6 << 17) | (3 << 14) | (4 << 10) | (31 << 5) | (5 << 1)],
    ] as const) {
      const cpu = atEl0();
      expect(cpu.execute(text)).toBe('STOP_BRK');
      expect(syndrome(cpu.system('esr_el1')), text).toEqual({ ec: 0x18, il: 1, iss });
      const allowed = atEl0();
      allowed.setSystem('sctlr_el1', 1n << 9n);
      allowed.execute(`${text}\n udf #0`);
      expect(allowed.system('elr_el1')).toBe(CODE + 4n);
    }
  });
});

describe('at EL0', () => {
  const cases = [
    ['mrs x0, ctr_el0', 15n],
    ['dc zva, x0', 14n],
    ['dc cvau, x0', 26n],
    ['ic ivau, x0', 26n],
  ] as const;

  it('cache instructions and registers trap unless SCTLR_EL1 lets them', () => {
    for (const [text, bit] of cases) {
      const cpu = atEl0();
      cpu.setX(0, DATA);
      cpu.execute(text);
      expect(syndrome(cpu.system('esr_el1')).ec, text).toBe(0x18);
      const allowed = atEl0();
      allowed.setX(0, DATA);
      allowed.setSystem('sctlr_el1', 1n << bit);
      allowed.execute(`${text}\n udf #0`);
      expect(syndrome(allowed.system('esr_el1')).ec, text).toBe(0);
      expect(allowed.system('elr_el1')).toBe(CODE + 4n);
    }
  });

  it('maintenance by set and way, of the TLB, and privileged MSR are undefined', () => {
    for (const text of ['dc isw, x0', 'ic iallu', 'tlbi vmalle1', 'msr spsel, #0', 'msr pan, #0', 'at s1e1r, x0']) {
      const cpu = atEl0();
      cpu.execute(text);
      expect(syndrome(cpu.system('esr_el1')), text).toEqual({ ec: 0, il: 1, iss: 0 });
    }
  });

  it('WFI and WFE trap unless SCTLR_EL1 lets them', () => {
    for (const [text, iss] of [
      ['wfi', 0x1e00000],
      ['wfe', 0x1e00001],
    ] as const) {
      const cpu = atEl0();
      cpu.execute(text);
      expect(syndrome(cpu.system('esr_el1'))).toEqual({ ec: 1, il: 1, iss });
    }
  });

  it('counters trap unless CNTKCTL_EL1 lets them', () => {
    for (const [name, bits] of [
      ['cntpct_el0', 1n],
      ['cntvct_el0', 2n],
      ['cntfrq_el0', 2n],
      ['cntv_ctl_el0', 0x100n],
      ['cntp_cval_el0', 0x200n],
    ] as const) {
      const cpu = atEl0();
      cpu.execute(`mrs x0, ${name}`);
      expect(syndrome(cpu.system('esr_el1')).ec, name).toBe(0x18);
      const allowed = atEl0();
      allowed.setSystem('cntkctl_el1', bits);
      allowed.execute(`mrs x0, ${name}\n udf #0`);
      expect(syndrome(allowed.system('esr_el1')).ec, name).toBe(0);
    }
  });
});

describe('the system counter', () => {
  it('counts instructions, of all vCPUs together, and nothing else', () => {
    const first = new Processor();
    first.execute('mrs x0, cntvct_el0\n nop\n nop\n mrs x1, cntvct_el0\n brk #0');
    expect(first.x(1) - first.x(0)).toBe(3n);
    const second = new Processor(first.machine, 1);
    second.execute('mrs x0, cntvct_el0\n brk #0');
    expect(second.x(0)).toBe(first.x(0) + 5n);
  });

  it('is the same however the run is cut', () => {
    const values = [1, 3, 1000].map((budget) => {
      const cpu = new Processor().place('nop\n nop\n mrs x0, cntpct_el0\n brk #0');
      while (cpu.run(budget) === 'STOP_BUDGET');
      return cpu.x(0);
    });
    expect(new Set(values).size).toBe(1);
  });

  it('moves the timers: TVAL counts down, ISTATUS comes when it has', () => {
    const cpu = new Processor();
    cpu.setX(0, 4n);
    cpu.setX(1, 1n);
    cpu.execute(`
      msr  cntv_tval_el0, x0
      msr  cntv_ctl_el0, x1
      mrs  x2, cntv_tval_el0
      mrs  x3, cntv_ctl_el0
      nop
      mrs  x4, cntv_ctl_el0
      mrs  x5, cntv_tval_el0
      brk  #0`);
    expect([cpu.x(2), cpu.x(3), cpu.x(4), cpu.x(5)]).toEqual([2n, 1n, 5n, 0xfffffffen]);
  });

  it('is shifted by CNTVOFF_EL2 for EL1', () => {
    const cpu = new Processor();
    cpu.setSystem('cntvoff_el2', 1000n);
    cpu.execute('mrs x0, cntpct_el0\n mrs x1, cntvct_el0\n brk #0');
    expect(BigInt.asUintN(64, cpu.x(0) + 1n - cpu.x(1))).toBe(1000n);
  });
});

describe('the SIMD and FP registers', () => {
  it('trap where CPACR_EL1.FPEN says so, at the levels it says', () => {
    for (const [fpen, el0, el1] of [
      [0n, 7, 7],
      [1n, 7, 0],
      [2n, 7, 7],
      [3n, 0, 0],
    ] as const) {
      for (const [pstate, ec] of [
        [EL0T, el0],
        [EL1H, el1],
      ] as const) {
        const cpu = atEl0().place('brk #0', VECTORS + 0x200n);
        cpu.pstate = pstate;
        cpu.setSystem('cpacr_el1', fpen << 20n);
        cpu.execute('movi v0.2d, #0\n udf #0');
        expect(syndrome(cpu.system('esr_el1')).ec, `FPEN ${fpen}`).toBe(ec);
        if (ec === 7) expect(syndrome(cpu.system('esr_el1')).iss).toBe(0x1e00000);
      }
    }
  });

  it('trap as soon as CPACR_EL1 is written, and no longer', () => {
    const cpu = new Processor();
    cpu.setX(1, 0x300000n);
    expect(cpu.execute('msr cpacr_el1, xzr\n msr cpacr_el1, x1\n fmov d0, x1\n msr cpacr_el1, xzr\n fmov d1, x1')).toBe(
      'STOP_TRAPPED',
    );
    expect(cpu.pc).toBe(CODE + 16n);
  });

  it('do not have arithmetic: it ends the run and is never wrong', () => {
    const cpu = new Processor();
    for (const text of ['fmadd d0, d1, d2, d3', 'fadd s0, s1, s2', 'add v0.4s, v1.4s, v2.4s', 'scvtf d0, x0']) {
      expect(cpu.machine.run(0, 0)).toBe(0);
      expect(cpu.execute(text), text).toBe('STOP_UNIMPLEMENTED');
      expect(cpu.pc).toBe(CODE);
    }
    expect(STOP_UNIMPLEMENTED).toBe(10);
  });
});

describe('software step', () => {
  /** MDSCR_EL1.SS and, for EL1 itself, KDE. */
  const stepping = (mdscr: bigint, spsr: bigint) => {
    const cpu = new Processor().place('nop\n mov x9, #9\n brk #0', DATA);
    for (const offset of [0x200n, 0x400n]) cpu.place('brk #0', VECTORS + offset);
    cpu.setSystem('vbar_el1', VECTORS);
    cpu.setSystem('oslsr_el1', 8n);
    cpu.setSystem('mdscr_el1', mdscr);
    cpu.setSystem('elr_el1', DATA);
    cpu.setSystem('spsr_el1', spsr);
    return { cpu, stop: cpu.execute('eret') };
  };
  const SS = 1n << 21n;

  it('executes one instruction of EL0 and takes the exception behind it', () => {
    const { cpu, stop } = stepping(1n, EL0T | SS);
    expect(stop).toBe('STOP_BRK');
    expect(cpu.pc).toBe(VECTORS + 0x400n);
    expect(syndrome(cpu.system('esr_el1'))).toEqual({ ec: 0x32, il: 1, iss: 0x1000022 });
    expect(cpu.system('elr_el1')).toBe(DATA + 4n);
    expect(cpu.system('spsr_el1') & SS).toBe(0n);
  });

  it('takes the exception at once where SPSR.SS is 0', () => {
    const { cpu } = stepping(1n, EL0T);
    expect(cpu.system('elr_el1')).toBe(DATA);
    expect(syndrome(cpu.system('esr_el1'))).toEqual({ ec: 0x32, il: 1, iss: 0x22 });
  });

  it('does nothing at EL1 without MDSCR_EL1.KDE or with debug exceptions masked', () => {
    for (const mdscr of [1n, 0x2001n]) expect(stepping(mdscr, EL1H | SS).cpu.system('esr_el1')).toBe(0n);
  });
});

describe('hints and events', () => {
  it('WFI ends the run, WFE unless an event is there', () => {
    const cpu = new Processor();
    expect(cpu.execute('nop\n wfi')).toBe('STOP_WFI');
    expect(cpu.pc).toBe(CODE + 4n);
    expect(cpu.execute('sevl\n wfe\n wfe')).toBe('STOP_WFE');
    expect(cpu.pc).toBe(CODE + 8n);
  });

  it('SEV wakes the other vCPUs', () => {
    const first = new Processor(booted());
    const second = new Processor(first.machine, 1);
    second.place('wfe\n brk #0', DATA);
    second.pc = DATA;
    expect(second.run()).toBe('STOP_WFE');
    first.execute('sev\n brk #0');
    expect(second.run()).toBe('STOP_BRK');
  });

  it('pointer authentication, BTI and other hints do nothing', () => {
    const cpu = new Processor();
    cpu.setX(30, 0x1234n);
    expect(cpu.execute('paciasp\n autiasp\n bti c\n bti j\n xpaclri\n esb\n csdb\n hint #100\n brk #0')).toBe(
      'STOP_BRK',
    );
    expect(cpu.x(30)).toBe(0x1234n);
  });
});
