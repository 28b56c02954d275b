import type { RegisterFile } from '../../engine/record.ts';
import { complaint } from './place.ts';
import type { PatternSource } from './random.ts';
import { type RegisterBank, readRegister, registerName, registerWidth } from './registers.ts';
import type { RegisterSetting, RegisterValue, StubSpec } from './spec.ts';
import type { SymbolTable } from './symbols.ts';

/** Where the program's stack starts; it grows down, away from the hypervisor's pages. */
export const INITIAL_SP = 0x800f0000n;

/** PSTATE.DAIF: asynchronous exceptions and debug exceptions masked. */
const DAIF = 0x3c0n;
/** A stack pointer is 16-byte aligned, or its first use faults (DDI 0487, D1.3.10.2). */
const STACK_ALIGNMENT = ~0xfn;
const EL1H = 0b0101n;
const EL0T = 0b0000n;

/** A register file of patterns, drawn in a fixed order, so that the same seed means the same values for every stub. */
function patternFile(spec: StubSpec, patterns: PatternSource, entry: bigint): RegisterFile {
  const x = Array.from({ length: 31 }, () => patterns.next());
  const otherSp = patterns.next();
  const v = Array.from({ length: 32 }, () => patterns.nextVector());
  const atEl1 = spec.exceptionLevel === 1;
  return {
    x,
    spEl0: atEl1 ? otherSp : INITIAL_SP,
    spEl1: atEl1 ? INITIAL_SP : otherSp,
    pc: entry,
    pstate: (patterns.nextFlags() << 28n) | DAIF | (atEl1 ? EL1H : EL0T),
    v,
    fpsr: 0n,
    fpcr: 0n,
  };
}

/** The pattern that a register has already, or a new one where the default is no pattern. */
function patternFor(file: RegisterFile, bank: RegisterBank, number: number, patterns: PatternSource): bigint {
  if (bank === 'sp_el0' || bank === 'sp_el1') return patterns.next() & STACK_ALIGNMENT;
  return readRegister(file, bank, number);
}

function write(file: RegisterFile, bank: RegisterBank, number: number, value: bigint): void {
  switch (bank) {
    case 'x':
    case 'w':
      file.x[number] = value;
      return;
    case 'v':
      file.v[number] = value;
      return;
    case 'sp_el0':
      file.spEl0 = value;
      return;
    case 'sp_el1':
      file.spEl1 = value;
      return;
    case 'nzcv':
      file.pstate = BigInt.asUintN(28, file.pstate) | (value << 28n);
      return;
    case 'fpsr':
    case 'fpcr':
      file[bank] = value;
  }
}

/** The constant of a setting in the register's own width, or undefined for a pattern. */
export function constantOf(value: RegisterValue, setting: RegisterSetting, symbols: SymbolTable): bigint | undefined {
  const { bank, first } = setting.registers;
  if (value.kind !== 'constant') return undefined;
  return symbols.value(value.value, registerWidth(bank), registerName(bank, first));
}

/** `sp` is one of the two stack pointers: naming both is a mistake. */
function resolveStackPointers(spec: StubSpec): RegisterSetting[] {
  const current: RegisterBank = spec.exceptionLevel === 1 ? 'sp_el1' : 'sp_el0';
  const twice = spec.registers.some(({ registers }) => registers.bank === current);
  return spec.registers.map((setting) => {
    if (setting.registers.bank !== 'sp') return setting;
    if (twice)
      throw complaint(setting.registers.place, `sp is ${current} at EL${spec.exceptionLevel}: name one of them`);
    return { ...setting, registers: { ...setting.registers, bank: current } };
  });
}

/** The registers at the first instruction: patterns, then what the stub says. */
export function initialRegisters(
  spec: StubSpec,
  entry: bigint,
  symbols: SymbolTable,
  patterns: PatternSource,
): RegisterFile {
  const file = patternFile(spec, patterns, entry);
  for (const setting of resolveStackPointers(spec)) {
    const { bank, first, last } = setting.registers;
    const constant = constantOf(setting.value, setting, symbols);
    for (let number = first; number <= last; number += 1) {
      write(file, bank, number, constant ?? patternFor(file, bank, number, patterns));
    }
  }
  return file;
}
