import * as layout from '../../../assembly/layout.ts';
import { disassemble } from '../../guest/encode/disassemble.ts';
import { nameSystemRegister } from '../../guest/encode/system-registers.ts';
import { hex } from '../hex.ts';
import type { LinearMemory } from '../memory.ts';
import type { StopReason } from '../record.ts';
import { alignmentStop, el2Stop, faultStop, hexWord, stopReason } from '../unicorn/stops.ts';

const ACCESS: Record<number, 'read' | 'write' | 'fetch'> = {
  [layout.ACCESS_READ]: 'read',
  [layout.ACCESS_WRITE]: 'write',
  [layout.ACCESS_FETCH]: 'fetch',
  [layout.ACCESS_ATOMIC]: 'write',
};

/** What there is to know about a stop. */
interface Ending {
  pc: bigint;
  word: number;
  detail: number;
  fault: NonNullable<StopReason['fault']>;
  /** SP_EL0 to SP_EL3 as PSTATE selects. */
  stackPointer: bigint;
}

/** Explains one of the STOP_ values of a vCPU, whose block stands at `base`. */
export function describeStop(code: number, memory: LinearMemory, base: number): StopReason {
  const explain = explanations[code];
  const ending = readEnding(memory, base);
  return explain?.(ending) ?? stopReason('engine-failure', ending.pc, `the interpreter stopped with ${code}`);
}

function readEnding(memory: LinearMemory, base: number): Ending {
  const pstate = memory.u64(base + layout.REG_PSTATE);
  const bank = (pstate & 1n) === 0n ? 0 : Number((pstate >> 2n) & 3n);
  return {
    pc: memory.u64(base + layout.REG_PC),
    word: memory.u32(base + layout.RUN_WORD),
    detail: memory.u32(base + layout.RUN_DETAIL),
    fault: {
      address: memory.u64(base + layout.RUN_ADDRESS),
      access: ACCESS[memory.u32(base + layout.RUN_ACCESS)] ?? 'read',
      width: memory.u32(base + layout.RUN_WIDTH),
    },
    stackPointer: memory.u64(base + layout.REG_SP_EL0 + 8 * bank),
  };
}

const explanations: Record<number, (ending: Ending) => StopReason> = {
  [layout.STOP_BRK]: ({ pc, detail }) => ({ ...stopReason('brk', pc, `brk #${detail}`), immediate: detail }),
  [layout.STOP_HLT]: ({ pc, detail }) => ({ ...stopReason('hlt', pc, `hlt #${detail}`), immediate: detail }),
  [layout.STOP_SVC]: ({ pc, detail }) => ({ ...stopReason('svc', pc, `svc #${detail}`), immediate: detail }),
  [layout.STOP_WFI]: ({ pc }) => stopReason('wfi', pc, 'wfi, and no interrupt can come'),
  [layout.STOP_UNDEFINED]: ({ pc, word }) =>
    stopReason('undefined-instruction', pc, `instruction ${hexWord(word)} is undefined at this exception level`),
  [layout.STOP_UNDEFINED_TRAP]: ({ pc }) => stopReason('undefined-instruction', pc, 'SMC or HVC is undefined here'),
  [layout.STOP_ILLEGAL_STATE]: ({ pc }) =>
    stopReason('undefined-instruction', pc, 'PSTATE.IL is set by an illegal exception return'),
  [layout.STOP_UNMAPPED]: ({ pc, fault }) => faultStop(pc, fault),
  [layout.STOP_ALIGNMENT]: ({ pc, fault }) => (fault.access === 'fetch' ? misalignedPc(pc) : alignmentStop(pc, fault)),
  [layout.STOP_STACK_ALIGNMENT]: ({ pc, stackPointer }) =>
    stopReason('memory-fault', pc, `the stack pointer, ${hex(stackPointer)}, is not aligned to 16`),
  [layout.STOP_UNIMPLEMENTED]: ({ pc, word }) =>
    stopReason('unimplemented', pc, `not implemented: ${mnemonic(word, pc)}`),
  [layout.STOP_UNIMPLEMENTED_REGISTER]: ({ pc, word, detail }) =>
    stopReason('unimplemented', pc, `not implemented: ${systemName(detail) ?? mnemonic(word, pc)}`),
  [layout.STOP_MMU]: ({ pc }) => stopReason('unimplemented', pc, 'the guest turns the MMU on, SCTLR_EL1.M = 1'),
  [layout.STOP_TRAPPED]: ({ pc, word, detail }) => trapped(pc, word, detail),
  [layout.STOP_STEP]: ({ pc }) => stopReason('unimplemented', pc, 'a software step exception, and VBAR_EL1 is 0'),
};

function misalignedPc(pc: bigint): StopReason {
  const stop = stopReason('memory-fault', pc, `the PC, ${hex(pc)}, is not aligned`);
  return { ...stop, fault: { address: pc, access: 'fetch', width: 4 } };
}

/** A control register makes the instruction trap to a level where nobody is. */
function trapped(pc: bigint, word: number, level: number): StopReason {
  if (level >= 2) return el2Stop(layout.OUTCOME_EL2_PANIC, layout.CAUSE_UNEXPECTED_EXCEPTION, pc);
  return stopReason('undefined-instruction', pc, `instruction ${hexWord(word)} traps to EL1, and VBAR_EL1 is 0`);
}

function mnemonic(word: number, pc: bigint): string {
  return (disassemble(word, pc) ?? hexWord(word)).split(' ')[0]!.toUpperCase();
}

/** The register of an MRS or MSR, by op0 15:14, op1 13:11, CRn 10:7, CRm 6:3, op2 2:0; undefined for other instructions. */
function systemName(key: number): string | undefined {
  const op0 = key >>> 14;
  if (op0 < 2) return undefined;
  const fields = { op0, op1: (key >>> 11) & 7, CRn: (key >>> 7) & 15, CRm: (key >>> 3) & 15, op2: key & 7 };
  return nameSystemRegister(fields, 'r').toUpperCase();
}
