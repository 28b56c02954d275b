import { describe, expect, it } from 'vitest';
import { trapline } from './command.ts';

/** Names under the heading of commands in the program's help. */
function commandNames(help: string): string[] {
  const list = help.slice(help.indexOf('Commands:'));
  return [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!).filter((name) => name !== 'help');
}

describe('trapline help', () => {
  it('shows what --help does, of all or of one command', () => {
    expect(trapline(['help'])).toEqual(trapline(['--help']));
    expect(trapline(['help', 'models'])).toEqual(trapline(['models', '--help']));
    expect(trapline(['help', 'models']).out).toContain('one model: its switches; several: what differs');
  });

  it('names a command that there is not, and ends with 2', () => {
    const { code, out, err } = trapline(['help', 'modls']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain("error: unknown command 'modls'");
    expect(err).toContain('Did you mean models?');
  });
});

describe('--help', () => {
  const { code, out, err } = trapline(['--help']);

  it('lists every command', () => {
    expect([code, err]).toEqual([0, '']);
    expect(commandNames(out)).toEqual(
      expect.arrayContaining(['run', 'check', 'compare', 'explore', 'search', 'replay']),
    );
  });

  it.each(commandNames(out))('of %s shows how it is used, and ends with 0', (name) => {
    const help = trapline([name, '--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toContain(`Usage: trapline ${name} `);
  });

  it('and no command at all ends with 2, for it is no use', () => {
    expect(trapline(['nosuch']).code).toBe(2);
  });
});
