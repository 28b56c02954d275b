import { describe, expect, it } from 'vitest';
import { RUN_ADDRESS, RUN_DETAIL, VCPU_START } from '../../assembly/layout.ts';
import { booted } from '../machine/fixture.ts';
import { CODE, DATA, EL0T, EL1H, EL1T, Processor, STACK, syndrome, VECTORS } from './processor.ts';

const SYNC_SP0 = 0x000n;
const SYNC_SPX = 0x200n;
const SYNC_LOWER = 0x400n;
const HANDLER = 'brk #0';

/** A processor at EL1h whose vectors all end the run: the PC says which one was taken. */
function withVectors(offsets: readonly bigint[] = [SYNC_SP0, SYNC_SPX, SYNC_LOWER]): Processor {
  const cpu = new Processor();
  for (const offset of offsets) cpu.place(HANDLER, VECTORS + offset);
  cpu.setSystem('vbar_el1', VECTORS);
  return cpu;
}

/** ESR, ELR, FAR and SPSR of EL1. */
function taken(cpu: Processor) {
  return {
    ...syndrome(cpu.system('esr_el1')),
    elr: cpu.system('elr_el1'),
    spsr: cpu.system('spsr_el1'),
    far: cpu.system('far_el1'),
  };
}

describe('an exception to EL1', () => {
  it('runs the handler of the guest with ESR, ELR, SPSR and PSTATE as the architecture sets them', () => {
    const cpu = withVectors();
    cpu.pstate = EL1H & ~0x80n;
    expect(cpu.execute('cmp x0, x0\n udf #0')).toBe('STOP_BRK');
    expect(cpu.pc).toBe(VECTORS + SYNC_SPX);
    expect(taken(cpu)).toMatchObject({ ec: 0, il: 1, iss: 0, elr: CODE + 4n, spsr: 0x60000000n | (EL1H & ~0x80n) });
    // SCTLR_EL1.SPAN is 1, so that PAN stays; DAIF are set.
    expect(cpu.pstate).toBe(0x60000000n | EL1H);
  });

  it('sets PSTATE.PAN where SCTLR_EL1.SPAN is 0, and PSTATE.SSBS as DSSBS says', () => {
    const cpu = withVectors();
    cpu.setSystem('sctlr_el1', (cpu.system('sctlr_el1') & ~(1n << 23n)) | (1n << 44n));
    cpu.execute('udf #0');
    expect(cpu.pstate).toBe(EL1H | (1n << 22n) | (1n << 12n));
  });

  it('takes the vector for the current level with SP_EL0 from EL1t, and comes with SP_EL1', () => {
    const cpu = withVectors();
    cpu.pstate = EL1T;
    expect(cpu.execute('mov x0, sp\n udf #0')).toBe('STOP_BRK');
    expect(cpu.pc).toBe(VECTORS + SYNC_SP0);
    expect(cpu.x(0)).toBe(STACK);
    expect(cpu.pstate).toBe(EL1H);
  });

  it('takes the vector for a lower level from EL0', () => {
    const cpu = withVectors();
    cpu.pstate = EL0T;
    expect(cpu.execute('svc #0x123')).toBe('STOP_BRK');
    expect(cpu.pc).toBe(VECTORS + SYNC_LOWER);
    expect(taken(cpu)).toMatchObject({ ec: 0x15, il: 1, iss: 0x123, elr: CODE + 4n, spsr: EL0T });
  });

  it('returns from SVC behind it and from BRK to it', () => {
    const cpu = withVectors();
    cpu.execute('nop\n brk #7');
    expect(taken(cpu)).toMatchObject({ ec: 0x3c, iss: 7, elr: CODE + 4n });
  });

  it('never takes BRK #0 and HLT, which end the run whatever the vectors are', () => {
    const cpu = withVectors();
    expect(cpu.execute('nop\n brk #0')).toBe('STOP_BRK');
    expect(cpu.pc).toBe(CODE + 4n);
    expect(cpu.execute('hlt #3')).toBe('STOP_HLT');
    expect(cpu.word(RUN_DETAIL)).toBe(3);
  });

  it('ends the run at the exact PC where the guest has no vectors, or vectors that nothing is at', () => {
    for (const vbar of [0n, 0x1000n, 0x800f0000n]) {
      const cpu = new Processor();
      cpu.setSystem('vbar_el1', vbar);
      expect(cpu.execute('nop\n nop\n udf #0')).toBe('STOP_UNDEFINED');
      expect(cpu.pc).toBe(CODE + 8n);
      expect(cpu.count).toBe(3);
      expect(cpu.system('esr_el1')).toBe(0n);
    }
  });
});

describe('a data abort', () => {
  it('from EL1 says synchronous external abort, read or write, and the address', () => {
    for (const [text, iss] of [
      ['ldr x1, [x0, #8]', 0x10],
      ['str x1, [x0, #8]', 0x50],
      ['ldadd x1, x2, [x3]', 0x10],
      ['ldr q0, [x0, #16]', 0x10],
    ] as const) {
      const cpu = withVectors();
      cpu.setX(0, 0x4000_0000n);
      cpu.setX(3, 0x4000_0000n);
      expect(cpu.execute(text), text).toBe('STOP_BRK');
      expect(taken(cpu)).toMatchObject({ ec: 0x25, il: 1, iss, elr: CODE });
      const offset = text.includes('#8') ? 8n : text.includes('#16') ? 16n : 0n;
      expect(taken(cpu).far).toBe(0x4000_0000n + offset);
    }
  });

  it('from EL0 has the class for a lower level', () => {
    const cpu = withVectors();
    cpu.pstate = EL0T;
    cpu.execute('ldr x1, [x0]');
    expect(taken(cpu)).toMatchObject({ ec: 0x24, iss: 0x10, far: 0n });
    expect(cpu.pc).toBe(VECTORS + SYNC_LOWER);
  });

  it('leaves registers and memory as they were, the base of a writeback included', () => {
    const cpu = withVectors();
    cpu.setX(0, 0x800e_fff8n);
    cpu.setX(1, 1n);
    cpu.setX(2, 2n);
    cpu.execute('stp x1, x2, [x0], #16');
    expect(taken(cpu)).toMatchObject({ ec: 0x25, iss: 0x50, far: 0x800f_0000n });
    expect(cpu.x(0)).toBe(0x800e_fff8n);
    expect(cpu.read(0x800e_fff8n)).toBe(0n);
  });

  it('is stage 2 where a hypervisor keeps EL1 to its memory, and ends the run because the model has no handler', () => {
    const cpu = new Processor(booted());
    cpu.place(HANDLER, VECTORS + SYNC_SPX);
    cpu.setSystem('vbar_el1', VECTORS);
    cpu.setX(0, 0x800f_0000n);
    expect(cpu.execute('nop\n ldr x1, [x0]')).toBe('STOP_UNMAPPED');
    expect(cpu.pc).toBe(CODE + 4n);
    expect(cpu.memory.u64(VCPU_START + RUN_ADDRESS)).toBe(0x800f_0000n);
  });

  it('says alignment for what is not aligned where SCTLR_EL1.A asks for it', () => {
    const texts = [
      'ldr x1, [x0]',
      'ldrh w1, [x0]',
      'str w1, [x0]',
      'ldp x1, x2, [x0]',
      'ldr q1, [x0]',
      'ldur x1, [x0, #0]',
    ];
    for (const text of texts) {
      const cpu = withVectors();
      cpu.setX(0, DATA + 1n);
      expect(cpu.execute(`${text}\n brk #0`)).toBe('STOP_BRK');
      expect(cpu.pc, text).toBe(CODE + 4n);
      cpu.setSystem('sctlr_el1', cpu.system('sctlr_el1') | 2n);
      cpu.execute(`${text}\n brk #0`);
      const iss = text.startsWith('str') ? 0x61 : 0x21;
      expect(taken(cpu), text).toMatchObject({ ec: 0x25, iss, far: DATA + 1n, elr: CODE });
    }
  });

  it('lets bytes and pairs of aligned registers pass where SCTLR_EL1.A is set', () => {
    const cpu = withVectors();
    cpu.setSystem('sctlr_el1', cpu.system('sctlr_el1') | 2n);
    cpu.setX(0, DATA + 8n);
    expect(cpu.execute('ldp x1, x2, [x0]\n ldrb w3, [x0, #1]\n stp w1, w2, [x0, #4]\n brk #0')).toBe('STOP_BRK');
    expect(cpu.pc).toBe(CODE + 12n);
  });

  it('says alignment for exclusive, ordered and atomic accesses whatever SCTLR_EL1.A is', () => {
    const texts = [
      'ldxr x1, [x0]',
      'ldar w1, [x0]',
      'stlr x1, [x0]',
      'ldadd x1, x2, [x0]',
      'cas w1, w2, [x0]',
      'ldaxp x1, x2, [x0]',
    ];
    for (const text of texts) {
      const cpu = withVectors();
      cpu.setX(0, DATA + 1n);
      cpu.execute(text);
      const iss = text.startsWith('stlr') ? 0x61 : 0x21;
      expect(taken(cpu), text).toMatchObject({ ec: 0x25, iss, far: DATA + 1n });
    }
  });
});

describe('the program counter', () => {
  it('that leads nowhere is an instruction abort at the target', () => {
    for (const [pstate, ec] of [
      [EL1H, 0x21],
      [EL0T, 0x20],
    ] as const) {
      const cpu = withVectors();
      cpu.pstate = pstate;
      cpu.setX(0, 0x4000_0000n);
      cpu.execute('br x0');
      expect(taken(cpu)).toMatchObject({ ec, iss: 0x10, elr: 0x4000_0000n, far: 0x4000_0000n });
    }
  });

  it('that is not aligned is an exception of its own, before the fetch', () => {
    const cpu = withVectors();
    cpu.setX(0, 0x4000_0002n);
    cpu.execute('ret x0');
    expect(taken(cpu)).toMatchObject({ ec: 0x22, iss: 0, elr: 0x4000_0002n, far: 0x4000_0002n });
  });

  it('runs over the end of RAM into an abort', () => {
    const cpu = withVectors();
    cpu.place('nop', 0x8100_0000n - 4n);
    cpu.pc = 0x8100_0000n - 4n;
    cpu.run();
    expect(taken(cpu)).toMatchObject({ ec: 0x21, elr: 0x8100_0000n });
  });

  it('leaves a page for the next one, decoded or not', () => {
    const cpu = new Processor();
    cpu.place('nop\n nop\n b . - 8', 0x8000_0ffcn);
    cpu.pc = 0x8000_0ffcn;
    expect(cpu.run(31)).toBe('STOP_BUDGET');
    expect(cpu.pc).toBe(0x8000_1000n);
    expect(cpu.count).toBe(31);
  });
});

describe('the stack pointer', () => {
  const check = (text: string, control: bigint, pstate = EL1H) => {
    const cpu = withVectors();
    cpu.pstate = pstate;
    cpu.setSp(1, STACK + 8n);
    cpu.setSp(0, STACK + 8n);
    cpu.setSystem('sctlr_el1', cpu.system('sctlr_el1') | control);
    cpu.execute(`${text}\n brk #0`);
    return taken(cpu).ec;
  };

  it('must be aligned to 16 as a base where SCTLR_EL1.SA says so', () => {
    for (const text of [
      'ldr x0, [sp]',
      'stp x0, x1, [sp, #-16]!',
      'ldr q0, [sp], #16',
      'ldxr x0, [sp]',
      'swp x0, x1, [sp]',
      'ld1 {v0.16b}, [sp]',
    ]) {
      expect(check(text, 8n), text).toBe(0x26);
      expect(check(text, 0n), text).toBe(0);
    }
  });

  it('is not looked at by prefetches and arithmetic', () => {
    expect(check('prfm pldl1keep, [sp]', 8n)).toBe(0);
    expect(check('add x0, sp, #1', 8n)).toBe(0);
  });

  it('of EL0 is SA0’s', () => {
    expect(check('ldr x0, [sp]', 8n, EL0T)).toBe(0);
    expect(check('ldr x0, [sp]', 16n, EL0T)).toBe(0x26);
  });
});
