import { describe, expect, it } from 'vitest';
import { strangeBlocks } from '../../src/lockstep/stream.ts';
import { Random, registerValue } from '../../src/lockstep/values.ts';
import { booted } from '../machine/fixture.ts';
import { CODE, DATA, EL0T, EL1H, EL1T, EL2H, EL3H, Processor, STACK, VECTORS } from './processor.ts';

const words = 512;
/** Goes on behind the instruction that took the exception; with x18 as its own. */
const skip =
  'mrs x18, elr_el1\n add x18, x18, #4\n msr elr_el1, x18\n mrs x18, spsr_el1\n bic x18, x18, #0x1f0000\n msr spsr_el1, x18\n eret';

/** A processor whose EL1 skips what it cannot execute. */
function resilient(): Processor {
  const cpu = new Processor(booted());
  for (const offset of [0n, 0x200n, 0x400n]) cpu.place(skip, VECTORS + offset);
  return cpu;
}

function scramble(cpu: Processor, random: Random): void {
  for (let n = 0; n < 31; n++)
    cpu.setX(n, random.below(2) ? DATA + BigInt(random.below(0x10000)) : registerValue(random));
  cpu.setSp(0, STACK);
  cpu.setSp(1, STACK - 0x1000n);
  cpu.setSystem('vbar_el1', VECTORS);
  cpu.pstate = [EL1H, EL1H, EL1T, EL0T, EL2H, EL3H][random.below(6)]!;
  cpu.pc = CODE;
}

/** A page half of instructions with bits flipped and half of any words at all. */
function anyWords(random: Random): number[] {
  const list = [...strangeBlocks(random, words)].map(([block]) => block!.word);
  return Array.from({ length: words }, (_, index) => list[index] ?? random.word());
}

const rounds = 100;

describe('no guest, however wild,', () => {
  it('gets another result when it runs again from a snapshot', () => {
    const random = new Random(77);
    const cpu = resilient();
    for (let round = 0; round < rounds / 2; round++) {
      cpu.placeWords(anyWords(random));
      scramble(cpu, random);
      cpu.machine.snapshot();
      const [first, second] = [300, 300].map((budget) => {
        const code = cpu.machine.run(0, budget);
        const registers = cpu.machine.readRegisters(0);
        const memory = Buffer.from(cpu.machine.readMemory(DATA - 0x8000n, 0x20000));
        cpu.machine.restore();
        return { end: { code, registers }, memory };
      });
      expect(first!.end).toEqual(second!.end);
      expect(first!.memory.equals(second!.memory)).toBe(true);
    }
  });

  it('reads or writes a hypervisor’s page', () => {
    const random = new Random(5);
    const cpu = resilient();
    const secret = Buffer.from(Array.from({ length: 0x1000 }, (_, index) => (index * 7) & 0xff));
    cpu.machine.writeMemory(0x800ff000n, secret);
    for (let round = 0; round < rounds; round++) {
      cpu.placeWords(anyWords(random));
      scramble(cpu, random);
      cpu.pstate = random.below(2) ? EL1H : EL0T;
      for (let n = 0; n < 31; n++) cpu.setX(n, 0x800ff000n + BigInt(random.below(0x1000)) - 64n);
      cpu.machine.run(0, 500);
    }
    expect(Buffer.from(cpu.machine.readMemory(0x800ff000n, 0x1000)).equals(secret)).toBe(true);
  });
});
