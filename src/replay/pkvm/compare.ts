import * as state from '../../../assembly/el2/pkvm/state.ts';
import * as layout from '../../../assembly/layout.ts';
import type { Comparison } from '../difference.ts';
import { ramIndex, type VectorMachine } from './machine.ts';
import { type PkvmResult, type PkvmSmc, type PkvmState, pageStateName, VECTOR_PAGES } from './record.ts';

/** x8 to x17, which an SMCCC 1.1 call does not pass. */
const BEYOND_SMCCC_1_1 = 0x3ff00;
const CPU = layout.VCPU_START;

const outcomes = new Map<number, string>([
  [layout.OUTCOME_RESUME, 'return to the host'],
  [layout.OUTCOME_EL2_FAULT, 'el2_fault'],
  [layout.OUTCOME_EL2_PANIC, 'EL2 panics'],
]);

/** How EL2 left the call; returns true where it returned to the host, as it should. */
export function compareOutcome(comparison: Comparison, expected: PkvmResult, outcome: number): boolean {
  const wanted = expected.kind === 'el2_fault' ? layout.OUTCOME_EL2_FAULT : layout.OUTCOME_RESUME;
  const name = (value: number) => outcomes.get(value) ?? `outcome ${value}`;
  comparison.check('outcome', name(wanted), name(outcome));
  return wanted === layout.OUTCOME_RESUME && outcome === wanted;
}

/** The host's registers after a step, which of them EL2 left undefined, and what the architecture says of the return. */
export function compareRegisters(comparison: Comparison, expected: PkvmResult, machine: VectorMachine): void {
  const { words } = machine;
  comparison.checkRegisters('', expected.out!, words, (CPU + layout.REG_X) / 4);
  compareUndefined(comparison, expected.undef ?? [], machine.bytes);
  const pc = machine.word(CPU + layout.TRAP_BEFORE_PC) + 4;
  comparison.checkHex('pc', pc, machine.word(CPU + layout.REG_PC));
  comparison.checkHex('pstate', machine.word(CPU + layout.TRAP_BEFORE_PSTATE), machine.word(CPU + layout.REG_PSTATE));
  comparison.check('warnings', expected.warn_on ?? 0, machine.word(CPU + layout.TRAP_WARN_COUNT));
}

function compareUndefined(comparison: Comparison, expected: number[], bytes: Uint8Array): void {
  let wanted = 0;
  for (const n of expected) wanted |= 1 << n;
  const [writers, undefined_] = [CPU + layout.TRAP_WRITER, layout.WRITER_UNDEFINED];
  let found = 0;
  for (let n = 0; n < 31; n++) if (bytes[writers + n] === undefined_) found |= 1 << n;
  if (wanted !== found) comparison.check('undefined registers', registerList(wanted), registerList(found));
}

function registerList(mask: number): string {
  const names = Array.from({ length: 31 }, (_, n) => `x${n}`).filter((_, n) => (mask >>> n) & 1);
  return names.length === 0 ? 'none' : names.join(' ');
}

/** Every SMC that EL2 issued: how many, what went in, what came out. */
export function compareSmcs(comparison: Comparison, expected: PkvmSmc[], machine: VectorMachine): void {
  const count = machine.word(CPU + layout.TRAP_SMC_COUNT);
  comparison.check('smcs', expected.length, count);
  for (let index = 0; index < Math.min(expected.length, count, layout.SMC_LOG_CAPACITY); index++) {
    compareSmc(
      comparison,
      `smcs[${index}].`,
      expected[index]!,
      machine,
      layout.SMC_LOG_START + index * layout.SMC_LOG_STRIDE,
    );
  }
}

function compareSmc(
  comparison: Comparison,
  prefix: string,
  expected: PkvmSmc,
  machine: VectorMachine,
  entry: number,
): void {
  comparison.checkRegisters(`${prefix}in.`, expected.in, machine.words, (entry + layout.SMC_IN) / 4);
  comparison.checkRegisters(`${prefix}out.`, expected.out, machine.words, (entry + layout.SMC_OUT) / 4);
  const flags = machine.word(entry + layout.SMC_FLAGS);
  const undefined_ = machine.word(entry + layout.SMC_UNDEFINED_IN) & BEYOND_SMCCC_1_1;
  comparison.check(`${prefix}n`, expected.n, machine.word(entry + layout.SMC_REGISTERS));
  comparison.check(`${prefix}fwd`, expected.fwd ?? false, (flags & layout.SMC_FLAG_FORWARDED) !== 0);
  comparison.check(`${prefix}src`, expected.src, flags & layout.SMC_FLAG_SCRIPTED ? 'script' : 'default');
  comparison.checkHex(`${prefix}undefined beyond x7`, expected.n === 8 ? BEYOND_SMCCC_1_1 : 0, undefined_);
}

/** The proxy's own variables. */
export function compareState(comparison: Comparison, expected: PkvmState, machine: VectorMachine): void {
  const base = layout.PKVM_STATE_START;
  compare64(comparison, 'st.host_tx', expected.host_tx, machine, base + state.STATE_HOST_TX);
  compare64(comparison, 'st.host_rx', expected.host_rx, machine, base + state.STATE_HOST_RX);
  comparison.check('st.hyp_bufs', expected.hyp_bufs, machine.word(base + state.STATE_HYP_BUFFERS) !== 0);
  comparison.checkHex('st.hyp_ffa_version', expected.hyp_ffa_version, machine.word(base + state.STATE_HYP_FFA_VERSION));
  comparison.check('st.negotiated', expected.negotiated, machine.word(base + state.STATE_NEGOTIATED) !== 0);
  // The model takes no locks: the real code has let go of them all when a call returns.
  comparison.check('st.locks', expected.locks, 0);
}

function compare64(
  comparison: Comparison,
  field: string,
  expected: bigint,
  machine: VectorMachine,
  index: number,
): void {
  comparison.checkHex(field, expected, (BigInt(machine.word(index + 4)) << 32n) | BigInt(machine.word(index)));
}

/** What lies in memory after a step: the hypervisor's TX buffer, which is filled once in a step, and the host's RX. */
export function compareMemory(comparison: Comparison, expected: PkvmResult, machine: VectorMachine): void {
  const { bytes } = machine;
  for (const [index, { hyp_tx: sent }] of expected.smcs.entries()) {
    if (sent !== undefined) comparison.checkBytes(`smcs[${index}].hyp_tx`, sent, bytes, ramIndex(layout.HYP_TX));
  }
  const { host_rx_after: received, st } = expected;
  if (received === undefined || st === undefined) return;
  const address = Number(st.host_rx);
  const inside = address >= layout.RAM_BASE && address + received.length <= layout.RAM_BASE + layout.RAM_SIZE;
  if (inside) comparison.checkBytes('host_rx_after', received, bytes, ramIndex(address));
  else comparison.check('host_rx_after', `${received.length} bytes at 0x${st.host_rx.toString(16)}`, 'no memory');
}

const HYP_FIRST = (layout.HYP_START - layout.RAM_BASE) / layout.PAGE_SIZE;
const HYP_LAST = (layout.HYP_END - layout.RAM_BASE) / layout.PAGE_SIZE;

/** Page states, as a sequence of steps changes them. */
export class PageExpectation {
  private readonly states = new Uint8Array(VECTOR_PAGES);

  /** All pages are the host's but those named by address. */
  reset(notHost: number[] | undefined): void {
    this.states.fill(layout.PAGE_OWNED);
    for (const address of notHost ?? []) {
      this.states[(address - layout.RAM_BASE) / layout.PAGE_SIZE] = layout.PAGE_NOT_HOST;
    }
  }

  apply(changes: [number, number][] | undefined): void {
    for (const [page, value] of changes ?? []) this.states[page] = value;
  }

  /** Compares every page but the hypervisor's own. */
  compare(comparison: Comparison, bytes: Uint8Array): void {
    const start = layout.PAGE_STATE_START;
    for (let page = 0; page < this.states.length; page++) {
      const found = bytes[start + page];
      if (found === this.states[page] || (page >= HYP_FIRST && page < HYP_LAST)) continue;
      const address = layout.RAM_BASE + page * layout.PAGE_SIZE;
      comparison.check(`page 0x${address.toString(16)}`, pageStateName(this.states[page]!), pageStateName(found!));
    }
  }
}
