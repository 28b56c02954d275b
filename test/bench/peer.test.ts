import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { endWithUs } from '../../src/bench/children.ts';
import { formatRequest, Peer, parseReply } from '../../src/bench/peer.ts';
import { BenchError } from '../../src/bench/row.ts';

/** Whether a process of that number runs; one that has ended and is not yet waited for does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** A peer of a few lines: says `greeting`, then answers each request with `answer(n)`, a JavaScript expression. */
function scripted(answer: string, greeting = 'trapline-peer 1 scripted'): [string, string, string[]] {
  const script = `
    const digits = (value) => BigInt(value).toString(16).padStart(16, '0');
    const reply = (count, elapsed, check) => [count, elapsed, check].map(digits).join(' ');
    console.log(${JSON.stringify(greeting)});
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const n = Number('0x' + line);
      if (n === 0) process.exit(0);
      const said = ${answer};
      if (said !== undefined) console.log(said);
    });`;
  return ['scripted peer', process.execPath, ['-e', script]];
}

async function ask(answer: string, limit = 5000) {
  const peer = await Peer.start(...scripted(answer));
  try {
    return await peer.run(1000, limit);
  } finally {
    await peer.stop();
  }
}

describe('the protocol of the peers', () => {
  it('has requests of 16 hexadecimal digits', () => {
    expect(formatRequest(1)).toBe('0000000000000001\n');
    expect(formatRequest(0xdeadbeef)).toBe('00000000deadbeef\n');
  });

  it('has replies of three numbers, and nothing else is one', () => {
    const zero = '0'.repeat(16);
    expect(parseReply(`00000000000003e8 0000000000000064 ffffffffffffffff`)).toEqual({
      count: 1000n,
      elapsed: 100,
      check: 0xffff_ffff_ffff_ffffn,
    });
    for (const line of [
      '',
      `${zero} ${zero}`,
      `${zero} ${zero} ${zero} `,
      `${zero} ${zero} 1`,
      `${zero} ${zero} ${'G'.repeat(16)}`,
    ]) {
      expect(() => parseReply(line), line).toThrow(BenchError);
    }
  });
});

describe('a child', () => {
  it('leaves no handler of ours behind when it is gone', () => {
    const counts = () => ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'].map((event) => process.listenerCount(event));
    const before = counts();
    const child = spawn(process.execPath, ['-e', '']);
    const [first, second] = [endWithUs(child), endWithUs(spawn(process.execPath, ['-e', '']))];
    expect(counts()).toEqual(before.map((count) => count + 1));
    first();
    first();
    expect(counts()).toEqual(before.map((count) => count + 1));
    second();
    expect(counts()).toEqual(before);
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('ends with us when %s ends us', async (signal) => {
    const module = transformSync(readFileSync('src/bench/children.ts', 'utf8'), { loader: 'ts' }).code;
    const script = `${module}
      import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      endWithUs(child);
      child.on('spawn', () => console.log(child.pid));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const child = Number(String(line));
    expect(isAlive(child)).toBe(true);
    parent.kill(signal);
    expect(await once(parent, 'exit')).toEqual([null, signal]);
    await expect.poll(() => isAlive(child), { timeout: 5000 }).toBe(false);
  });
});

describe('a peer', () => {
  it('introduces itself, serves request after request, and leaves when asked', async () => {
    const peer = await Peer.start(...scripted('reply(n, 1, n * 152)'));
    expect(peer.description).toBe('scripted');
    expect(await peer.run(1)).toEqual({ count: 1n, elapsed: 1, check: 152n });
    expect(await peer.run(70_000)).toEqual({ count: 70_000n, elapsed: 1, check: 10_640_000n });
    await peer.stop();
    await expect(peer.run(1)).rejects.toThrow(BenchError);
  });

  it('is not believed where it counts another number of operations', async () => {
    await expect(ask('reply(n - 1, 1, 0)')).rejects.toThrow('scripted peer counted 999 operations, not 1000');
  });

  it('is not believed where it takes more time than passed, or none', async () => {
    await expect(ask('reply(n, 1e12, 0)')).rejects.toThrow(/says that it took 1000000000000 ns/);
    await expect(ask('reply(n, 0, 0)')).rejects.toThrow(/says that it took 0 ns/);
  });

  it('that says something else, nothing, or goodbye is reported, not waited for', async () => {
    await expect(ask('"hello"')).rejects.toThrow('not a reply: "hello"');
    await expect(ask('undefined', 200)).rejects.toThrow('scripted peer did not answer within 200 ms');
    await expect(ask('(console.error("no such guest"), process.exit(1))')).rejects.toThrow(/ended early/);
  });

  it('that does not greet, or does not exist, does not start', async () => {
    await expect(Peer.start(...scripted('0', 'hello'))).rejects.toThrow(
      'scripted peer said "hello" instead of a greeting',
    );
    await expect(Peer.start('absent', '/nonexistent/peer', [])).rejects.toThrow(/absent ended early/);
    await expect(Peer.start('silent', process.execPath, ['-e', 'setInterval(() => {}, 1000)'], 300)).rejects.toThrow(
      'silent did not answer within 300 ms',
    );
  });

  it('that will not leave is ended', async () => {
    const script = 'console.log("trapline-peer 1 stubborn"); setInterval(() => {}, 1000)';
    const peer = await Peer.start('stubborn', process.execPath, ['-e', script]);
    await peer.stop();
    await expect(peer.run(1, 1000)).rejects.toThrow(BenchError);
  });
});
