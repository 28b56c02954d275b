import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trapline, withFile } from './command.ts';

const story = 'guest-asm/preserve/interrupted-request2.S';

/** Runs the story with its report going to a file, and returns the file. */
function reported(...args: string[]): string {
  return withFile('report', '', (path) => {
    const { code, out, err } = trapline(['run', story, '--seed', '1', ...args, '--output', path]);
    expect([code, out, err]).toEqual([0, '', '']);
    return readFileSync(path, 'utf8');
  });
}

describe('trapline run --output', () => {
  it('writes what would go to the terminal, without colour unless it is asked for', () => {
    const plain = trapline(['run', story, '--seed', '1']).out;
    expect(reported()).toBe(plain);
    expect(reported('--color')).toContain('\u001b[');
  });

  it('writes JSON', () => {
    expect(JSON.parse(reported('--format', 'json'))).toHaveLength(4);
  });

  it('writes HTML: one page with a run a model', () => {
    const page = reported('--format', 'html');
    expect(page).toMatch(/^<!doctype html>\n/);
    expect(page.match(/<option value="\d+">/g)).toHaveLength(4);
    expect(page).toContain(`<title>trapline run ${story}</title>`);
  });

  it('writes the same page for the same seed', () => {
    expect(reported('--format', 'html')).toBe(reported('--format', 'html'));
  });
});
