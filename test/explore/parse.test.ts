import { describe, expect, it } from 'vitest';
import { parseLitmus } from '../../src/explore/litmus/parse.ts';
import { loadLitmus } from '../../src/explore/load-test.ts';
import { complaint, exploreText, litmus, states } from './fixture.ts';

const parse = (text: string) => parseLitmus(text, 'test.litmus').test;

const full = `AArch64 MP+dmb.sy+[fr-rf]-addr
"what it is about"
(* a comment (* within *) another *)
Com=Rf Fr
Orig=DMB.SYdWW Rfe
{
uint64_t y; int32_t x = -1; int t[2] = {1, 2}; int *p = &x; [z]=7;
0:X1=x; 0:X3=y; 0: x5 = 0x10; P1:X4=t[1];
int64_t 1:X9;
}
 P0          | P1             ;
 MOV W0,#1   | LDR W0,[X1] (* reads x *) ;
 STR W0,[X1] | LC00: CBNZ W0,LC01 ;
             | LC01:          ;
 DMB SY      | LDR W2,[X3]    ;
locations [x; 1:X2; t[1];]
filter (1:X9=0)
~exists
(x=1 /\\ 1:X0=0x2 \\/ not (y=3) /\\ t={1,2} \\/ 0:X5<>1)
`;

describe('a litmus file', () => {
  it('is read as herd reads it', () => {
    const test = parse(full);
    expect(test.name).toBe('MP+dmb.sy+[fr-rf]-addr');
    expect(test.documentation).toEqual(['what it is about']);
    expect(Object.fromEntries(test.properties)).toEqual({ Com: 'Rf Fr', Orig: 'DMB.SYdWW Rfe' });
    expect(test.memory.map(({ name, type, length }) => [name, type?.name, length])).toEqual([
      ['y', 'uint64_t', undefined],
      ['x', 'int32_t', undefined],
      ['t', 'int', 2],
      ['p', 'pointer', undefined],
      ['z', undefined, undefined],
    ]);
    expect(test.registers.map(({ thread, register }) => `${thread}:${register}`)).toEqual([
      '0:X1',
      '0:X3',
      '0:X5',
      '1:X4',
      '1:X9',
    ]);
    expect(test.columns.map(({ statements }) => statements.map(({ text }) => text))).toEqual([
      ['MOV W0,#1', 'STR W0,[X1]', 'DMB SY'],
      ['LDR W0,[X1]', 'CBNZ W0,LC01', '', 'LDR W2,[X3]'],
    ]);
    expect(test.columns[1]!.statements.map(({ labels }) => labels.map(({ name }) => name))).toEqual([
      [],
      ['LC00'],
      ['LC01'],
      [],
    ]);
    expect(test.quantifier).toBe('not-exists');
    expect(test.observed).toHaveLength(3);
    expect(test.filter).toBeDefined();
  });

  it('binds /\\ closer than \\/ and that closer than =>', () => {
    const shape = (condition: string): string =>
      JSON.stringify(parse(litmus('', [['NOP']], `exists (${condition})`)).condition, (key, value) =>
        key === 'left' || key === 'right' || key === 'kind' ? value : typeof value === 'object' ? value : undefined,
      ).replace(/"compare"[^}]*}[^}]*}/g, '"="');
    expect(shape('x=1 \\/ x=2 /\\ x=3')).toMatch(/^{"kind":"or".*"and"/);
    expect(shape('x=1 /\\ x=2 \\/ x=3')).toMatch(/^{"kind":"or","left":{"kind":"and"/);
    expect(shape('x=1 => x=2 \\/ x=3')).toMatch(/^{"kind":"implies".*"or"/);
  });

  it('may end without a condition, which then holds', () => {
    const exploration = exploreText(litmus('0:X1=x;', [['MOV W0,#3', 'STR W0,[X1]']], 'locations [x;]'));
    expect(states(exploration)).toEqual(['[x]=3;']);
    expect(exploration.verdict).toMatchObject({ ok: true, observation: 'Always' });
  });

  it('gives symbolic registers registers of their own', () => {
    const text = litmus('0:X%a=x; 0:%v=5;', [['STR W%v,[X%a]', 'LDR W0,[X%a]']], 'exists (0:X0=5 /\\ 0:%v=5)');
    expect(exploreText(text).verdict.observation).toBe('Always');
  });

  it('compares addresses, arrays, labels and values of narrow types', () => {
    const check = (initial: string, lines: string[], condition: string) =>
      exploreText(litmus(initial, [lines], `forall (${condition})`)).verdict.ok;
    expect(check('0:X1=x;', ['MOV X0,X1', 'ADD X2,X1,#4'], '0:X0=x /\\ 0:X2=x+4')).toBe(true);
    expect(check('int t[2]={3,4}; 0:X1=t;', ['LDR W0,[X1,#4]', 'STR W0,[X1]'], 't={4,4} /\\ t[0]=4')).toBe(true);
    expect(check('int8_t x=-1; 0:X1=x;', ['LDRSB W0,[X1]'], 'x=-1 /\\ x=255 /\\ 0:X0=-1')).toBe(true);
    expect(check('0:X1=P0:L0;', ['ADR X0,L0', 'L0: NOP'], '0:X0=label:"P0:L0" /\\ 0:X1=P0:L0')).toBe(true);
    expect(check('int *p=x; 0:X1=p; 0:X2=y;', ['LDR X0,[X1]', 'STR X2,[X1]'], '0:X0=&x /\\ p=y')).toBe(true);
    expect(check('int64_t x; 0:X1=x; int64_t 0:X0;', ['MOV X0,#-1', 'STR X0,[X1]'], 'x=-1 /\\ 0:X0=-1')).toBe(true);
  });
});

const bad: [what: string, text: string, expected: string][] = [
  ['another architecture', 'PPC A\n{ }\nP0 ;\n', "1:1 expected 'AArch64', found 'PPC'"],
  ['no name', 'AArch64\n{ }\n', "1:1 expected 'AArch64 NAME'"],
  ['no initial state', 'AArch64 A\nP0 ;\n', "3:1 expected '{' before the initial state"],
  ['an open brace', 'AArch64 A\n{ x=1;\nP0 ;\n', "2:1 this '{' is not closed"],
  ['an open comment', 'AArch64 A\n(* hm\n{ }\n', '2:1 this comment is not closed'],
  ['an unknown type', 'AArch64 A\n{ foo_t x; }\nP0 ;\n NOP ;\n', "2:3 unknown type 'foo_t'"],
  ['a bad declaration', 'AArch64 A\n{ x=1 y=2; }\nP0 ;\n NOP ;\n', "2:7 expected ';' between declarations, found 'y'"],
  ['a bad value', 'AArch64 A\n{ x=; }\nP0 ;\n NOP ;\n', "2:5 expected a number, found ';'"],
  [
    'a value too large',
    'AArch64 A\n{ x=0x10000000000000000; }\nP0 ;\n NOP ;\n',
    '2:5 the number has more than 64 bits',
  ],
  ['a location twice', 'AArch64 A\n{ x=1; int x; }\nP0 ;\n NOP ;\n', "2:12 'x' is declared twice"],
  ['no such thread', 'AArch64 A\n{ 1:X0=1; }\nP0 ;\n NOP ;\n', '2:3 there is no thread P1'],
  ['no such register', 'AArch64 A\n{ 0:X31=1; }\nP0 ;\n NOP ;\n', "2:3 'X31' is no general register"],
  ['threads out of order', 'AArch64 A\n{ }\nP1 | P0 ;\n NOP | NOP ;\n', '3:1 expected thread P0 in this column'],
  ['a column too many', 'AArch64 A\n{ }\nP0 ;\n NOP | NOP ;\n', '4:8 there is no thread for this column, there are 1'],
  ['a misspelt instruction', 'AArch64 A\n{ }\nP0 | P1 ;\n NOP | LDRR W0,[X1] ;\n', "4:8 unknown instruction 'ldrr'"],
  ['a bad operand', 'AArch64 A\n{ }\nP0 | P1 ;\n NOP | LDR W0,[W1] ;\n', '4:16 expected a 64-bit register or sp'],
  ['an unknown label', 'AArch64 A\n{ }\nP0 ;\n B away ;\n', "4:4 there is no label 'away' in this thread"],
  ['a label twice', 'AArch64 A\n{ }\nP0 ;\n A: NOP ;\n A: NOP ;\n', "5:2 label 'A' is defined twice in P0"],
  ['what is not executed', 'AArch64 A\n{ }\nP0 ;\n SVC #0 ;\n', "4:2 'svc #0x0' is not executed by the explorer"],
  [
    'a bad condition',
    'AArch64 A\n{ }\nP0 ;\n NOP ;\nexists (0:X0 1)',
    "5:14 expected '=' or '<>' in the condition, found '1'",
  ],
  [
    'an open condition',
    'AArch64 A\n{ }\nP0 ;\n NOP ;\nexists (0:X0=1',
    "5:15 expected ')' after the condition, found the end",
  ],
  [
    'words behind',
    'AArch64 A\n{ }\nP0 ;\n NOP ;\nexists 0:X0=1 junk',
    "5:15 expected nothing after the condition, found 'junk'",
  ],
  ['a fault', 'AArch64 A\n{ }\nP0 ;\n NOP ;\nexists (fault(P0,x))', "5:9 'fault(…)' is not supported in a condition"],
  [
    'a variant',
    'AArch64 A\nVariant=memtag\n{ }\nP0 ;\n NOP ;\n',
    "2:1 variant 'memtag' of the architecture is not supported",
  ],
  ['a strange character', 'AArch64 A\n{ x=1; ? }\nP0 ;\n NOP ;\n', "2:8 unexpected '?'"],
  ['a branch away', 'AArch64 A\n{ }\nP0 ;\n B .+16 ;\n', '4:2 the branch leaves the thread'],
];

describe('a malformed file', () => {
  it.each(bad)('with %s is refused where that stands', (_, text, expected) => {
    expect(complaint(() => loadLitmus(text, 'test.litmus'))).toBe(expected);
  });

  it('is refused where an address is that of no location, under every model', () => {
    const text = litmus('int64_t x=2; 0:X0=x;', [['LDR X1,[X0]', 'LDR X2,[X1]']], 'exists (0:X2=0)');
    for (const model of ['sc', 'armv8'] as const) {
      expect(complaint(() => exploreText(text, { model }))).toBe('5:1 P0: the address is not that of a location');
    }
  });
});
