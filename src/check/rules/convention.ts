/** What the SMC Calling Convention demands of the registers that come back, version by version. */
import { reservedParameters } from '../disputes/reserved.ts';
import { replyDecides, requestDecides, writesAll, zeroesAll } from '../disputes/write-back.ts';
import { observeX } from '../observe.ts';
import type { Rule } from '../rule.ts';
import { preserved } from './preserved.ts';

/*
 * SPSR_ELx:  31   28      21 20         11   10 9    6    4      0
 *           ┌───────┬─··─┬──┬──┬─··────┬───────┬──────┬─┬────────┐
 *           │ N Z C V│    │SS│IL│       │ BTYPE │ DAIF │ │   M    │   DDI 0487, C5.2.18
 *           └───────┴─··─┴──┴──┴─··────┴───────┴──────┴─┴────────┘
 */
const PSTATE_SS = 1n << 21n;
const PSTATE_BTYPE = 3n << 10n;

const everyCall = 'every call that returns';

/** Catches undefined values, whatever they are; all other rules leave undefined registers to this one. */
export const undefinedValue: Rule = {
  id: 'undefined-value',
  clause: 'DEN0028 2.6, 2.7',
  demands: 'a register holds a result or what the caller left there, never the contents of EL2’s stack',
  applies: 'every call that returns, whatever its immediate',
  registers: [{ bank: 'x', first: 0, last: 30 }],
  verdict: 'undefined',
  anyImmediate: true,
  disputes: [],
  look: (context) => ({ bad: observeX(context, 0, 30).filter(({ writer }) => writer === 'undefined') }),
};

/** SMCCC 1.1: nothing but x0–x3 changes. */
export const x4x17 = preserved({
  id: 'x4-x17',
  clause: 'DEN0028, 1.1: x4–x17 preserved',
  demands: 'x4–x17 are preserved: results lie in x0–x3',
  applies: everyCall,
  registers: [{ bank: 'x', first: 4, last: 17 }],
  disputes: [reservedParameters],
});

export const x4x7 = preserved({
  id: 'x4-x7',
  clause: 'DEN0028 2.6, 2.7',
  demands: 'x4–x7 are preserved unless they contain results, as the function definition says',
  applies: everyCall,
  registers: [{ bank: 'x', first: 4, last: 7 }],
  unlessResult: true,
  disputes: [reservedParameters],
});

export const smc32X8X17 = preserved({
  id: 'smc32-x8-x17',
  clause: 'DEN0028 2.6',
  demands: 'a call with an SMC32 function id preserves x8–x17',
  applies: 'calls with an SMC32 function id',
  registers: [{ bank: 'x', first: 8, last: 17 }],
  form: 32,
  disputes: [replyDecides, zeroesAll, writesAll],
});

export const smc64X8X17 = preserved({
  id: 'smc64-x8-x17',
  clause: 'DEN0028 2.7',
  demands: 'a call with an SMC64 function id preserves x8–x17 unless they contain results',
  applies: 'calls with an SMC64 function id',
  registers: [{ bank: 'x', first: 8, last: 17 }],
  form: 64,
  unlessResult: true,
  disputes: [zeroesAll, requestDecides, reservedParameters],
});

export const x18x30 = preserved({
  id: 'x18-x30',
  clause: 'DEN0028 2.6, 2.7',
  demands: 'x18–x30 are preserved',
  applies: everyCall,
  registers: [{ bank: 'x', first: 18, last: 30 }],
});

export const stackPointers = preserved({
  id: 'stack-pointers',
  clause: 'DEN0028 2.6, 2.7',
  demands: 'SP_EL0 and SP_EL1 are preserved',
  applies: everyCall,
  registers: [{ bank: 'spEl0' }, { bank: 'spEl1' }],
});

export const pstate = preserved({
  id: 'pstate',
  clause: 'DDI 0487, exception return from SPSR_ELx',
  demands: 'PSTATE comes back as it was; SS and BTYPE may be clear, as after any instruction that completes',
  applies: everyCall,
  registers: [{ bank: 'pstate' }],
  mayClear: PSTATE_SS | PSTATE_BTYPE,
});

export const simd = preserved({
  id: 'simd',
  clause: 'DEN0028, SIMD and floating-point registers',
  demands: 'V0–V31 are preserved',
  applies: everyCall,
  registers: [{ bank: 'v', first: 0, last: 31 }],
});

export const floatingPointStatus = preserved({
  id: 'floating-point-status',
  clause: 'DEN0028, SIMD and floating-point registers',
  demands: 'FPSR and FPCR are preserved',
  applies: everyCall,
  registers: [{ bank: 'fpsr' }, { bank: 'fpcr' }],
});

/** What every version and every reading of the convention has in common. */
export const calleeSaved: Rule[] = [x18x30, stackPointers, pstate, simd, floatingPointStatus];
