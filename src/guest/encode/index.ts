export { composeWord, extractFields } from './bits.ts';
export { disassemble, identify } from './disassemble.ts';
export { createTableEncoder } from './encoder.ts';
export type { Encoding } from './encoding.ts';
export { extremeFields, generateFields, type RandomSource } from './generate.ts';
export { allEncodings } from './table.ts';
