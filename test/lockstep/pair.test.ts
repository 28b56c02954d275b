import { expect, it } from 'vitest';
import { REG_PC, REG_PSTATE, VCPU_START, VCPU_STRIDE } from '../../assembly/layout.ts';
import { CoreRun } from '../../src/engine/core/run.ts';
import type { Machine } from '../../src/engine/machine.ts';
import { START } from '../engine/guest.ts';
import { describeWith } from '../support/needs.ts';
import { runText } from './fixture.ts';

const at = (instruction: number) => START + BigInt(4 * instruction);

/** Does something to the interpreter's registers, as doublewords, after an instruction, numbered from 1. */
function disturbedAfter(number: number, change: (registers: BigUint64Array, machine: Machine) => void) {
  return (machine: Machine, program: ConstructorParameters<typeof CoreRun>[1]) => {
    const registers = new BigUint64Array(machine.memory.buffer, VCPU_START, VCPU_STRIDE / 8);
    let begun = 0;
    return new (class extends CoreRun {
      override step(): void {
        super.step();
        if (++begun === number) change(registers, machine);
      }
    })(machine, program);
  };
}

const count = 'mov x5, #1\n add x5, x5, #1\n add x5, x5, #1\n add x6, x5, #1\n brk #0';
const atomic = (size: string) =>
  `ldr x2, =0x80010000\n mov x1, #0x80\n str x1, [x2]\n mov x3, #1\n ldsmax${size} w3, w4, [x2]\n ldr x5, [x2]\n brk #0`;

describeWith('libunicorn', 'a program on the interpreter and on libunicorn side by side', () => {
  it('is the same after every instruction and trap', () => {
    const { lockstep, outcome } = runText('ldr w0, =0x84000063\n mov w1, #0x10000\n smc #0\n hvc #7\n brk #0');
    expect(lockstep).toMatchObject({ instructions: 5, differences: [], unexplained: 0, explained: {} });
    expect(outcome.traps.map(({ conduit }) => conduit)).toEqual(['smc', 'hvc']);
    expect(lockstep.stop).toMatchObject({ kind: 'brk', pc: at(4) });
  });

  it('goes on as the interpreter says where libunicorn compares a byte of memory without its sign', () => {
    const { lockstep, outcome } = runText(atomic('b'));
    expect(lockstep.unexplained).toBe(0);
    expect(lockstep.explained).toEqual({ 'atomic maximum and minimum': 1 });
    expect(lockstep.differences).toEqual([
      {
        instruction: 5,
        pc: at(4),
        word: 0x38234044,
        items: [{ what: 'memory at 0000000080010000', core: '0000000000000001', unicorn: '0000000000000080' }],
        divergence: 'atomic maximum and minimum',
      },
    ]);
    expect(outcome.final.x.slice(3, 6)).toEqual([1n, 0x80n, 1n]);
  });

  it('ends as the interpreter says where libunicorn lets an unaligned load-acquire pass', () => {
    const { lockstep, outcome } = runText('ldr x2, =0x80010001\n mov x4, #9\n ldar x4, [x2]\n brk #0');
    expect(lockstep.explained).toEqual({ 'unaligned load-acquire and store-release': 1 });
    expect(lockstep.differences[0]!.items).toEqual([{ what: 'end', core: 'alignment', unicorn: 'none' }]);
    expect(outcome.stop).toMatchObject({ kind: 'memory-fault', pc: at(2), fault: { address: 0x80010001n, width: 8 } });
    expect(outcome.final.x[4]).toBe(9n);
  });

  it('goes on where libunicorn stops at an instruction that the interpreter executes', () => {
    const { lockstep, outcome } = runText(
      'ldr x2, =0x80000000\n mov x4, #0\n .inst 0xb8a0c044\n add x5, x4, #1\n brk #0',
    );
    expect(lockstep.explained).toEqual({ 'LDAPR with another Rs': 1 });
    expect(outcome.stop).toMatchObject({ kind: 'brk', pc: at(4) });
    expect(outcome.final.x[5]).toBe(outcome.final.x[4]! + 1n);
    expect(outcome.instructions).toBe(5);
  });

  it('ends where the interpreter does, not where an ERET that is none leads', () => {
    const { lockstep, outcome } = runText('nop\n .inst 0xd69f03c0\n brk #0');
    expect(lockstep.explained).toEqual({ 'ERET with another Rn': 1 });
    expect(outcome.stop).toMatchObject({ kind: 'undefined-instruction', pc: at(1) });
    expect(outcome.final.pc).toBe(at(1));
  });

  it('names a register that one side corrupts, and goes on as libunicorn says', () => {
    const { lockstep, outcome } = runText(
      count,
      disturbedAfter(2, (registers) => {
        registers[5]! ^= 0xff00n;
      }),
    );
    expect(lockstep).toMatchObject({ instructions: 5, unexplained: 1, explained: {} });
    expect(lockstep.differences).toEqual([
      {
        instruction: 2,
        pc: at(1),
        word: 0x910004a5,
        items: [{ what: 'x5', core: '000000000000ff02', unicorn: '0000000000000002' }],
      },
    ]);
    expect(outcome.final.x[6]).toBe(4n);
  });

  it('names flags, the PC and memory that one side corrupts, all of one instruction together', () => {
    const { lockstep } = runText(
      count,
      disturbedAfter(3, (registers, machine) => {
        registers[REG_PSTATE / 8]! ^= 1n << 29n;
        registers[REG_PC / 8]! += 4n;
        machine.writeMemory(0x80654321n, Uint8Array.of(0xee));
      }),
    );
    expect(lockstep.unexplained).toBe(1);
    expect(lockstep.differences[0]!.items).toEqual([
      { what: 'PC', core: '0000000080000010', unicorn: '000000008000000c' },
      { what: 'PSTATE', core: '00000000200003c5', unicorn: '00000000000003c5' },
      { what: 'memory at 0000000080654320', core: '000000000000ee00', unicorn: '0000000000000000' },
    ]);
  });

  it('goes on where one side alone stops and nothing explains it', () => {
    const { lockstep, outcome } = runText(
      count,
      disturbedAfter(1, (registers) => {
        registers[REG_PC / 8] = 0x10n;
      }),
    );
    expect(lockstep.unexplained).toBe(1);
    expect(outcome.final.x[6]).toBe(4n);
  });

  it('names the registers that two models of EL2 leave differently in a trap', () => {
    const { lockstep } = runText(
      'ldr w0, =0x84000063\n mov w1, #0x10000\n mov x8, #8\n smc #0\n brk #0',
      undefined,
      'pkvm/v6.12',
    );
    expect(lockstep.unexplained).toBeGreaterThan(0);
    expect(lockstep.differences[0]).toMatchObject({ instruction: 4, pc: at(3) });
    expect(lockstep.differences[0]!.items[0]!.what).toMatch(/^trap 0/);
  });

  it('counts differences past those that it keeps', () => {
    const loop =
      'mov x1, #40\n again: ldr x2, =0x80010000\n mov w3, #1\n mov w5, #0x80\n strb w5, [x2]\n ldsmaxb w3, w4, [x2]\n subs x1, x1, #1\n b.ne again\n brk #0';
    const { lockstep } = runText(loop);
    expect(lockstep.explained).toEqual({ 'atomic maximum and minimum': 40 });
    expect(lockstep.differences).toHaveLength(1);
    expect(lockstep.instructions).toBe(2 + 40 * 7);
  });
});
