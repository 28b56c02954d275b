/** Calls: after each the first loop goes on. */
export const calls = ['monitorCall', 'hypervisorCall'];

/**
 * The call that has a fast path (assembly/a64/call.ts), on which, with the switches of mainline, it calls no function either.
 */
export const fastCall = 'monitorCall';

/**
 * What code around calls consists of: setting arguments, counting, comparing, branching. None of these calls a function, and
 * together they need few enough registers that V8 keeps the first loop's variables in some, which it cannot in the second.
 */
export const aroundCalls = [
  'nop',
  'moveImmediate',
  'moveRegister<u32>',
  'moveRegister<u64>',
  'moveKeep<u32>',
  'moveKeep<u64>',
  'addImmediate<u32>',
  'addImmediate<u64>',
  'subsImmediate<u32>',
  'subsImmediate<u64>',
  'branch',
  'branchConditional',
  'cbz<u32>',
  'cbz<u64>',
  'cbnz<u32>',
  'cbnz<u64>',
];
