/** What a word stands for that somebody wants to have explained. */
import { decodeFunctionId } from '../../abi/function-id.ts';
import type { CallRow } from '../../abi/row.ts';
import { callTable, findCall, idName } from '../../abi/table.ts';
import { profiles } from '../../check/profiles.ts';
import type { Dispute, Profile, RegisterSet, Rule } from '../../check/rule.ts';
import { closest } from '../../guest/stub/suggest.ts';

/** A rule as one or several profiles have it: the same id may demand something else in another reading. */
export interface RuleReading {
  rule: Rule;
  /** Names of the profiles. */
  profiles: string[];
}

export type Subject =
  | { kind: 'rule'; id: string; readings: RuleReading[] }
  | { kind: 'dispute'; dispute: Dispute; rules: RuleReading[] }
  | { kind: 'clause'; clause: string; rules: RuleReading[] }
  | { kind: 'profile'; profile: Profile }
  | { kind: 'call'; row: CallRow }
  | { kind: 'register'; bank: RegisterSet['bank']; n: number; name: string };

function sameReading(a: Rule, b: Rule): boolean {
  return a.id === b.id && a.demands === b.demands && a.clause === b.clause && sameDisputes(a, b);
}

function sameDisputes(a: Rule, b: Rule): boolean {
  return a.disputes.map(({ id }) => id).join() === b.disputes.map(({ id }) => id).join();
}

/** All rules of all profiles, those that are the same told once. */
export function ruleReadings(): RuleReading[] {
  const readings: RuleReading[] = [];
  for (const { name, rules } of profiles) {
    for (const rule of rules) {
      const known = readings.find((reading) => sameReading(reading.rule, rule));
      if (known) known.profiles.push(name);
      else readings.push({ rule, profiles: [name] });
    }
  }
  return readings;
}

/** `smc32-x8-x17`, or `smccc-1.2/smc32-x8-x17` for one profile's reading of it. */
function findRule(word: string): Subject | undefined {
  const [id = word, profile] = word.split('/').reverse();
  const readings = ruleReadings().filter(
    ({ rule, profiles: names }) => rule.id === id && (profile === undefined || names.includes(profile)),
  );
  return readings.length > 0 ? { kind: 'rule', id, readings } : undefined;
}

function findDispute(word: string): Subject | undefined {
  const rules = ruleReadings().filter(({ rule }) => rule.disputes.some(({ id }) => id === word));
  const dispute = rules[0]?.rule.disputes.find(({ id }) => id === word);
  return dispute && { kind: 'dispute', dispute, rules };
}

const words = (text: string): string[] => text.toLowerCase().split(/[\s,;:()-]+/);

/** `DEN0028-2.6`: the rules whose clause names the document and the section. */
function findClause(word: string): Subject | undefined {
  if (!/\d/.test(word) || !/^(den|ddi)/i.test(word)) return undefined;
  const wanted = words(word);
  const rules = ruleReadings().filter(({ rule }) => wanted.every((part) => words(rule.clause).includes(part)));
  return rules.length > 0 ? { kind: 'clause', clause: word.replaceAll('-', ' '), rules } : undefined;
}

function findProfileSubject(word: string): Subject | undefined {
  const profile = profiles.find(({ name }) => name === word);
  return profile && { kind: 'profile', profile };
}

/** A call by its name, with a suffix for the form or without, or by its id. */
function findCallSubject(word: string): Subject | undefined {
  const row = /^0x[\da-f]{1,16}$/i.test(word) ? findCall(decodeFunctionId(BigInt(word)).word) : callByName(word);
  return row && { kind: 'call', row };
}

function namesOf(row: CallRow): string[] {
  const ids = [row.id32, row.id64].flatMap((id) => (id === undefined ? [] : [idName(id)!]));
  return [...new Set([row.name, `${row.name}_32`, `${row.name}_64`, ...ids])];
}

function callByName(word: string): CallRow | undefined {
  return callTable.find((row) => namesOf(row).some((name) => name.toLowerCase() === word.toLowerCase()));
}

const banks: Record<string, RegisterSet['bank']> = {
  sp_el0: 'spEl0',
  sp_el1: 'spEl1',
  sp: 'spEl1',
  pstate: 'pstate',
  nzcv: 'pstate',
  fpsr: 'fpsr',
  fpcr: 'fpcr',
};

function findRegister(word: string): Subject | undefined {
  const name = word.toLowerCase() === 'lr' ? 'x30' : word.toLowerCase();
  const bank = Object.hasOwn(banks, name) ? banks[name] : undefined;
  if (bank) return { kind: 'register', bank, n: 0, name };
  const [, letter, digits] = /^([xwvq])(\d{1,2})$/.exec(name) ?? [];
  const n = Number(digits);
  if (letter === undefined || n > (letter === 'v' || letter === 'q' ? 31 : 30)) return undefined;
  return { kind: 'register', bank: letter === 'v' || letter === 'q' ? 'v' : 'x', n, name };
}

/** What the word stands for, or undefined where it stands for nothing. */
export function findSubject(word: string): Subject | undefined {
  const finders = [findRule, findDispute, findProfileSubject, findRegister, findCallSubject, findClause];
  for (const find of finders) {
    const found = find(word);
    if (found) return found;
  }
  return undefined;
}

/** The name that the word most likely means. */
export function suggestSubject(word: string): string | undefined {
  const rules = ruleReadings().map(({ rule }) => rule);
  return closest(word, [
    ...rules.map(({ id }) => id),
    ...rules.flatMap(({ disputes }) => disputes.map(({ id }) => id)),
    ...profiles.map(({ name }) => name),
    ...callTable.flatMap(namesOf),
    ...Object.keys(banks),
  ]);
}
