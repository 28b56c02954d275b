/** What FF-A makes of the calling convention's rules about x8–x17, version by version. */
import type { CallContext } from '../context.ts';
import { reservedParameters } from '../disputes/reserved.ts';
import { requestDecides, writesAll, zeroesAll } from '../disputes/write-back.ts';
import type { RegisterChange } from '../finding.ts';
import { leakOf } from './leaks.ts';
import { preserved } from './preserved.ts';

const extended = [{ bank: 'x' as const, first: 8, last: 17 }];
const isLeak = (change: RegisterChange, context: CallContext): boolean => leakOf(change, context) !== undefined;

/** Until 1.2 the reply says where results lie, whatever the form of the call. */
export const ffaSmc32 = preserved({
  id: 'smc32-x8-x17',
  clause: 'DEN0028 2.6; DEN0077A 1.2, 4.10, 8.2, 8.3',
  demands: 'a call with an SMC32 function id preserves x8–x17 unless an SMC64 message ends it that has results there',
  applies: 'calls with an SMC32 function id',
  registers: extended,
  form: 32,
  unlessResult: true,
  except: isLeak,
  disputes: [zeroesAll, writesAll],
});

/** 1.3 has 64-bit forms of what may end with a 64-bit message, so the form of the call decides. */
export const ffa13Smc32 = preserved({
  id: 'smc32-x8-x17',
  clause: 'DEN0028 2.6; DEN0077A 1.3 ALP4',
  demands: 'a call with an SMC32 function id preserves x8–x17: the number of registers depends on the form alone',
  applies: 'calls with an SMC32 function id',
  registers: extended,
  form: 32,
  except: isLeak,
});

export const ffaSmc64 = preserved({
  id: 'smc64-x8-x17',
  clause: 'DEN0028 2.7',
  demands: 'a call with an SMC64 function id preserves x8–x17 unless they contain results',
  applies: 'calls with an SMC64 function id',
  registers: extended,
  form: 64,
  unlessResult: true,
  except: isLeak,
  disputes: [zeroesAll, requestDecides, reservedParameters],
});

/** Outside FF-A it is the convention's own. */
export const otherX4x7 = preserved({
  id: 'x4-x7',
  clause: 'DEN0028 2.6, 2.7',
  demands: 'x4–x7 are preserved unless they contain results, as the function definition says',
  applies: 'calls outside FF-A',
  registers: [{ bank: 'x', first: 4, last: 7 }],
  calls: 'other',
  unlessResult: true,
});

export const otherX8x17 = preserved({
  id: 'x8-x17',
  clause: 'DEN0028 2.6, 2.7',
  demands: 'x8–x17 are preserved unless they contain results, as the function definition says',
  applies: 'calls outside FF-A',
  registers: extended,
  calls: 'other',
  unlessResult: true,
});

/** Linux makes calls outside FF-A with an inline SMC that tells the compiler of x0–x3 only. */
export const linuxX4x17 = preserved({
  id: 'x4-x17',
  clause: 'Linux include/linux/arm-smccc.h, arm_smccc_1_1_smc',
  demands: 'x4–x17 are preserved: the compiler keeps live values in them across the SMC',
  applies: 'calls outside FF-A; FF-A’s go through arm_smccc_1_2_smc, which stores x0–x17',
  registers: [{ bank: 'x', first: 4, last: 17 }],
  calls: 'other',
});
