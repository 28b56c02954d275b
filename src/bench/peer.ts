import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { endWithUs } from './children.ts';
import { BenchError } from './row.ts';

/** What a peer says of one request. */
export interface PeerReply {
  /** Operations that it counted itself. */
  count: bigint;
  /** Time that they took by its own clock, in ns. */
  elapsed: number;
  /** What it computed. */
  check: bigint;
}

const GREETING = /^trapline-peer 1 (.+)$/;
const REPLY = /^([0-9a-f]{16}) ([0-9a-f]{16}) ([0-9a-f]{16})$/;
const LEAVE = '0000000000000000\n';
/** Time to end by itself, in ms. */
const PATIENCE = 1000;
/** A peer's clock may tick a little faster than ours. */
const CLOCK_TOLERANCE = 1.02;

/** Reads a reply line. Throws BenchError where it is none. */
export function parseReply(line: string): PeerReply {
  const fields = REPLY.exec(line);
  if (!fields) throw new BenchError(`not a reply: ${JSON.stringify(line)}`);
  const [count, elapsed, check] = fields.slice(1).map((digits) => BigInt(`0x${digits}`)) as [bigint, bigint, bigint];
  return { count, elapsed: Number(elapsed), check };
}

/** The line that asks for n operations. */
export function formatRequest(n: number): string {
  return `${BigInt(n).toString(16).padStart(16, '0')}\n`;
}

/**
 * A peer program: a process that measures itself on request (bench/README.md has the protocol). Only its own handle ever
 * ends it. Each wait has a limit, and a peer that passes it is ended and of no further use.
 */
export class Peer {
  readonly #name: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #complaint = '';
  #description = '';
  readonly #ended: () => void;

  private constructor(name: string, command: string, args: readonly string[]) {
    this.#name = name;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    // Both fail when the process is not there (any more); the wait for a line reports it.
    this.#child.on('error', (error) => this.#complain(error.message));
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => this.#complain(text));
    this.#reader = createInterface({ input: this.#child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    this.#lines = this.#reader[Symbol.asyncIterator]();
    this.#ended = endWithUs(this.#child);
  }

  /** Starts a peer and waits for its greeting. Throws BenchError where none comes within `limit` ms. */
  static async start(name: string, command: string, args: readonly string[], limit = 10_000): Promise<Peer> {
    const peer = new Peer(name, command, args);
    try {
      const line = await peer.#line(limit);
      const greeting = GREETING.exec(line);
      if (!greeting) throw new BenchError(`${name} said ${JSON.stringify(line)} instead of a greeting`);
      peer.#description = greeting[1]!;
      return peer;
    } catch (error) {
      await peer.stop();
      throw error;
    }
  }

  /** How the peer describes itself. */
  get description(): string {
    return this.#description;
  }

  /**
   * Has the peer execute n operations. Throws BenchError where it takes longer than `limit` ms, counts other than n, or
   * claims more or no time.
   */
  async run(n: number, limit = 60_000): Promise<PeerReply> {
    const start = performance.now();
    this.#child.stdin.write(formatRequest(n));
    const reply = parseReply(await this.#line(limit));
    const passed = (performance.now() - start) * 1e6;
    if (reply.count !== BigInt(n)) throw new BenchError(`${this.#name} counted ${reply.count} operations, not ${n}`);
    if (reply.elapsed <= 0 || reply.elapsed > passed * CLOCK_TOLERANCE) {
      throw new BenchError(`${this.#name} says that it took ${reply.elapsed} ns, of ${Math.round(passed)} that passed`);
    }
    return reply;
  }

  /** Asks the peer to leave, and ends it where it does not. */
  async stop(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const left = once(this.#child, 'exit');
      this.#child.stdin.end(LEAVE);
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE);
      await left;
      clearTimeout(timer);
    }
    this.#reader.close();
    this.#ended();
  }

  async #line(limit: number): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), limit);
    });
    const next = await Promise.race([this.#lines.next(), late]);
    clearTimeout(timer);
    if (next === 'late') {
      this.#child.kill('SIGKILL');
      throw new BenchError(`${this.#name} did not answer within ${limit} ms`);
    }
    if (next.done) throw new BenchError(`${this.#name} ended early${this.#complaint && `: ${this.#complaint.trim()}`}`);
    return next.value;
  }

  /** Keeps the last of what the peer complains about. */
  #complain(text: string): void {
    this.#complaint = (this.#complaint + text).slice(-500);
  }
}
