import { describe, expect, it } from 'vitest';
import { ProgressBar } from '../../src/cli/progress.ts';

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean, columns = 60) {
  const written: string[] = [];
  const fake = { isTTY, columns, write: (text: string) => written.push(text) > 0 };
  return { written, stream: fake as unknown as NodeJS.WriteStream };
}

describe('the progress bar', () => {
  it('is one line on a terminal, written over, and leaves no trace', () => {
    const { written, stream: terminal } = stream(true);
    const bar = new ProgressBar(terminal);
    bar.show(1, 2, 'guest-asm/a.S');
    bar.show(2, 2, 'guest-asm/b.S');
    bar.clear();
    expect(written).toEqual([
      '\r\u001b[K[████████████············] 1/2 guest-asm/a.S',
      '\r\u001b[K[████████████████████████] 2/2 guest-asm/b.S',
      '\r\u001b[K',
    ]);
  });

  it('is never wider than the terminal', () => {
    const { written, stream: terminal } = stream(true, 40);
    new ProgressBar(terminal).show(1, 2, 'a'.repeat(100));
    expect(written[0]!.length - '\r\u001b[K'.length).toBe(39);
  });

  it('is not drawn oftener than an eye can follow, but always at the end', () => {
    const { written, stream: terminal } = stream(true);
    const bar = new ProgressBar(terminal);
    for (let done = 1; done <= 1000; done++) bar.show(done, 1000, 'x.S');
    expect(written.length).toBeLessThan(100);
    expect(written.at(-1)).toContain(' 1000/1000 ');
  });

  it('is nothing where there is no terminal', () => {
    const { written, stream: file } = stream(false);
    const bar = new ProgressBar(file);
    bar.show(1, 1, 'x.S');
    bar.clear();
    expect(written).toEqual([]);
  });
});
