/** Says what is going on. */
export interface Progress {
  show(text: string): void;
  /** Nothing follows; what was shown may go. */
  done(): void;
}

export const SILENT: Progress = { show() {}, done() {} };

const ERASE_LINE = '\r\u001b[K';

/** On a terminal one line, written over and over; elsewhere a line each second at most. */
export function createProgress(stream: NodeJS.WriteStream, now: () => number = () => performance.now()): Progress {
  return stream.isTTY ? rewriting(stream, now) : appending(stream, now);
}

function rewriting(stream: NodeJS.WriteStream, now: () => number): Progress {
  const start = now();
  return {
    show(text) {
      const line = `bench ${seconds(now() - start)}  ${text}`;
      stream.write(ERASE_LINE + line.slice(0, Math.max(1, (stream.columns || 80) - 1)));
    },
    done() {
      stream.write(ERASE_LINE);
    },
  };
}

function appending(stream: NodeJS.WriteStream, now: () => number): Progress {
  const start = now();
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (now() - last < 1000) return;
      last = now();
      stream.write(`bench ${seconds(last - start)}  ${text}\n`);
    },
    done() {},
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(0).padStart(3)} s`;
}
