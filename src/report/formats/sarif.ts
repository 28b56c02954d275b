/** The report of a batch as SARIF 2.1.0 (OASIS), for editors and code scanning. */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Verdict } from '../../check/finding.ts';
import type { BatchPlace, BatchReport, StubResult, Violation } from '../batch.ts';
import { cellsText, violationText } from '../batch-text.ts';
import { ranges } from '../words.ts';
import { type SarifRule, sarifRules } from './sarif-rules.ts';

export const SARIF_SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

type Level = 'error' | 'warning' | 'note';

const levels: Record<Verdict, Level> = { violation: 'error', undefined: 'error', disputed: 'warning' };

interface Result {
  ruleId: string;
  level: Level;
  text: string;
  place: BatchPlace;
  declared: boolean;
  /** What stays the same when lines move. */
  identity: string;
  models: string[];
}

/** A relative path stays relative to where the command ran, so that a report fits any checkout. */
function artifact(file: string): object {
  if (file.startsWith('/')) return { uri: pathToFileURL(file).href };
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function location({ file, line, column, text }: BatchPlace): object {
  const region = line > 0 ? { region: { startLine: line, startColumn: Math.max(1, column), snippet: { text } } } : {};
  return { physicalLocation: { artifactLocation: artifact(file), ...region } };
}

function resultObject(result: Result, rules: readonly SarifRule[]): object {
  const { ruleId, level, text, place, declared, identity, models } = result;
  const suppression = { kind: 'inSource', justification: 'an `expect finding` line of the stub declares it' };
  return {
    ruleId,
    ruleIndex: rules.findIndex(({ id }) => id === ruleId),
    level,
    message: { text },
    locations: [location(place)],
    partialFingerprints: { 'trapline/v1': createHash('sha256').update(identity).digest('hex').slice(0, 32) },
    ...(declared ? { suppressions: [suppression] } : { suppressions: [] }),
    ...(models.length > 0 ? { properties: { models } } : {}),
  };
}

/** Violations of one rule at one place, with one verdict, together. */
function groups(violations: readonly Violation[]): Violation[][] {
  const byKey = new Map<string, Violation[]>();
  for (const found of violations) {
    const { place, call, profile, rule, verdict, dispute, declared } = found;
    const key = [place.file, place.line, place.text, call, profile, rule, verdict, dispute?.id, declared].join('|');
    byKey.set(key, [...(byKey.get(key) ?? []), found]);
  }
  return [...byKey.values()];
}

function violationResult(stub: StubResult, group: Violation[]): Result {
  const first = group[0]!;
  const cells = [...new Set(group.flatMap((found) => found.cells))].sort((a, b) => a - b);
  const registers = ranges([...new Set(group.map(({ register }) => register))]);
  const lines = group.map((found) => `${violationText(found)}, on ${cellsText(stub, found.cells)}`);
  const { call, demands, profile, rule, place, dispute, verdict } = first;
  return {
    ruleId: `${profile}/${rule}`,
    level: levels[verdict],
    text: [
      `${[call, registers, demands].filter((part) => part !== '').join(': ')} (on ${cellsText(stub, cells)}).`,
      ...lines,
    ].join('\n'),
    place,
    declared: first.declared,
    identity: [stub.stub, profile, rule, verdict, dispute?.id, place.text, call].join('|'),
    models: [...new Set(cells.map((index) => stub.cells[index]!.model))],
  };
}

function failureResults(stub: StubResult): Result[] {
  return stub.cells.flatMap(({ failures, model }) =>
    failures.map(({ place, text, details }) => ({
      ruleId: 'expectation',
      level: 'error' as const,
      text: `${text}: ${details.join('; ')} (on ${model})`,
      place: place ?? { file: stub.stub, line: 0, column: 0, text: '' },
      declared: false,
      identity: [stub.stub, model, text].join('|'),
      models: [model],
    })),
  );
}

function brokenResults(stub: StubResult): Result[] {
  return stub.cells
    .filter(({ own, status }) => !own && status === 'failed')
    .map(({ model, stop }) => ({
      ruleId: 'run',
      level: 'error' as const,
      text: `the run does not get to its end on ${model}: ${stop.detail}`,
      place: stop.place,
      declared: false,
      identity: [stub.stub, model, stop.kind].join('|'),
      models: [model],
    }));
}

function errorResults({ stub, error }: StubResult): Result[] {
  if (!error) return [];
  const whole = [{ file: stub, line: 0, column: 0, text: '', message: error.message }];
  return (error.diagnostics.length > 0 ? error.diagnostics : whole).map(({ message, ...place }) => ({
    ruleId: 'input',
    level: 'error' as const,
    text: message,
    place,
    declared: false,
    identity: [stub, message, place.text].join('|'),
    models: [],
  }));
}

function resultsOf(stub: StubResult): Result[] {
  return [
    ...errorResults(stub),
    ...groups(stub.violations).map((group) => violationResult(stub, group)),
    ...failureResults(stub),
    ...brokenResults(stub),
  ];
}

/** One result for each rule that complains at a place, and for each expectation that fails. Ends with a newline. */
export function renderSarif(report: BatchReport, version: string): string {
  const rules = sarifRules(report);
  const run = {
    tool: { driver: { name: 'Trapline', version, semanticVersion: version, rules } },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: report.stubs.every(({ error }) => error === undefined) }],
    results: report.stubs.flatMap(resultsOf).map((result) => resultObject(result, rules)),
  };
  return `${JSON.stringify({ $schema: SARIF_SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}
