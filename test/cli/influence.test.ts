import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itWith } from '../support/needs.ts';
import { root, trapline, withFile } from './command.ts';

const story = 'guest-asm/preserve/interrupted-request2.S';
const xen = ['guest-asm/xen/id-get.S', '--firmware', 'tfa-spmd+optee'];

interface SegmentJson {
  high: number;
  low: number;
  kind: string;
  value: string;
}
interface RegisterJson {
  register: string;
  writer: string;
  segments: SegmentJson[];
}
interface TrapJson {
  trap: number;
  label: string | null;
  call: string;
  base_points: number;
  witnesses: number;
  registers: RegisterJson[];
  asked: { smc: number; registers: RegisterJson[] }[];
  decisive: { source: string | number; register: string; high: number; low: number }[];
}

function analyse(...args: string[]): { model: string; traps: TrapJson[] }[] {
  const { code, out, err } = trapline(['influence', ...args, '--seed', '7', '--format', 'json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out).runs;
}

/** How the whole of a register is made, or its segments. */
const kindOf = ({ segments }: RegisterJson): string =>
  segments.map(({ high, low, kind }) => (low === 0 && high === 63 ? kind : `${high}:${low} ${kind}`)).join(' ');

const REQUEST = `//! models none
//! firmware tfa-spmd+hafnium
//! partition 0x8001 code=partition.S
.include "call.inc"
_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_MSG_SEND_DIRECT_REQ
  mov w1, #0x8001
  mov x2, #0
  mov x3, #0
  smc #0
  brk #0
`;

/** A direct request to a partition that hangs where w3[15:0] is not 0, and else answers after so many turns of a loop. */
function withPartition(turns: number, use: (path: string) => void): void {
  const program = `.include "partition.inc"
_start:
  begin_wait
wait:
  smc #0
  and x20, x3, #0xffff
  mov x21, #${turns}
1:
  cbnz x20, 1b
2:
  subs x21, x21, #1
  b.ne 2b
  begin_response
  b wait
`;
  withFile('request.S', REQUEST, (path) => {
    writeFileSync(join(dirname(path), 'partition.S'), program);
    use(path);
  });
}

describe('trapline influence', () => {
  it('says of every register of every trap what it is made of, in few lines', () => {
    const { code, out } = trapline(['influence', story, '--model', 'pkvm/v6.18', '--seed', '7']);
    expect(code).toBe(0);
    expect(out).toMatch(/x1–x17 +uninitialised EL2 stack/);
    expect(out).toMatch(/x3–x17 +constant 0000000000000000 {3}EL2/);
    expect(out).toMatch(/x0–x17 +reply x0–x17\n {2}x18–x30 +preserved/);
    expect(out).toMatch(/SMC 1\n {2}x0–x17 +preserved/);
    expect(out).toMatch(/decide the path x0\[31:0\] \(32 bits\)/);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('finds Xen’s zeros in x8 to x17 where version 1.2 counts, and nowhere else', () => {
    const made = (model: string) =>
      analyse(...xen, '--model', model, '--trap', 'call')[0]!
        .traps[0]!.registers.slice(8, 18)
        .map(kindOf);
    expect(made('xen/v1.2')).toEqual(Array.from({ length: 10 }, () => 'constant'));
    expect(made('xen/negotiation-merged')).toEqual(Array.from({ length: 10 }, () => 'preserved'));
  });

  it('leaves out no bit of any register, of the reply or of an SMC, and rests on two base points', () => {
    const traps = analyse(story).flatMap((run) => run.traps);
    expect(traps.length).toBeGreaterThan(8);
    for (const { registers, asked, base_points, witnesses } of traps) {
      expect([base_points, witnesses > 0]).toEqual([2, true]);
      expect(registers.map(({ register }) => register)).toEqual(Array.from({ length: 31 }, (_, n) => `x${n}`));
      for (const { segments } of [...registers, ...asked.flatMap((smc) => smc.registers)]) {
        expect(segments[0]!.high).toBe(63);
        expect(segments.at(-1)!.low).toBe(0);
        segments.slice(1).forEach(({ high }, n) => {
          expect(high).toBe(segments[n]!.low - 1);
        });
      }
    }
  });

  it('has no key in its JSON that docs/influence.md does not explain', () => {
    const documented = readFileSync(join(root, 'docs', 'influence.md'), 'utf8');
    const keys = new Set<string>();
    const collect = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(collect);
      else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) {
          keys.add(key);
          collect(inner);
        }
      }
    };
    collect(analyse(story));
    expect(keys.size).toBeGreaterThan(20);
    expect([...keys].filter((key) => !documented.includes(`\`${key}\``))).toEqual([]);
  });

  it('puts what flips prove beside what the rules complain of', () => {
    const stub = 'guest-asm/preserve/handled-smc32.S';
    const { out } = trapline(['influence', stub, '--model', 'pkvm/v6.18', '--seed', '7', '--trap', 'handled']);
    expect(out).toMatch(/! disputed +smc32-x8-x17 \(smccc-1\.2\): x8–x17 constant 0000000000000000/);
    const leak = ['guest-asm/firmware/stale-registers.S', '--model', 'none', '--firmware', 'tfa-spmd+hafnium'];
    const { out: leaked } = trapline(['influence', ...leak, '--trap', 'run', '--profile', 'ffa-1.2', '--seed', '7']);
    expect(leaked).toMatch(/! violation +leak-firmware \(ffa-1\.2\): x8–x17 reply x8–x17/);
  });

  it('takes the trap that is asked for: by number, by label, by its n-th time there, by address', () => {
    const numbers = (trap: string) =>
      analyse(...xen, '--model', 'xen/v1.2', '--trap', trap)[0]!.traps.map((t) => t.trap);
    expect(numbers('2')).toEqual([2]);
    expect(numbers('call')).toEqual([2]);
    expect(numbers('call#1')).toEqual([2]);
    expect(numbers('0x8000001c')).toEqual([2]);
  });

  itWith('libunicorn', 'says the same whoever executes the guest', () => {
    const engine = (name: string) =>
      analyse(story, '--model', 'pkvm/v6.18', '--engine', name).map(({ traps }) => traps);
    expect(engine('unicorn')).toEqual(engine('core'));
    expect(engine('lockstep')).toEqual(engine('core'));
  });

  it('draws a row a register, all of them in one SVG', () => {
    const { code, out } = trapline(['influence', ...xen, '--model', 'xen/v1.2', '--seed', '7', '--format', 'svg']);
    expect(code).toBe(0);
    expect(out.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
    expect(out).toContain('<title>x8: constant 0000000000000000</title>');
    expect(out.match(/<text[^>]*>x30<\/text>/g)).toHaveLength(3);
    const open = out.match(/<(svg|g|text|title|style)[ >]/g) ?? [];
    const closed = out.match(/<\/(svg|g|text|title|style)>/g) ?? [];
    expect(open.length).toBe(closed.length);
  });

  it.each([
    [['--trap', 'nowhere'], 'the program has no label nowhere'],
    [['--trap', '99'], 'no trap 99 was taken'],
    [['--trap', 'call#3'], 'no trap call#3 to analyse'],
    [['--trap', '@'], "'@' names no trap"],
    [['--model', 'nobody'], 'unknown model `nobody`'],
    [['--firmware', 'nothing'], 'nothing'],
    [['--seed', 'x'], 'expected a whole number'],
    [['--format', 'tap'], 'Allowed choices are text, json, svg, html'],
    [['--output', '/nowhere/at/all'], '/nowhere/at/all'],
  ])('ends with 2 on %j and says why', (args, message) => {
    const { code, out, err } = trapline(['influence', 'guest-asm/xen/id-get.S', '--model', 'xen/v1.2', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  it('says which of the caller’s bits EL3 hands back elsewhere, and which a partition’s program hangs on', () => {
    withPartition(3000, (path) => {
      const [{ traps } = { traps: [] }] = analyse(path, '--trap', '2');
      const segments = (register: number) => traps[0]!.registers[register]!.segments;
      // Sender and receiver change places: w1[31:16] and w1[15:0].
      expect(segments(1)).toContainEqual(
        expect.objectContaining({ high: 15, low: 0, origin: { source: 'caller', register: 'x1', high: 31, low: 16 } }),
      );
      expect(traps[0]!.decisive).toContainEqual({ source: 'caller', register: 'x3', high: 15, low: 0 });
    });
  });

  it('leaves out a trap in which a partition’s program executes too much, and says so', () => {
    withPartition(30_000, (path) => {
      expect(trapline(['influence', path]).out).toContain('1 trap left out: of a run the first 64 are analysed');
      const { code, err } = trapline(['influence', path, '--trap', '2']);
      expect(code).toBe(2);
      expect(err).toContain('no trap 2 to analyse');
    });
  });

  it('ends with 2 where a program takes no trap at all', () => {
    withFile('idle.S', '_start:\n  brk #0\n', (path) => {
      const { code, err } = trapline(['influence', path]);
      expect(code).toBe(2);
      expect(err).toContain('no trap was taken');
    });
  });
});
