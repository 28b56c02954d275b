import { describe, expect, it } from 'vitest';
import { CODE, Processor } from './processor.ts';

/** `mov w0, w20` and `mov w1, w21`, then `subs x19, x19, #1` and `b.ne` back to the first: two pairs. */
const LOOP = [0x2a1403e0, 0x2a1503e1, 0xf1000673, 0x54ffffa1, 0xd4200000];
const MOV_W1_W22 = 0x2a1603e1;

/** A processor whose loop has gone round often enough that every pair is executed together. */
function looping(left: bigint): Processor {
  const cpu = new Processor().placeWords(LOOP);
  cpu.setX(20, 20n);
  cpu.setX(21, 21n);
  cpu.setX(22, 22n);
  cpu.setX(19, left + 3n);
  expect(cpu.run(12)).toBe('STOP_BUDGET');
  expect(cpu.pc).toBe(CODE);
  expect(cpu.x(19)).toBe(left);
  return cpu;
}

describe('two operations that are executed together', () => {
  it('stop between them where the budget ends there', () => {
    const cpu = looping(5n);
    cpu.setX(1, 0n);
    for (let n = 1n; n <= 4n; n++) {
      expect(cpu.run(1)).toBe('STOP_BUDGET');
      expect(cpu.pc).toBe(CODE + 4n * (n % 4n));
      expect(cpu.x(1)).toBe(n === 1n ? 0n : 21n);
    }
  });

  it('are executed apart while the second is watched, and stop before it', () => {
    const cpu = looping(5n);
    cpu.machine.watch(CODE + 4n, true);
    cpu.setX(1, 0n);
    expect(cpu.run()).toBe('STOP_WATCH');
    expect([cpu.pc, cpu.x(1)]).toEqual([CODE + 4n, 0n]);
    expect(cpu.run()).toBe('STOP_WATCH');
    expect([cpu.pc, cpu.x(19)]).toEqual([CODE + 4n, 4n]);
    cpu.machine.watch(CODE + 4n, false);
    expect(cpu.run()).toBe('STOP_BRK');
  });

  it('can be entered at the second', () => {
    const cpu = looping(1n);
    cpu.setX(0, 0n);
    cpu.pc = CODE + 4n;
    expect(cpu.run()).toBe('STOP_BRK');
    expect(cpu.x(0)).toBe(0n);
  });

  it('are decoded again where the second is written', () => {
    const cpu = looping(1n);
    cpu.placeWords([MOV_W1_W22], CODE + 4n);
    expect(cpu.run()).toBe('STOP_BRK');
    expect([cpu.x(0), cpu.x(1)]).toEqual([20n, 22n]);
  });
});
