import * as layout from '../../assembly/layout.ts';
import type { Machine, TrapReadout } from '../engine/machine.ts';
import type { ModelState, SmcRecord } from '../engine/record.ts';
import type { Comparison } from './difference.ts';
import type { VectorResult, VectorSmc, VectorState } from './record.ts';

/** x8 to x17, which an SMCCC 1.1 call does not pass. */
const beyondSmccc11 = 0x3ff00;

const pageStates: Record<string, number> = {
  OWNED: layout.PAGE_OWNED,
  SHARED_HYP: layout.PAGE_SHARED_HYP,
  SHARED_FFA: layout.PAGE_SHARED_FFA,
  NOT_HOST: layout.PAGE_NOT_HOST,
};

/** The host's registers after a step, who wrote them, and what the architecture says of the return. */
export function compareRegisters(comparison: Comparison, expected: VectorResult, trap: TrapReadout): void {
  comparison.checkRegisters('', expected.out ?? [], trap.after.x);
  const undefinedNow = trap.writers.flatMap((writer, n) => (writer === 'undefined' ? [n] : []));
  comparison.check('undefined registers', (expected.undef ?? []).join(' '), undefinedNow.join(' '));
  comparison.check('pc', trap.before.pc + 4n, trap.after.pc);
  comparison.check('pstate', trap.before.pstate, trap.after.pstate);
  comparison.check('warnings', expected.warn_on ?? 0, trap.warnings);
}

/** Every SMC that EL2 issued: how many, what went in, what came out. */
export function compareSmcs(comparison: Comparison, expected: VectorSmc[], actual: SmcRecord[], count: number): void {
  comparison.check('smcs', expected.length, count);
  expected.forEach((smc, index) => {
    const found = actual[index];
    if (found !== undefined) compareSmc(comparison, `smcs[${index}].`, smc, found);
  });
}

function compareSmc(comparison: Comparison, prefix: string, expected: VectorSmc, actual: SmcRecord): void {
  comparison.checkRegisters(`${prefix}in.`, expected.in, actual.input);
  comparison.checkRegisters(`${prefix}out.`, expected.out, actual.output);
  comparison.check(`${prefix}registers`, expected.n, actual.registers);
  comparison.check(`${prefix}forwarded`, expected.fwd ?? false, actual.forwarded);
  comparison.check(`${prefix}scripted`, expected.src === 'script', actual.reply !== undefined);
  const narrow = expected.n === 8 ? beyondSmccc11 : 0;
  comparison.check(`${prefix}undefined beyond x7`, narrow, actual.undefinedInput & beyondSmccc11);
}

/** The proxy's own variables. */
export function compareState(comparison: Comparison, expected: VectorState, actual: ModelState): void {
  comparison.check('state.host_tx', BigInt(expected.host_tx), actual.host_tx);
  comparison.check('state.host_rx', BigInt(expected.host_rx), actual.host_rx);
  comparison.check('state.hyp_buffers', expected.hyp_bufs ? 1 : 0, actual.hyp_buffers);
  comparison.check('state.hyp_ffa_version', BigInt(expected.hyp_ffa_version), actual.hyp_ffa_version);
  comparison.check('state.has_version_negotiated', expected.negotiated ? 1 : 0, actual.has_version_negotiated);
}

/** What lies in memory after a step: the hypervisor's TX buffer as the last SMC saw it, and the host's RX buffer. */
export function compareMemory(comparison: Comparison, expected: VectorResult, machine: Machine): void {
  const sent = expected.smcs.findLast((smc) => smc.hyp_tx !== undefined)?.hyp_tx;
  if (sent !== undefined) comparison.check('hypervisor TX', sent, readHex(machine, BigInt(layout.HYP_TX), sent));
  const received = expected.host_rx_after;
  if (received === undefined || expected.st === undefined) return;
  comparison.check('host RX', received, readHex(machine, BigInt(expected.st.host_rx), received));
}

function readHex(machine: Machine, address: bigint, like: string): string {
  return Buffer.from(machine.readMemory(address, like.length / 2)).toString('hex');
}

/** Page states by page number from the start of RAM, as a sequence of steps changes them. */
export class PageExpectation {
  private readonly states: Map<bigint, number>;

  /** The first `count` pages of RAM, all of them the host's but those named. */
  constructor(count: number, notHost: readonly string[]) {
    const addresses = Array.from({ length: count }, (_, page) => BigInt(layout.RAM_BASE + page * layout.PAGE_SIZE));
    this.states = new Map(addresses.map((address) => [address, layout.PAGE_OWNED]));
    for (const address of notHost) this.states.set(BigInt(address), layout.PAGE_NOT_HOST);
  }

  apply(changes: Record<string, string>): void {
    for (const [address, name] of Object.entries(changes)) this.states.set(BigInt(address), pageStates[name]!);
  }

  /** Compares every page but the hypervisor's own. */
  compare(comparison: Comparison, machine: Machine): void {
    for (const [address, state] of this.states) {
      if (address >= BigInt(layout.HYP_START) && address < BigInt(layout.HYP_END)) continue;
      const actual = machine.pageState(address);
      if (actual !== state) comparison.check(`page 0x${address.toString(16)}`, state, actual);
    }
  }
}
