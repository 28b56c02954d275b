import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/guest/source.ts';
import { parseStub } from '../../src/guest/stub.ts';

function errorsOf(text: string): InputError {
  try {
    parseStub(text, 'bad.S');
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error(`no error for: ${text}`);
}

/** The line, with `^` below the column that the complaint must name, and what it must say. */
const malformed: [line: string, caret: string, message: string][] = [
  ['//! tilte Hello', '    ^', 'no directive is called tilte; did you mean title?'],
  ['//! frobnicate 1', '    ^', 'no directive is called frobnicate'],
  ['//! red after: x0 == 1', '        ^', 'red needs the models that it fails on: [*] for all'],
  ['//! el1', '    ^', 'no directive is called el1; did you mean el?'],
  ['//! constructor', '    ^', 'no directive is called constructor'],
  ['//! ==== part two', '    ^', "expected a directive, found '===='"],
  ['//! title', '         ^', 'title needs a text'],
  ['nop //! el 0', '    ^', "a '//!' line stands on a line of its own"],
  ['//! models', '          ^', 'expected model names'],
  ['//! models pkvm/v6.18 pkvm//x', '                      ^', "'pkvm//x' is not a model"],
  ['//! models a+b', '           ^', "'a+b' is not a model"],
  ['//! models a+b=1+b=2', '           ^', "'a+b=1+b=2' is not a model"],
  ['//! models none none', '                ^', 'none is already listed'],
  ['//! firmware', '            ^', 'expected a firmware switch'],
  ['//! firmware version', '                    ^', "expected '=' and a value after version"],
  ['//! firmware version=', '                     ^', 'expected a value for version'],
  ['//! firmware min=1.0 min=1.1', '                     ^', 'min already has a value (line 1)'],
  ['//! registers', '             ^', 'expected a register, found the end of the line'],
  ['//! registers y0=1', '              ^', 'y0 is not a register'],
  ['//! registers x31=1', '              ^', 'there is no register x31: x0 to x30'],
  ['//! registers v32=1', '              ^', 'there is no register v32: v0 to v31'],
  ['//! registers nzvc=1', '              ^', 'nzvc is not a register; did you mean nzcv?'],
  ['//! registers x4..x2=1', '                  ^', 'the range x4..x2 runs backwards'],
  ['//! registers x4..w7=1', '                  ^', 'a range stays within x, w or v'],
  ['//! registers sp..x7=1', '                  ^', 'a range stays within x, w or v'],
  ['//! registers x4..=1', '                  ^', 'expected the last register of the range'],
  ['//! registers x0', '                ^', "expected '=' and a value after the register"],
  ['//! registers x0=', '                 ^', 'expected a number or a name, found the end of the line'],
  ['//! registers x0=1 x0=2', '                   ^', 'x0 already has a value (line 1)'],
  ['//! registers x4..x9=1 w7=2', '                       ^', 'w7 already has a value (line 1)'],
  ['//! registers x0=keep', '                 ^', "only a reply can 'keep' a register"],
  ['//! registers pc=0', '              ^', 'pc has no initial value'],
  ['//! registers pstate=0', '              ^', 'pstate has no initial value'],
  ['//! registers fpcr=random', '              ^', 'fpcr takes a number'],
  ['//! registers x0=0x', '                 ^', "'0x' is not a number"],
  ['//! registers x0=12ab', '                 ^', "'12ab' is not a number"],
  ['//! registers x0=0b12', '                 ^', "'0b12' is not a number"],
  ['//! registers x0=010', '                 ^', 'a leading 0 is not octal'],
  [`//! registers x0=0x1${'0'.repeat(32)}`, '                 ^', 'the number has more than 128 bits'],
  ['//! registers x0=(1', '                   ^', "expected ')'"],
  ['//! registers x0=1+', '                   ^', 'expected a number or a name'],
  ['//! el', '      ^', 'expected 0 or 1'],
  ['//! el 2', '       ^', "'2' is neither 0 nor 1"],
  ['//! el 1 1', '         ^', "expected the end of the line, found '1'"],
  ['//! conduit smcc', '            ^', "'smcc' is neither smc nor hvc; did you mean smc?"],
  ['//! control', '           ^', 'expected a control bit'],
  ['//! control HCR_EL2.TCS=0', '            ^', 'did you mean HCR_EL2.TSC?'],
  ['//! control HCR_EL2.TSC=2', '            ^', 'HCR_EL2.TSC is a bit: 0 or 1, not 2'],
  ['//! control SCR_EL3.SMD=1 SCR_EL3.SMD=0', '                          ^', 'SCR_EL3.SMD already has a value'],
  ['//! seed x', '         ^', 'a seed is a number, not x'],
  ['//! seed 1<<64', '         ^', 'does not fit a 64-bit seed'],
  ['//! seed 1<<128', '          ^', 'shift by 128'],
  ['//! limit trap=1', '          ^', 'did you mean traps?'],
  ['//! limit traps=0', '          ^', 'traps is a whole number from 1'],
  ['//! limit traps=1e3', '          ^', 'traps is a whole number from 1'],
  ['//! limit traps=1 traps=2', '                  ^', 'traps already has a value'],
  ['//! profile', '           ^', 'expected the name of a rule profile'],
  ['//! reply', '         ^', "expected '->' before the values"],
  ['//! reply FFA_RUN', '                 ^', "expected '->' before the values"],
  ['//! reply FFA_RUN at -> 0', '                     ^', "expected a label after at, found '->'"],
  ['//! reply FFA_RUN ->', '    ^', 'the reply does not say what x0 is'],
  ['//! reply -> x1=1', '    ^', 'the reply does not say what x0 is'],
  ['//! reply x0: -> 1', '          ^', 'a reply cannot be called x0'],
  ['//! reply before: -> 1', '          ^', 'a reply cannot be called before'],
  ['//! reply -> 0 x18=1', '               ^', 'a reply has x0 to x17 and w0 to w17 only'],
  ['//! reply -> 0 sp=1', '               ^', 'a reply has x0 to x17 and w0 to w17 only'],
  ['//! reply -> 0 x0=1', '               ^', 'x0 already has a value'],
  ['//! reply -> 0 w4..w7=keep', '               ^', "'keep' leaves the whole register"],
  ['//! reply -> 0 models=a', '               ^', "models stand in brackets before '->'"],
  ['//! reply -> 0 rx=00', '                  ^', 'expected bytes in quotes'],
  ['//! reply -> 0 rx="0g"', '                    ^', "'g' is not a hexadecimal digit"],
  ['//! reply -> 0 rx="000"', '                  ^', 'an odd number of hexadecimal digits'],
  ['//! reply -> 0 rx="" rx=""', '                     ^', 'rx is already given'],
  [`//! reply -> 0 rx="${'00'.repeat(4097)}"`, '                  ^', '4097 bytes do not fit'],
  ['//! reply [a -> 0', '             ^', "expected ',' or ']' after a model"],
  ['//! reply [] -> 0', '           ^', 'expected a model name or a glob'],
  ['//! reply [a|b] -> 0', '           ^', "'a|b' is not a model name or a glob"],
  ['//! expect', '          ^', 'expected a label, found the end of the line'],
  ['//! expect a', '            ^', "expected ':' before what is expected"],
  ['//! expect a:', '             ^', 'expected a condition, found the end of the line'],
  ['//! expect a#0: x0 == 0', '             ^', "expected a count from 1 after '#'"],
  ['//! expect a#b: x0 == 0', '             ^', "expected a count from 1 after '#'"],
  ['//! expect a+: x0 == 0', '             ^', 'expected a number of bytes'],
  ['//! expect a [b c]: x0 == 0', '                ^', "expected ',' or ']' after a model, found 'c'"],
  ['//! expect trpa a: handled', '           ^', "'expect trpa' takes no second word; did you mean trap?"],
  ['//! expect trap: handled', '               ^', "expected a label after trap, found ':'"],
  ['//! expect a: x0 = 0', '                 ^', "'=' compares nothing: write '=='"],
  ['//! expect a: x0 < 0', '                 ^', "expected '==' or '!=', found '<'"],
  ['//! expect a: x0', '                ^', "expected '==' or '!=', found the end of the line"],
  ['//! expect a: x0 ==', '                   ^', 'expected a number or a name'],
  ['//! expect a: x0 == 1 x1 == 2', '                      ^', "expected ',' or the end of the line, found 'x1'"],
  ['//! expect a: x0 == 1,', '                      ^', 'expected a condition'],
  ['//! expect a: y0 == 1', '              ^', 'y0 is not a register'],
  ['//! expect a: handled', '              ^', 'handled is not a register'],
  ['//! expect a: x4..17 == 0', '                  ^', 'expected the last register of the range'],
  ['//! expect a: w0 undefined', '              ^', 'EL2 leaves only x registers undefined, not w0'],
  ['//! expect a: x4..x7 == reply.x4..x6', '                        ^', '4 registers on the left, 3 on the right'],
  ['//! expect a: x18 == reply', '                     ^', 'a reply has x0 to x17 only'],
  ['//! expect a: x0 == reply.x18', '                    ^', 'a reply has x0 to x17 only'],
  ['//! expect a: x0 == reply.y8', '                          ^', 'y8 is not a register'],
  ['//! expect a: x0 == v0', '                    ^', 'x and v registers do not compare'],
  [
    '//! expect trap a: handeld',
    '                   ^',
    'nothing about a trap is called handeld; did you mean handled?',
  ],
  ['//! expect trap a: smcs', '                       ^', "expected '==' or '!='"],
  ['//! expect trap a: x31 == 0', '                   ^', 'there is no register x31'],
  ['//! expect state a: 5 == 5', '                    ^', "expected a condition, found '5'"],
  ['//! expect boot a: x == 1', '                ^', "expected ':' before what is expected, found 'a'"],
  ['//! expect el3:', '               ^', "expected calls, or 'none'"],
  ['//! expect el3: none FFA_RUN', '                     ^', "'none' stands alone"],
  ['//! expect el3: A … B', '                    ^', "'…' stands only at the start and at the end"],
  ['//! expect el3: A(', '                  ^', 'expected a number or a name'],
  ['//! expect el3: A(1', '                   ^', "expected ',' or ')' after an argument"],
  ['//! expect el3: A, B', '                 ^', "expected a call such as FFA_VERSION(0x10002), found ','"],
  [`//! expect el3: A(${'1,'.repeat(17)}1)`, `                  ${' '.repeat(34)}^`, 'at most 17 arguments'],
  ['//! expect stop: break', '                 ^', "a run does not stop by 'break'"],
  ['//! expect stop: el2-falt', '                 ^', 'did you mean el2-fault?'],
  ['//! expect stop: wfi #1', '                     ^', "expected 'at LABEL' or the end of the line"],
  ['//! expect stop: brk #0 at', '                          ^', 'expected a label after at'],
  ['//! expect finding', '                  ^', "expected a label or '*' after finding"],
  ['//! expect trap *: handled', '                ^', "expected a label after trap, found '*:'"],
  ['//! expect finding a:', '                     ^', 'expected the registers of the finding'],
  ['//! expect finding a: rule=x', '                            ^', 'expected the registers of the finding'],
  ['//! expect finding a: x4 rule=', '                              ^', 'expected the id of a rule'],
  [
    '//! expect finding a: x4 rule=a x5',
    '                                ^',
    'expected the end of the line after the rule',
  ],
];

describe('malformed directives', () => {
  it.each(malformed)('%s', (line, caret, message) => {
    const error = errorsOf(`// header\n${line}\n`);
    const { diagnostics } = error;
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ file: 'bad.S', line: 2, text: line });
    expect(diagnostics[0]!.message).toContain(message.replace('(line 1)', '(line 2)'));
    expect(`${' '.repeat(diagnostics[0]!.column - 1)}^`).toBe(caret);
  });

  it('each directive that stands once refuses a second line and names the first', () => {
    for (const line of [
      'title a',
      'el 1',
      'conduit smc',
      'control HCR_EL2.TSC=0',
      'seed 1',
      'limit traps=1',
      'profile p',
    ]) {
      const name = line.split(' ')[0];
      const error = errorsOf(`//! ${line}\n\n//! ${line}\n`);
      expect(error.diagnostics[0]).toMatchObject({ line: 3, column: 5, message: `${name} already stands in line 1` });
    }
  });

  it('one error names every bad line in order', () => {
    const error = errorsOf('//! el 2\n//! seed 1\n//! foo\n//! conduit x\n');
    expect(error.message).toBe('3 errors in the //! lines of bad.S');
    expect(error.diagnostics.map(({ line, column }) => [line, column])).toEqual([
      [1, 8],
      [3, 5],
      [4, 13],
    ]);
  });

  it('a tab counts as one column and the line is quoted without its carriage return', () => {
    const error = errorsOf('\t//!\tel\t2\r\n');
    expect(error.diagnostics[0]).toMatchObject({ line: 1, column: 9, text: '\t//!\tel\t2' });
  });

  it('an expression is bounded in depth and in length', () => {
    expect(errorsOf(`//! seed ${'('.repeat(5000)}1`).message).toContain('more than 200 parts');
    expect(errorsOf(`//! seed ${'-'.repeat(5000)}1`).message).toContain('more than 200 parts');
    expect(errorsOf(`//! seed ${'1+'.repeat(5000)}1`).message).toContain('more than 200 parts');
    expect(errorsOf(`//! seed ${'9'.repeat(5000)}`).message).toContain('more than 128 bits');
    expect(errorsOf('//! seed 1<<127<<127').message).toContain('the result has more than 128 bits');
  });
});
