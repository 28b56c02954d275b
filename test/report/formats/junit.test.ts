import { describe, expect, it } from 'vitest';
import { escapeXml, renderJunit } from '../../../src/report/formats/junit.ts';
import { mixed } from '../../support/batches.ts';

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#10': '\n', '#9': '\t' };

function decode(text: string): string {
  return text.replace(/&([^;]*);/g, (_, name: string) => {
    if (!(name in entities)) throw new Error(`no entity &${name};`);
    return entities[name]!;
  });
}

/** A strict reader of the XML that reports use: elements, attributes, text. Throws on anything else. */
function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const token = /<\?xml[^>]*\?>|<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
  for (let match = token.exec(xml); match; match = token.exec(xml)) {
    const [whole, close, name, attributes, empty, text] = match;
    if (text !== undefined) open.at(-1)!.text += decode(text);
    else if (close !== undefined) {
      if (open.pop()!.name !== close) throw new Error(`</${close}> closes nothing`);
    } else if (name !== undefined) {
      const pairs = [...attributes!.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, decode(value!)]);
      const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      open.at(-1)!.children.push(element);
      if (empty === '') open.push(element);
    } else if (!whole.startsWith('<?xml')) throw new Error(whole);
    if (token.lastIndex === xml.length) return open.length === 1 ? root.children[0]! : root;
  }
  throw new Error(`not XML: ${xml.slice(0, 80)}`);
}

const suites = () => parseXml(renderJunit(mixed()));

describe('the JUnit XML of a batch', () => {
  it('is XML with one suite a stub and one case a run', () => {
    const root = suites();
    expect(root.name).toBe('testsuites');
    expect(root.children.map(({ name, attributes }) => [name, attributes.name])).toEqual([
      ['testsuite', 'bad <&>.S'],
      ['testsuite', 'guest-asm/preserve/example.S'],
      ['testsuite', 'guest-asm/preserve/sound.S'],
      ['testsuite', 'guest-asm/version/wrong.S'],
    ]);
    expect(root.children[2]!.children.map(({ attributes }) => attributes.name)).toEqual(['pkvm/v6.15', 'pkvm/v6.6']);
  });

  it('counts in every suite and at the root what its cases say', () => {
    const root = suites();
    const counted = (cases: Element[]) => {
      const of = (kind: string) => cases.filter(({ children }) => children[0]?.name === kind).length;
      return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
    };
    for (const suite of [root, ...root.children]) {
      const cases = suite === root ? root.children.flatMap(({ children }) => children) : suite.children;
      const { tests, failures, errors, skipped } = suite.attributes;
      const said = {
        tests: Number(tests),
        failures: Number(failures),
        errors: Number(errors),
        skipped: Number(skipped),
      };
      expect(said).toEqual(counted(cases));
    }
    expect(root.attributes).toMatchObject({ tests: '5', failures: '2', errors: '1', skipped: '1' });
  });

  it('gives a case a class name, its file and a time, and at most one outcome', () => {
    const cases = suites().children.flatMap(({ children }) => children);
    for (const { attributes, children } of cases) {
      expect(attributes.classname).toMatch(/^[^/]+$/);
      expect(attributes.file).toMatch(/\.S$/);
      expect(attributes.time).toMatch(/^\d+\.\d{3}$/);
      expect(children.length).toBeLessThanOrEqual(1);
    }
  });

  it('says in a failure what kind it is, a first line, and every line', () => {
    const [failure] = suites().children[1]!.children[0]!.children;
    expect(failure!.attributes.type).toBe('disputed');
    expect(failure!.attributes.message).toMatch(/^guest-asm\/preserve\/example\.S:14: x4, .*, and 23 more$/);
    expect(failure!.text.split('\n')).toHaveLength(24);
  });

  it('writes any text as XML can hold it', () => {
    expect(escapeXml('a<b>&c\u0000\u001b\ud800\ufffe"')).toBe('a&lt;b&gt;&amp;c\ufffd\ufffd\ufffd\ufffd"');
    expect(escapeXml('tab\t line\n 𝛼')).toBe('tab\t line\n 𝛼');
  });
});
