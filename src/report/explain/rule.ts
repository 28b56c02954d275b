/** Rules, disputes, clauses and profiles in plain words. */
import { profiles as allProfiles } from '../../check/profiles.ts';
import type { Dispute, Profile } from '../../check/rule.ts';
import { createPaint, flow, wrap } from '../format.ts';
import { sentence } from '../words.ts';
import { type ExplainOptions, named, registersText } from './lines.ts';
import type { RuleReading, Subject } from './subject.ts';

/** The question, and who says what. */
export function disputeLines(dispute: Dispute, options: ExplainOptions): string[] {
  const paint = createPaint(options.color);
  return [
    `${paint.yellow('disputed')}  ${paint.bold(dispute.id)}`,
    ...wrap(dispute.question, options.width, 2),
    ...dispute.sides.flatMap(({ who, clause, says }) =>
      wrap(`${who} (${clause}): ${sentence(says)}`, options.width, 4),
    ),
    ...wrap(`See ${dispute.references.join('; ')}.`, options.width, 2).map(paint.dim),
  ];
}

function readingLines({ rule, profiles }: RuleReading, options: ExplainOptions): string[] {
  return [
    ...wrap(sentence(rule.demands), options.width, 2),
    ...named('clause', rule.clause, options),
    ...named('applies to', rule.applies, options),
    ...(rule.registers.length > 0 ? named('registers', registersText(rule.registers), options) : []),
    ...named('profiles', profilesText(profiles), options),
    ...(rule.probes ? named('judged', 'by trying every call again with other bits, from the same state', options) : []),
  ];
}

function ruleLines({ id, readings }: Extract<Subject, { kind: 'rule' }>, options: ExplainOptions): string[] {
  const paint = createPaint(options.color);
  const disputes = new Map(readings.flatMap(({ rule }) => rule.disputes.map((dispute) => [dispute.id, dispute])));
  return [
    `rule  ${paint.bold(id)}`,
    ...readings.flatMap((reading, index) => [...(index > 0 ? [''] : []), ...readingLines(reading, options)]),
    ...[...disputes.values()].flatMap((dispute) => ['', ...disputeLines(dispute, options)]),
  ];
}

const profilesText = (names: readonly string[]): string =>
  names.length === allProfiles.length ? 'all profiles' : names.join(', ');

/** The rules, each with its clause and where it is judged, what it demands and who disputes it. */
export function ruleList(readings: readonly RuleReading[], options: ExplainOptions): string[] {
  const paint = createPaint(options.color);
  return readings.flatMap(({ rule, profiles }) => {
    const disputes = rule.disputes.map(({ id }) => id).join(', ');
    const demands = `${sentence(rule.demands)}${disputes === '' ? '' : ` Disputed: ${disputes}.`}`;
    return [
      ...flow(
        [paint.bold(rule.id), paint.dim(rule.clause), paint.dim(profilesText(profiles))],
        options.width,
        2,
        2,
        '  ',
      ),
      ...wrap(demands, options.width, 4),
    ];
  });
}

function profileLines({ name, title, rules }: Profile, options: ExplainOptions): string[] {
  const paint = createPaint(options.color);
  return [
    `profile  ${paint.bold(name)}`,
    ...wrap(title, options.width, 2),
    '',
    ...ruleList(
      rules.map((rule) => ({ rule, profiles: [name] })),
      options,
    ),
  ];
}

/** A rule, a dispute, a clause or a profile. */
export function ruleSubjectLines(subject: Subject, options: ExplainOptions): string[] {
  const paint = createPaint(options.color);
  switch (subject.kind) {
    case 'rule':
      return ruleLines(subject, options);
    case 'dispute':
      return [...disputeLines(subject.dispute, options), '', 'rules', ...ruleList(subject.rules, options)];
    case 'clause':
      return [`clause  ${paint.bold(subject.clause)}`, ...ruleList(subject.rules, options)];
    case 'profile':
      return profileLines(subject.profile, options);
    default:
      return [];
  }
}
