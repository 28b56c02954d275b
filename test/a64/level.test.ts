import { describe, expect, it } from 'vitest';
import { RUN_FLAG_EL2_CODE, RUN_FLAG_EL3_CODE } from '../../assembly/layout.ts';
import { booted, machine } from '../machine/fixture.ts';
import { CODE, DATA, EL0T, EL1H, EL1T, EL2H, EL3H, Processor, STACK, syndrome, VECTORS } from './processor.ts';

const IL = 1n << 20n;
/** Where code at EL2 stands in these tests. */
const EL2_VECTORS = 0x80004000n;
const EL3_VECTORS = 0x80006000n;

/** A processor with code at EL2 and EL3 whose handlers end the run. */
function withUpperLevels(): Processor {
  const cpu = new Processor();
  for (const [base, name] of [
    [VECTORS, 'vbar_el1'],
    [EL2_VECTORS, 'vbar_el2'],
    [EL3_VECTORS, 'vbar_el3'],
  ] as const) {
    for (const offset of [0n, 0x200n, 0x400n]) cpu.place('brk #0', base + offset);
    cpu.setSystem(name, base);
  }
  cpu.setFlags(RUN_FLAG_EL2_CODE | RUN_FLAG_EL3_CODE);
  return cpu;
}

describe('an exception return', () => {
  const back = (spsr: bigint, cpu = new Processor()) => {
    cpu.place('brk #0', DATA);
    cpu.setSystem('elr_el1', DATA);
    cpu.setSystem('spsr_el1', spsr);
    return { stop: cpu.execute('eret'), cpu };
  };

  it('goes where ELR says, at the level and with the stack pointer and flags that SPSR says', () => {
    for (const mode of [EL0T, EL1T, EL1H]) {
      const { stop, cpu } = back(0xa0000000n | mode);
      expect(stop).toBe('STOP_BRK');
      expect(cpu.pc).toBe(DATA);
      expect(cpu.pstate).toBe(0xa0000000n | mode);
    }
  });

  it('is illegal to levels above, to EL1 with M[1], to EL0 with SP_ELx and to AArch32: PSTATE.IL, and the level stays', () => {
    for (const mode of [EL2H, EL3H, 0x3c8n, 0x3c6n, 0x3c7n, 0x3c1n, 0x3d0n, 0x3d3n]) {
      const { stop, cpu } = back(0x50000000n | (mode & ~0x40n));
      expect(stop, mode.toString(16)).toBe('STOP_ILLEGAL_STATE');
      expect(cpu.pc).toBe(DATA);
      expect(cpu.pstate, mode.toString(16)).toBe(0x50000000n | IL | (EL1H & ~0x40n));
    }
  });

  it('in the Illegal Execution state lets the next instruction take the exception, which clears it', () => {
    const cpu = new Processor().place('brk #0', VECTORS + 0x200n);
    cpu.setSystem('vbar_el1', VECTORS);
    expect(back(EL2H, cpu).stop).toBe('STOP_BRK');
    expect(cpu.pc).toBe(VECTORS + 0x200n);
    expect(syndrome(cpu.system('esr_el1'))).toEqual({ ec: 0x0e, il: 1, iss: 0 });
    expect(cpu.system('elr_el1')).toBe(DATA);
    expect(cpu.system('spsr_el1') & IL).toBe(IL);
    expect(cpu.pstate & IL).toBe(0n);
  });

  it('to an address that is not aligned leaves that to the target level', () => {
    const cpu = new Processor().place('brk #0', VECTORS + 0x400n);
    cpu.setSystem('vbar_el1', VECTORS);
    cpu.setSystem('elr_el1', DATA + 2n);
    cpu.setSystem('spsr_el1', EL0T);
    cpu.execute('eret');
    expect(cpu.pc).toBe(VECTORS + 0x400n);
    expect(syndrome(cpu.system('esr_el1')).ec).toBe(0x22);
    expect(cpu.system('elr_el1')).toBe(DATA + 2n);
  });

  it('is undefined at EL0', () => {
    const cpu = new Processor();
    cpu.pstate = EL0T;
    expect(cpu.execute('eret')).toBe('STOP_UNDEFINED');
  });

  it('clears the exclusive monitor', () => {
    const cpu = new Processor().place('stxr w2, x1, [x0]\n brk #0', DATA + 0x100n);
    cpu.setX(0, DATA);
    cpu.setSystem('elr_el1', DATA + 0x100n);
    cpu.setSystem('spsr_el1', EL1H);
    cpu.execute('ldxr x1, [x0]\n eret');
    expect(cpu.x(2)).toBe(1n);
  });

  it('brings each level its own stack pointer, and goes back with the other', () => {
    const cpu = new Processor()
      .place('mov x1, sp\n sub sp, sp, #16\n svc #0', DATA)
      .place('mov x2, sp\n brk #0', VECTORS + 0x400n);
    cpu.setSystem('vbar_el1', VECTORS);
    cpu.setSystem('elr_el1', DATA);
    cpu.setSystem('spsr_el1', EL0T);
    cpu.execute('eret');
    expect([cpu.x(1), cpu.x(2)]).toEqual([STACK, STACK - 0x1000n]);
    expect([cpu.sp(0), cpu.sp(1)]).toEqual([STACK - 16n, STACK - 0x1000n]);
  });
});

describe('stack pointer selection', () => {
  it('by MSR SPSel keeps both stack pointers', () => {
    const cpu = new Processor();
    expect(
      cpu.execute(
        'msr spsel, #0\n mov x0, sp\n add sp, sp, #16\n msr spsel, #1\n mov x1, sp\n mrs x2, sp_el0\n brk #0',
      ),
    ).toBe('STOP_BRK');
    expect([cpu.x(0), cpu.x(1), cpu.x(2)]).toEqual([STACK, STACK - 0x1000n, STACK + 16n]);
  });

  it('makes SP_EL0 undefined as a register while it is in use', () => {
    const cpu = new Processor();
    expect(cpu.execute('msr spsel, #0\n mrs x0, sp_el0')).toBe('STOP_UNDEFINED');
    expect(cpu.pc).toBe(CODE + 4n);
  });
});

describe('real code at EL2', () => {
  it('gets HVC behind the instruction and a trapped SMC at it', () => {
    for (const [text, ec, elr] of [
      ['hvc #9', 0x16, CODE + 4n],
      ['smc #9', 0x17, CODE],
    ] as const) {
      const cpu = withUpperLevels();
      cpu.setSystem('hcr_el2', cpu.system('hcr_el2') | (1n << 19n));
      expect(cpu.execute(text)).toBe('STOP_BRK');
      expect(cpu.pc).toBe(EL2_VECTORS + 0x400n);
      expect(syndrome(cpu.system('esr_el2'))).toEqual({ ec, il: 1, iss: 9 });
      expect(cpu.system('elr_el2')).toBe(elr);
      expect(cpu.system('spsr_el2')).toBe(EL1H);
      expect(cpu.pstate).toBe(EL2H);
    }
  });

  it('handles a call and returns to EL1, with its own stack pointer meanwhile', () => {
    const cpu = withUpperLevels();
    cpu.place('mov x1, sp\n mov x0, #42\n eret', EL2_VECTORS + 0x400n);
    expect(cpu.execute('hvc #0\n mov x2, sp\n brk #0')).toBe('STOP_BRK');
    expect([cpu.x(0), cpu.x(1), cpu.x(2)]).toEqual([42n, STACK - 0x2000n, STACK - 0x1000n]);
    expect(cpu.pstate).toBe(EL1H);
    expect(cpu.count).toBe(6);
  });

  it('calls the modelled firmware with an SMC of its own', () => {
    const cpu = new Processor(booted());
    cpu.setFlags(RUN_FLAG_EL2_CODE);
    cpu.pstate = EL2H;
    cpu.setX(0, 0x84000063n);
    cpu.setX(1, 0x10000n);
    expect(cpu.execute('smc #0\n brk #0')).toBe('STOP_BRK');
    expect(cpu.pc).toBe(CODE + 4n);
    expect(cpu.x(0) & 0xffff0000n).toBe(0x10000n);
    expect(cpu.pstate).toBe(EL2H);
  });

  it('keeps EL1 from its memory with HCR_EL2.VM: a stage 2 fault with FAR and HPFAR', () => {
    const cpu = withUpperLevels();
    cpu.setSystem('hcr_el2', cpu.system('hcr_el2') | 1n);
    cpu.setX(0, 0x800f1238n);
    cpu.execute('str x1, [x0]');
    expect(cpu.pc).toBe(EL2_VECTORS + 0x400n);
    expect(syndrome(cpu.system('esr_el2'))).toMatchObject({ ec: 0x24, iss: 0x47 });
    expect(cpu.system('far_el2')).toBe(0x800f1238n);
    expect(cpu.system('hpfar_el2')).toBe(0x800f1n << 4n);
  });

  it('reaches its own memory', () => {
    const cpu = withUpperLevels();
    cpu.pstate = EL2H;
    cpu.setX(0, 0x800f1238n);
    cpu.setX(1, 77n);
    expect(cpu.execute('str x1, [x0]\n ldr x2, [x0]\n brk #0')).toBe('STOP_BRK');
    expect(cpu.x(2)).toBe(77n);
  });

  it('gets exceptions of EL0 with HCR_EL2.TGE', () => {
    const cpu = withUpperLevels();
    cpu.setSystem('hcr_el2', cpu.system('hcr_el2') | (1n << 27n));
    cpu.pstate = EL0T;
    cpu.execute('svc #5');
    expect(cpu.pc).toBe(EL2_VECTORS + 0x400n);
    expect(syndrome(cpu.system('esr_el2'))).toMatchObject({ ec: 0x15, iss: 5 });
  });

  it('traps system registers and instructions of EL1 by HCR_EL2, with the access in the syndrome', () => {
    const cases = [
      ['msr ttbr0_el1, x3', 26, 0x300000 | (2 << 10) | (3 << 5)],
      ['mrs x3, ttbr0_el1', 30, 0x300000 | (2 << 10) | (3 << 5) | 1],
      ['mrs x4, id_aa64pfr0_el1', 18, 0x300000 | (4 << 5) | (4 << 1) | 1],
      ['dc isw, x5', 22, 0x100000 | (2 << 17) | (7 << 10) | (5 << 5) | (6 << 1)],
      ['tlbi vmalle1', 25, 0x100000 | (8 << 10) | (31 << 5) | (7 << 1)],
    ] as const;
    for (const [text, bit, iss] of cases) {
      const cpu = withUpperLevels();
      expect(cpu.execute(`${text}\n brk #0`), text).toBe('STOP_BRK');
      expect(cpu.pc, text).toBe(CODE + 4n);
      cpu.setSystem('hcr_el2', cpu.system('hcr_el2') | (1n << BigInt(bit)));
      cpu.execute(text);
      expect(cpu.pc, text).toBe(EL2_VECTORS + 0x400n);
      expect(syndrome(cpu.system('esr_el2')), text).toEqual({ ec: 0x18, il: 1, iss });
    }
  });

  it('traps WFI and WFE by HCR_EL2.TWI and TWE', () => {
    for (const [text, bit, iss] of [
      ['wfi', 13n, 0x1e00000],
      ['wfe', 14n, 0x1e00001],
    ] as const) {
      const cpu = withUpperLevels();
      cpu.setSystem('hcr_el2', cpu.system('hcr_el2') | (1n << bit));
      cpu.execute(text);
      expect(syndrome(cpu.system('esr_el2'))).toEqual({ ec: 0x01, il: 1, iss });
      expect(cpu.system('elr_el2')).toBe(CODE);
    }
  });
});

describe('real code at EL3', () => {
  it('gets an SMC that nothing traps, behind the instruction', () => {
    const cpu = withUpperLevels();
    expect(cpu.execute('nop\n smc #3')).toBe('STOP_BRK');
    expect(cpu.pc).toBe(EL3_VECTORS + 0x400n);
    expect(syndrome(cpu.system('esr_el3'))).toEqual({ ec: 0x17, il: 1, iss: 3 });
    expect(cpu.system('elr_el3')).toBe(CODE + 8n);
    expect(cpu.pstate).toBe(EL3H);
  });

  it('returns to EL2 and to EL1', () => {
    for (const mode of [EL1H, EL2H]) {
      const cpu = withUpperLevels();
      cpu.place('brk #0', DATA);
      cpu.pstate = EL3H;
      cpu.setSystem('elr_el3', DATA);
      cpu.setSystem('spsr_el3', mode);
      expect(cpu.execute('eret')).toBe('STOP_BRK');
      expect([cpu.pc, cpu.pstate]).toEqual([DATA, mode]);
    }
  });
});

describe('the models', () => {
  it('are called without leaving the run, and the guest goes on', () => {
    const cpu = new Processor(booted());
    cpu.setX(0, 0x84000064n);
    cpu.setX(1, 0x84000073n);
    cpu.setX(19, 1000n);
    expect(cpu.execute('1: mov w0, w20\n mov w1, w21\n smc #0\n subs x19, x19, #1\n b.ne 1b\n brk #0', 10_000)).toBe(
      'STOP_BRK',
    );
    expect(cpu.count).toBe(5001);
    expect(cpu.pstate & 0xfn).toBe(5n);
  });

  it('make an SMC undefined with SCR_EL3.SMD, and the guest’s handler takes that', () => {
    const cpu = new Processor(machine({ model: 'none', control: { smd: true } })).place('brk #0', VECTORS + 0x200n);
    expect(cpu.execute('smc #0')).toBe('STOP_UNDEFINED_TRAP');
    const handled = new Processor(machine({ model: 'none', control: { smd: true } })).place('brk #0', VECTORS + 0x200n);
    handled.setSystem('vbar_el1', VECTORS);
    expect(handled.execute('smc #0')).toBe('STOP_BRK');
    expect(handled.pc).toBe(VECTORS + 0x200n);
    expect(syndrome(handled.system('esr_el1'))).toEqual({ ec: 0, il: 1, iss: 0 });
  });

  it('are out of reach of EL0: SMC and HVC are undefined', () => {
    for (const text of ['smc #0', 'hvc #0']) {
      const cpu = new Processor(booted()).place('brk #0', VECTORS + 0x400n);
      cpu.setSystem('vbar_el1', VECTORS);
      cpu.pstate = EL0T;
      expect(cpu.execute(text)).toBe('STOP_BRK');
      expect(cpu.pc).toBe(VECTORS + 0x400n);
      expect(cpu.system('elr_el1')).toBe(CODE);
    }
  });
});
