/** Version negotiation and EL2's own survival: what no single register's preservation shows. */
import { FFA_VERSION } from '../../assembly/ffa/ids.ts';
import { decodeFunctionId } from '../abi/function-id.ts';
import type { RunRecord, TrapRecord } from '../engine/record.ts';
import { isConventionCall, returnedTraps } from './context.ts';
import type { Finding, RegisterChange } from './finding.ts';

type Rule = Pick<Finding, 'rule' | 'clause' | 'demands' | 'problem'>;

/*
 * Version word:  31    30         16 15          0
 *               ┌─────┬─────────────┬─────────────┐
 *               │ MBZ │    major    │    minor    │   DEN0077A 1.2, 13.2
 *               └─────┴─────────────┴─────────────┘
 */
const versionWord: Rule = {
  rule: 'version-word',
  clause: 'DEN0077A 1.2, 13.2',
  demands: 'FFA_VERSION returns -1 or a version: bit 31 is zero and the major version is not',
  problem: 'is no version',
};

const refusalKept: Rule = {
  rule: 'refusal-kept',
  clause: 'DEN0077A 1.2, 13.2',
  demands:
    'a version that EL3 refuses is refused to the caller, however wide EL3’s -1 is: NOT_SUPPORTED is an int32 in w0',
  problem: 'hides EL3’s refusal',
};

const el2Lives: Rule = {
  rule: 'el2-lives',
  clause: 'no clause: isolation',
  demands: 'no call of a guest stops EL2',
  problem: 'EL2 is dead',
};

/** Every rule that {@link checkNegotiation} holds a run against. */
export const negotiationRules: Rule[] = [versionWord, refusalKept, el2Lives];

const NOT_SUPPORTED = 0xffffffffn;
const MAJOR_MASK = 0x7fff0000n;

const low = (value: bigint | undefined): bigint => (value ?? 0n) & 0xffffffffn;

function isVersionCall(x0: bigint | undefined): boolean {
  return decodeFunctionId(x0 ?? 0n).word === FFA_VERSION;
}

function isVersionWord(x0: bigint): boolean {
  return low(x0) === NOT_SUPPORTED || (x0 >> 31n === 0n && (x0 & MAJOR_MASK) !== 0n);
}

/** EL3 said -1 to FFA_VERSION in this trap, and the caller does not hear of it. */
function losesRefusal({ smcs, after }: TrapRecord): boolean {
  const last = smcs.findLast(({ input }) => isVersionCall(input[0]));
  return last !== undefined && low(last.output[0]) === NOT_SUPPORTED && low(after.x[0]) !== NOT_SUPPORTED;
}

function answerOf({ before, after, writers, sources }: TrapRecord): RegisterChange {
  const [was, is] = [before.x[0] ?? 0n, after.x[0] ?? 0n];
  const source = writers[0] === 'el3' ? sources[0] : undefined;
  return { register: 'x0', before: was, after: is, changed: was ^ is, writer: writers[0], source };
}

function finding(profile: string, rule: Rule, trap: TrapRecord, registers: RegisterChange[]): Finding {
  return { profile, ...rule, trap: trap.index, verdict: 'violation', registers, dispute: undefined };
}

function checkVersionCall(trap: TrapRecord, profile: string): Finding[] {
  const findings: Finding[] = [];
  if (!isVersionWord(trap.after.x[0] ?? 0n)) findings.push(finding(profile, versionWord, trap, [answerOf(trap)]));
  if (losesRefusal(trap)) findings.push(finding(profile, refusalKept, trap, [answerOf(trap)]));
  return findings;
}

/** What a run shows of bad version words, of refusals that got lost, and of EL2's death. `profile` is for the report. */
export function checkNegotiation(run: RunRecord, profile: string): Finding[] {
  const calls = returnedTraps(run).filter((trap) => isConventionCall(trap) && isVersionCall(trap.before.x[0]));
  const findings = calls.flatMap((trap) => checkVersionCall(trap, profile));
  const last = run.traps.at(-1);
  const died = run.stop.kind === 'el2-fault' || run.stop.kind === 'el2-panic';
  return died && last !== undefined ? [...findings, finding(profile, el2Lives, last, [])] : findings;
}
