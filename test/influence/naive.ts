/** The same questions answered one trap record at a time, in JavaScript. */
import * as layout from '../../assembly/layout.ts';
import { Machine, type TrapReadout } from '../../src/engine/machine.ts';
import type { InputRange, Segment, TrapInfluence } from '../../src/influence/influence.ts';
import { registers, smcWord } from '../machine/fixture.ts';

/** Takes the trap from these registers and goes back. */
export function tryTrap(machine: Machine, x: readonly bigint[]): TrapReadout {
  machine.writeRegisters(0, registers([], { x: [...x] }));
  machine.takeTrap(0, smcWord());
  const readout = machine.readTrap(0);
  machine.restore();
  return readout;
}

/** What EL2 did, asked and answered, apart from data. */
export function pathOf({ disposition, outcome, smcs, writers, after }: TrapReadout): string {
  const asked = smcs.map(({ input, registers: passed, forwarded }) => [input[0]! & 0xffff_ffffn, passed, forwarded]);
  const kind = after.x[0]! & 0x8000_0000n ? after.x[0]! & 0xffff_ffffn : 0n;
  return [disposition, outcome, asked.join(), writers.join(), kind, kind === 0x8400_0060n ? after.x[2] : ''].join(' ');
}

/** Whether a list of ranges has a bit of the caller's. */
export function hasBit(list: readonly InputRange[], register: number, bit: number): boolean {
  return list.some((each) => {
    return each.source === 'caller' && each.register === register && each.low <= bit && bit <= each.high;
  });
}

export function segmentAt({ registers: list }: TrapInfluence, register: number, bit: number): Segment {
  return list[register]!.segments.find(({ high, low }) => low <= bit && bit <= high)!;
}

/** Whether the segment says that its bit depends on this bit of the caller's, be it by way of EL3. */
export function namesBit(segment: Segment, output: [number, number], input: [number, number]): boolean {
  const own = output[0] === input[0] && output[1] === input[1];
  if (segment.kind === 'preserved') return own;
  if (segment.origin) {
    return segment.origin.register === input[0] && segment.origin.low + output[1] - segment.low === input[1];
  }
  const { from } = segment;
  if (from?.source === 'caller') return from.register === input[0] && from.low + output[1] - segment.low === input[1];
  return hasBit(segment.inputs ?? [], ...input);
}

/** What a trap leaves in x0 to x30, changed by somebody. */
export type Damage = (x: BigUint64Array, before: readonly bigint[]) => void;

/** A machine that is broken after each trap, in a way that its own record does not tell. */
export class DamagedMachine extends Machine {
  damage: Damage = () => {};

  override takeTrap(vcpu: number, instruction: number): number {
    const outcome = super.takeTrap(vcpu, instruction);
    const view = (offset: number) => new BigUint64Array(this.memory.buffer, layout.VCPU_START + offset, 31);
    this.damage(view(layout.REG_X), [...view(layout.TRAP_BEFORE_X)]);
    return outcome;
  }

  /** Flip by flip, so that the damage is done each time. */
  override flip(vcpu: number, instruction: number, input: number, first: number, count: number, flags: number): void {
    const words = new Uint32Array(this.memory.buffer);
    for (let index = 0; index < count; index++) {
      const bit = first + index;
      const flipWord = () => {
        words[input / 4 + (bit >> 5)]! ^= 1 << (bit & 31);
      };
      flipWord();
      this.takeTrap(vcpu, instruction);
      this.bytes[layout.FLIP_EFFECTS + index] = this.#effects(
        words,
        layout.FLIP_ROWS + index * layout.FLIP_ROW_SIZE,
        vcpu,
      );
      this.restore();
      if ((flags & layout.FLIP_FLAG_REPLY) !== 0) flipWord();
    }
  }

  #effects(words: Uint32Array, row: number, vcpu: number): number {
    const effects = this.effects(vcpu, false);
    if ((effects & layout.EFFECT_PATH) !== 0) return layout.EFFECT_PATH;
    let any = 0;
    for (let word = 0; word < 62; word++) {
      const change = words[layout.VCPU_START / 4 + word]! ^ words[layout.FLIP_BLOCK / 4 + word]!;
      words[row / 4 + word] = change;
      any |= change;
    }
    return effects | (any === 0 ? 0 : layout.EFFECT_REGISTERS);
  }
}
