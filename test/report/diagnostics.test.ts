import { describe, expect, it } from 'vitest';
import { EnvironmentError, InputError } from '../../src/guest/source.ts';
import { renderError } from '../../src/report/diagnostics.ts';
import { plain } from '../../src/report/format.ts';

const bare = { color: false };
const undefinedSymbol = {
  file: 'stub.S',
  line: 12,
  column: 11,
  message: 'nowhere is not defined',
  text: '  ldr x0, =nowhere',
};

describe('diagnostics', () => {
  it('look like a compiler’s: place, message, source line, caret', () => {
    expect(renderError(new InputError('bad', [undefinedSymbol]), bare)).toBe(
      ['stub.S:12:11: error: nowhere is not defined', '   12 |   ldr x0, =nowhere', '      |           ^', ''].join(
        '\n',
      ),
    );
  });

  it('put the caret under the character, also after tabs', () => {
    const tabbed = { ...undefinedSymbol, text: '\tldr\tx0, =nowhere', column: 10 };
    const caret = renderError(new InputError('bad', [tabbed]), bare).split('\n')[2];
    expect(caret).toBe('      | \t   \t    ^');
  });

  it('put the caret behind the line where something is missing there', () => {
    const missing = { ...undefinedSymbol, text: 'mov x0,', column: 9 };
    expect(renderError(new InputError('bad', [missing]), bare)).toContain('\n      |         ^\n');
  });

  it('tell where macros and includes were invoked, innermost first', () => {
    const notes = [
      { position: { file: 'call.inc', line: 3, column: 1 }, message: 'in macro load32' },
      { position: { file: 'stub.S', line: 40, column: 3 }, message: 'included from here' },
    ];
    const lines = renderError(new InputError('bad', [{ ...undefinedSymbol, notes }]), bare).split('\n');
    expect(lines.slice(3)).toEqual([
      'call.inc:3:1: note: in macro load32',
      'stub.S:40:3: note: included from here',
      '',
    ]);
  });

  it('count themselves where there are several', () => {
    const text = renderError(new InputError('bad', [undefinedSymbol, undefinedSymbol]), bare);
    expect(text.match(/error:/g)).toHaveLength(2);
    expect(text.endsWith('\n2 errors\n')).toBe(true);
  });

  it('show no source where there is none', () => {
    const whole = { ...undefinedSymbol, line: 1, column: 1, text: '' };
    expect(renderError(new InputError('bad', [whole]), bare)).toBe('stub.S:1:1: error: nowhere is not defined\n');
  });

  it('are the message alone where an error has no place', () => {
    expect(renderError(new InputError('no such file: stub.S'), bare)).toBe('error: no such file: stub.S\n');
  });

  it('tell what to do where the machine lacks something', () => {
    const error = new EnvironmentError('libunicorn 2.0 or later was not found', 'apt-get install libunicorn2');
    expect(renderError(error, bare)).toBe(
      'error: libunicorn 2.0 or later was not found\nremedy: apt-get install libunicorn2\n',
    );
  });

  it('say the same in colour', () => {
    const errors = [new InputError('bad', [undefinedSymbol]), new EnvironmentError('no engine', 'install one')];
    for (const error of errors) {
      const color = renderError(error, { color: true });
      expect(color).not.toBe(plain(color));
      expect(plain(color)).toBe(renderError(error, bare));
    }
  });
});
