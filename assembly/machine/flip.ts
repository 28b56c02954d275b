/**
 * One trap over and over, with one bit of its input flipped each time: of the caller's registers, or of a scripted reply of
 * EL3's. A snapshot stands right before the trap, and the usual outcome is kept (outcome.ts).
 */

import {
  EFFECT_PATH,
  EFFECT_REGISTERS,
  EFFECT_SMC,
  FLIP_BLOCK,
  FLIP_CAPACITY,
  FLIP_EFFECTS,
  FLIP_FLAG_LIVE,
  FLIP_FLAG_REPLY,
  FLIP_LOG,
  FLIP_MASK,
  FLIP_ROW_SIZE,
  FLIP_ROW_SMCS,
  FLIP_ROWS,
  REG_X,
  SMC_FLAG_CALLER,
  SMC_FLAG_FORWARDED,
  SMC_FLAGS,
  SMC_IN,
  SMC_LOG_START,
  SMC_LOG_STRIDE,
  TRAP_SOURCE,
  TRAP_WRITER,
  WRITER_CALLER,
  WRITER_EL2,
  WRITER_UNDEFINED,
} from '../layout';
import { effectsBeyondRegisters, hasOtherKind, tookOtherPath, usualSmcs } from './outcome';
import { restoreSnapshot } from './snapshot';
import { takeTrap } from './trap';

/** Registers of a reply, and of an SMC. */
const SMC_WORDS: u32 = 18;

/**
 * Flips bits `first` to `first + count - 1` of the registers at `input`, one by one, as far as FLIP_MASK wants them: fills
 * FLIP_EFFECTS and FLIP_ROWS. `flags`: FLIP_FLAG_ bits. The machine is back at the snapshot after it.
 */
export function flipAll(cpu: usize, instruction: u32, input: u32, first: u32, count: u32, flags: u32): void {
  for (let index: u32 = 0; index < min(count, FLIP_CAPACITY); index++) {
    store<u8>(FLIP_EFFECTS + index, 0);
    if (!load<u8>(FLIP_MASK + index)) continue;
    const bit = first + index;
    flipBit(input, bit);
    takeTrap(cpu, instruction);
    store<u8>(FLIP_EFFECTS + index, effectOf(cpu, FLIP_ROWS + index * FLIP_ROW_SIZE, bit, flags));
    restoreSnapshot();
    // A scripted reply is no part of the snapshot.
    if (flags & FLIP_FLAG_REPLY) flipBit(input, bit);
  }
}

function flipBit(input: u32, bit: u32): void {
  const word = input + ((bit >> 5) << 2);
  store<u32>(word, load<u32>(word) ^ (1 << (bit & 31)));
}

/** Fills the row and returns EFFECT_ bits. */
function effectOf(cpu: usize, row: usize, bit: u32, flags: u32): u32 {
  const other = tookOtherPath(cpu, (flags & FLIP_FLAG_LIVE) !== 0);
  const effects = fillRow(cpu, row) | effectsBeyondRegisters();
  // A bit that is passed on as it is does not make a reply of another kind, whichever bit it is.
  if (other || (hasOtherKind(cpu) && !isAlone(row, bit))) return EFFECT_PATH | keepCopies(row, bit, flags);
  return effects;
}

/** What came out otherwise, into the row. Returns EFFECT_REGISTERS and EFFECT_SMC. */
function fillRow(cpu: usize, row: usize): u32 {
  const smcs = usualSmcs();
  let effects = fill(row, cpu + REG_X, FLIP_BLOCK + REG_X, 31) ? EFFECT_REGISTERS : 0;
  for (let index: u32 = 0; index < smcs; index++) {
    const offset = index * SMC_LOG_STRIDE + SMC_IN;
    if (fill(smcRow(row, index), SMC_LOG_START + offset, FLIP_LOG + offset, SMC_WORDS)) effects |= EFFECT_SMC;
  }
  return effects;
}

function smcRow(row: usize, index: u32): usize {
  return row + FLIP_ROW_SMCS + index * SMC_WORDS * 8;
}

function fill(row: usize, tried: usize, usual: usize, words: u32): bool {
  let any: u64 = 0;
  for (let n: u32 = 0; n < words; n++) {
    const change = load<u64>(tried + n * 8) ^ load<u64>(usual + n * 8);
    store<u64>(row + n * 8, change);
    any |= change;
  }
  return any !== 0;
}

/** Whether the same bit of the same register is all that came out otherwise. */
function isAlone(row: usize, bit: u32): bool {
  for (let n: u32 = 0; n < 31; n++) {
    if (load<u64>(row + n * 8) !== (n === bit >> 6 ? (<u64>1) << (bit & 63) : 0)) return false;
  }
  return true;
}

/**
 * The path is another one, and the row says nothing of the usual one, but for registers that are copied on either path: the
 * bit itself stays in them. Returns EFFECT_REGISTERS and EFFECT_SMC.
 */
function keepCopies(row: usize, bit: u32, flags: u32): u32 {
  const reply = (flags & FLIP_FLAG_REPLY) !== 0;
  const register = bit >> 6;
  let effects = keepCopy(row, 31, bit, isCopied(register, reply)) ? EFFECT_REGISTERS : 0;
  for (let index: u32 = 0; index < usualSmcs(); index++) {
    const made = load<u32>(FLIP_LOG + index * SMC_LOG_STRIDE, SMC_FLAGS) & (SMC_FLAG_FORWARDED | SMC_FLAG_CALLER);
    const copied = !reply && made !== 0 && register < SMC_WORDS;
    if (keepCopy(smcRow(row, index), SMC_WORDS, bit, copied)) effects |= EFFECT_SMC;
  }
  return effects;
}

/** Whether the caller's register of that number usually holds the input's register of that number. */
function isCopied(register: u32, reply: bool): bool {
  const writer = load<u8>(FLIP_BLOCK + register, TRAP_WRITER);
  if (!reply) return writer === WRITER_CALLER;
  if (writer === WRITER_CALLER || writer === WRITER_EL2 || writer === WRITER_UNDEFINED) return false;
  return load<u8>(FLIP_BLOCK + register, TRAP_SOURCE) === register;
}

/** Clears a bank of a row but for the bit itself, where it is all that changed in its register. */
function keepCopy(row: usize, words: u32, bit: u32, copied: bool): bool {
  const change = copied ? load<u64>(row + (bit >> 6) * 8) : 0;
  memory.fill(row, 0, words * 8);
  if (change !== (<u64>1) << (bit & 63)) return false;
  store<u64>(row + (bit >> 6) * 8, change);
  return true;
}
