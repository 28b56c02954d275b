export { disassemble, identify } from './disassemble.ts';
export { createTableEncoder } from './encoder.ts';
