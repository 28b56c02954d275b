import { describe, expect, it } from 'vitest';
import { renderSarif, SARIF_SCHEMA } from '../../../src/report/formats/sarif.ts';
import { mixed, withFindings } from '../../support/batches.ts';

const log = () => JSON.parse(renderSarif(mixed(), '1.2.3'));
const run = () => log().runs[0];

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: Record<string, string>; region?: Record<string, unknown> } }[];
  partialFingerprints: Record<string, string>;
  suppressions: { kind: string; justification: string }[];
  properties?: { models: string[] };
}

const results = (): Result[] => run().results;

describe('the SARIF of a batch', () => {
  it('names the standard that it follows and the tool that wrote it', () => {
    expect(log()).toMatchObject({ $schema: SARIF_SCHEMA, version: '2.1.0' });
    expect(run().tool.driver).toMatchObject({ name: 'Trapline', semanticVersion: '1.2.3' });
    expect(run().invocations).toEqual([{ executionSuccessful: false }]);
  });

  it('lists every rule once, with an id, a name in Pascal case, sentences and help in text and Markdown', () => {
    const { rules } = run().tool.driver;
    expect(new Set(rules.map(({ id }: { id: string }) => id)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule.name).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      for (const { text } of [rule.shortDescription, rule.fullDescription]) expect(text).toMatch(/^\S.*\.$/s);
      expect(rule.help.text).not.toBe('');
      expect(rule.help.markdown).not.toBe('');
      expect(['error', 'warning']).toContain(rule.defaultConfiguration.level);
    }
  });

  it('tells the two sides of a dispute in the help of its rule', () => {
    const rule = run().tool.driver.rules.find(({ id }: { id: string }) => id === 'smccc-1.2/smc32-x8-x17');
    expect(rule.help.text).toContain('Clause: DEN0028 2.6.');
    expect(rule.help.markdown).toMatch(/\*\*Disputed:\*\*.*\n\n- \*\*SMCCC\*\*.*\n- \*\*FF-A 1\.2/s);
  });

  it('points every result at its rule, by name and by index', () => {
    const { rules } = run().tool.driver;
    for (const { ruleId, ruleIndex } of results()) expect(rules[ruleIndex].id).toBe(ruleId);
  });

  it('gives the level by the verdict: disputed is a warning, all else an error', () => {
    const levels = new Set(results().map(({ ruleId, level }) => `${ruleId.split('/').at(-1)} ${level}`));
    expect([...levels].sort()).toEqual(['expectation error', 'input error', 'smc32-x8-x17 warning', 'x4-x7 warning']);
  });

  it('places every result in a file, by a URI, with line and column from 1', () => {
    for (const { locations } of results()) {
      const { artifactLocation, region } = locations[0]!.physicalLocation;
      expect(() => new URL(artifactLocation.uri!, 'file:///root/')).not.toThrow();
      expect(artifactLocation.uri).not.toMatch(/[ <>]/);
      expect(artifactLocation.uriBaseId).toBe('%SRCROOT%');
      expect(region!.startLine).toBeGreaterThanOrEqual(1);
      expect(region!.startColumn).toBeGreaterThanOrEqual(1);
    }
  });

  it('says one thing for all registers of a rule at a place, register by register', () => {
    const [found] = results().filter(({ ruleId }) => ruleId === 'smccc-1.2/smc32-x8-x17');
    expect(found!.message.text.split('\n')[0]).toMatch(/^FFA_FEATURES.*: x8–x17: .* \(on pkvm\/v6\.18\)\.$/);
    expect(found!.message.text.split('\n')).toHaveLength(11);
    expect(found!.properties).toEqual({ models: ['pkvm/v6.18'] });
  });

  it('suppresses in the source what the stub declares, and nothing else', () => {
    const declared = withFindings();
    declared.violations = declared.violations.map((found) => ({ ...found, declared: found.rule === 'x4-x7' }));
    const report = { engine: undefined, stubs: [declared] };
    const told: Result[] = JSON.parse(renderSarif(report, '1.2.3')).runs[0].results;
    for (const { ruleId, suppressions } of told) {
      expect(suppressions.map(({ kind }) => kind)).toEqual(ruleId.endsWith('/x4-x7') ? ['inSource'] : []);
    }
  });

  it('recognises a result that has moved to another line', () => {
    const moved = withFindings();
    moved.violations = moved.violations.map((found) => ({
      ...found,
      place: { ...found.place, line: found.place.line + 9 },
    }));
    const prints = (stub: typeof moved) =>
      JSON.parse(renderSarif({ engine: undefined, stubs: [stub] }, '1')).runs[0].results.map(
        ({ partialFingerprints }: Result) => partialFingerprints['trapline/v1'],
      );
    expect(prints(moved)).toEqual(prints(withFindings()));
    expect(new Set(prints(moved)).size).toBe(3);
  });
});
