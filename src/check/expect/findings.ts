import { hex } from '../../engine/hex.ts';
import type { RunRecord, TrapRecord } from '../../engine/record.ts';
import { matchesGlob } from '../../guest/stub/glob.ts';
import type { RunPlan } from '../../guest/stub/plan.ts';
import { type RegisterRange, registerName } from '../../guest/stub/registers.ts';
import type { Expectation, PartitionTarget } from '../../guest/stub/spec.ts';
import type { Finding } from '../finding.ts';
import { selectEvents, trapsAt } from './events.ts';
import { inWords, type Outcome } from './outcome.ts';
import { returnedCalls, selectCalls } from './partitions.ts';

type Declaration = Extract<Expectation<bigint>, { kind: 'finding' }>;

/** The name by which the rules call a register: `sp` is one of two, the flags are part of PSTATE, w5 is part of x5. */
function ruleName(bank: RegisterRange['bank'], number: number, trap: TrapRecord): string {
  if (bank === 'sp') return trap.exception.sourceEl !== 0 && (trap.before.pstate & 1n) === 1n ? 'sp_el1' : 'sp_el0';
  if (bank === 'nzcv') return 'pstate';
  return registerName(bank === 'w' ? 'x' : bank, number);
}

/** The declared registers one by one, as the stub and as the rules name them. */
function declaredRegisters(declaration: Declaration, trap: TrapRecord): { written: string; ruled: string }[] {
  return declaration.registers.flatMap(({ bank, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => ({
      written: registerName(bank, first + index),
      ruled: ruleName(bank, first + index, trap),
    })),
  );
}

function matchesRule(declaration: Declaration, finding: Finding): boolean {
  return declaration.rule === undefined || matchesGlob(declaration.rule, finding.rule);
}

/** The traps that a declaration speaks of. */
function declaredTraps({ target }: Declaration, address: bigint | undefined, run: RunRecord) {
  if (target && address !== undefined) return selectEvents(trapsAt(run, address), target, 'no trap was taken at');
  return { chosen: run.traps, remark: run.traps.length === 0 ? 'no trap was taken' : undefined };
}

/** Whether a finding is in the registers of a partition's call that a declaration means. */
function isInCall(finding: Finding, target: PartitionTarget, run: RunRecord): boolean {
  const calls = returnedCalls(run, target.id).filter(({ number }) => [undefined, number].includes(target.occurrence));
  return finding.partition?.id === target.id && calls.some(({ call }) => call.index === finding.partition?.call);
}

function namesOf({ registers }: Declaration): string[] {
  return registers.flatMap(({ bank, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, n) => registerName(bank === 'w' ? 'x' : bank, first + n)),
  );
}

/** The same for a partition: each register in at least one of its calls that are meant. */
function checkDeclaredCalls(
  declaration: Declaration,
  target: PartitionTarget,
  run: RunRecord,
  findings: readonly Finding[],
): Outcome {
  const { chosen, remark } = selectCalls(run, target);
  const here = findings.filter((found) => matchesRule(declaration, found) && isInCall(found, target, run));
  const seen = new Set(here.flatMap(({ registers }) => registers.map(({ register }) => register)));
  const absent = chosen.length > 0 ? namesOf(declaration).filter((name) => !seen.has(name)) : [];
  const where = chosen.map(({ number }) => `call ${number}`).join(', ');
  const differences = absent.map((name) => inWords(declaration, where, name, 'a finding', 'none'));
  return { checked: chosen.length, differences, remark };
}

/** What the declaration was made for, in words: the rule, and the first of the registers. */
export function foundText(declaration: Declaration, findings: readonly Finding[]): string {
  const found = findings.find((finding) => matchesRule(declaration, finding));
  if (!found) return '';
  const [first, ...rest] = found.registers;
  const more = rest.length > 0 ? `, and ${rest.length} more registers` : '';
  const change = first && `${first.register} ${hex(first.before)} → ${hex(first.after)}${more}`;
  return [`${found.rule} (${found.clause})`, found.problem, change].filter((part) => part).join(': ');
}

/** A declared finding must appear: each register in at least one of the traps that are meant. */
export function checkDeclared(
  declaration: Declaration,
  address: bigint | undefined,
  run: RunRecord,
  findings: readonly Finding[],
): Outcome {
  if (declaration.partition) return checkDeclaredCalls(declaration, declaration.partition, run, findings);
  const { chosen, remark } = declaredTraps(declaration, address, run);
  const found = findings.filter((finding) => !finding.partition && matchesRule(declaration, finding));
  const seen = new Set(
    chosen
      .flatMap((trap) => {
        const here = found.filter((finding) => finding.trap === trap.index);
        const names = new Set(here.flatMap((finding) => finding.registers.map(({ register }) => register)));
        return declaredRegisters(declaration, trap).filter(({ ruled }) => names.has(ruled));
      })
      .map(({ written }) => written),
  );
  const first = chosen[0];
  const absent = first ? declaredRegisters(declaration, first).filter(({ written }) => !seen.has(written)) : [];
  const where = chosen.map(({ index }) => `trap ${index}`).join(', ');
  const differences = absent.map(({ written }) => inWords(declaration, where, written, 'a finding', 'none'));
  return { checked: chosen.length, differences, remark };
}

/** What the stub declares as known: `trap/register` with the rules' globs. */
function knownRegisters(plan: RunPlan, run: RunRecord): { key: string; declaration: Declaration }[] {
  return plan.expectations.flatMap(({ expectation, applies, address }) => {
    if (!applies || expectation.kind !== 'finding' || expectation.partition) return [];
    return declaredTraps(expectation, address, run).chosen.flatMap((trap) =>
      declaredRegisters(expectation, trap).map(({ ruled }) => ({
        key: `${trap.index}/${ruled}`,
        declaration: expectation,
      })),
    );
  });
}

/** Whether a line declares this register of a partition's call. */
function isDeclaredCall(plan: RunPlan, run: RunRecord, finding: Finding, register: string): boolean {
  return plan.expectations.some(({ expectation, applies }) => {
    if (!applies || expectation.kind !== 'finding' || !expectation.partition) return false;
    const meant = isInCall(finding, expectation.partition, run) && matchesRule(expectation, finding);
    return meant && namesOf(expectation).includes(register);
  });
}

/** The findings without the registers that an `expect finding` line declares, those left empty left out. */
export function undeclaredFindings(plan: RunPlan, run: RunRecord, findings: readonly Finding[]): Finding[] {
  const known = knownRegisters(plan, run);
  const isKnown = (finding: Finding, register: string) =>
    finding.partition
      ? isDeclaredCall(plan, run, finding, register)
      : known.some(
          ({ key, declaration }) => key === `${finding.trap}/${register}` && matchesRule(declaration, finding),
        );
  return findings
    .map((finding) => ({ ...finding, registers: finding.registers.filter((each) => !isKnown(finding, each.register)) }))
    .filter(({ registers }) => registers.length > 0);
}
