import { describe, expect, it } from 'vitest';
import { callTable, idName } from '../../src/abi/table.ts';
import { DEFAULT_SEED } from '../../src/guest/stub/plan.ts';
import { ABI_NAMES } from '../../src/guest/stub/symbols.ts';
import { inputErrorOf, plan, TEXT_START } from './stub-fixture.ts';

const HIGH_BITS = 0x8000000080000000n;

/** Complaints as `line:column message`. */
function complaintsOf(...lines: string[]): string[] {
  const { diagnostics } = inputErrorOf(() => plan(lines));
  return diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('initial registers of a run', () => {
  it('every register is a pattern with bits 63 and 31 set, and no two share a half', () => {
    const { initial } = plan([]);
    const patterns = [...initial.x, initial.spEl0, ...initial.v.flatMap((v) => [v >> 64n, BigInt.asUintN(64, v)])];
    expect(patterns).toHaveLength(31 + 1 + 64);
    for (const pattern of patterns) expect(pattern & HIGH_BITS).toBe(HIGH_BITS);
    const halves = patterns.flatMap((pattern) => [pattern >> 32n, BigInt.asUintN(32, pattern)]);
    expect(new Set(halves).size).toBe(halves.length);
  });

  it('the program starts at EL1 with its own stack pointer and with exceptions masked', () => {
    const { initial } = plan([]);
    expect(initial.pc).toBe(TEXT_START);
    expect(initial.spEl1).toBe(0x800f0000n);
    expect(BigInt.asUintN(28, initial.pstate)).toBe(0x3c5n);
    expect([initial.fpcr, initial.fpsr]).toEqual([0n, 0n]);
  });

  it('at EL0 the stack pointer is SP_EL0', () => {
    const { initial } = plan(['el 0']);
    expect(initial.spEl0).toBe(0x800f0000n);
    expect(initial.spEl1 & HIGH_BITS).toBe(HIGH_BITS);
    expect(BigInt.asUintN(28, initial.pstate)).toBe(0x3c0n);
  });

  it('what the stub names is set, in the width that it names', () => {
    const set =
      'registers x0=FFA_RUN w1=-1 x2=-1 x3..x5=COUNT w6=canary sp=data+16 v1=1<<127 nzcv=0b1010 fpsr=1 sp_el0=0';
    const { initial } = plan([set, 'seed 5']);
    const free = plan(['seed 5']).initial;
    expect(initial.x.slice(0, 6)).toEqual([0x8400006dn, 0xffffffffn, 0xffffffffffffffffn, 3n, 3n, 3n]);
    expect(initial.x[6]).toBe(BigInt.asUintN(32, free.x[6]!));
    expect(initial.x.slice(7)).toEqual(free.x.slice(7));
    expect(initial.spEl1).toBe(0x80001010n);
    expect(initial.spEl0).toBe(0n);
    expect(initial.v[1]).toBe(1n << 127n);
    expect(initial.pstate).toBe(0xa00003c5n);
    expect(initial.fpsr).toBe(1n);
  });

  it('a random stack pointer is aligned and no pattern twice', () => {
    const { initial } = plan(['registers sp=random']);
    expect(initial.spEl1 % 16n).toBe(0n);
    expect(initial.spEl1 & 0x8000000080000000n).toBe(HIGH_BITS);
    expect(initial.x).not.toContain(initial.spEl1);
  });

  it('the same seed gives the same values on every model, another seed gives others', () => {
    const stub = ['registers x3=random', 'reply [none] -> canary x1=canary', 'reply r: -> canary'];
    const first = plan(stub, { seed: 7n });
    expect(plan(stub, { seed: 7n, model: 'none' }).initial).toEqual(first.initial);
    expect(plan(stub, { seed: 7n, model: 'none' }).replies[1]).toEqual(first.replies[0]);
    const second = plan(stub, { seed: 8n });
    for (const [index, value] of second.initial.x.entries()) expect(value).not.toBe(first.initial.x[index]);
    expect(second.undefinedFill).not.toBe(first.undefinedFill);
  });

  it('the seed is the given one, else the one of the stub, else the standard one', () => {
    expect(plan(['seed 9'], { seed: 7n }).seed).toBe(7n);
    expect(plan(['seed 9']).seed).toBe(9n);
    expect(plan([]).seed).toBe(DEFAULT_SEED);
    expect(plan(['seed 9']).initial).toEqual(plan([], { seed: 9n }).initial);
  });

  it('limits, control bits and the model are handed on', () => {
    const planned = plan(['limit traps=3', 'control SCR_EL3.SMD=1'], { model: 'pkvm/v6.18+a=b' });
    expect(planned.limits).toEqual({ instructions: 1_000_000, traps: 3, milliseconds: 5000 });
    expect(planned.control).toEqual({ tsc: true, smd: true, hce: true });
    expect(planned.model).toMatchObject({ name: 'pkvm/v6.18', changes: { a: 'b' } });
  });

  it('values that do not fit, unknown names and a stack pointer named twice are complaints', () => {
    expect(complaintsOf('registers x0=1<<64', 'registers w1=1<<32')).toEqual([
      '1:18 0x10000000000000000 does not fit x0',
      '2:18 0x100000000 does not fit w1',
    ]);
    expect(complaintsOf('registers w0=-0x80000001 nzcv=16')).toHaveLength(2);
    expect(complaintsOf('registers x0=FFA_RUM')).toEqual(['1:18 nothing is called FFA_RUM; did you mean FFA_RUN?']);
    expect(complaintsOf('registers x0=1+cal')).toEqual(['1:20 nothing is called cal; did you mean call?']);
    expect(complaintsOf('registers sp=0 sp_el1=0')).toEqual(['1:15 sp is sp_el1 at EL1: name one of them']);
  });
});

describe('scripted replies of a run', () => {
  it('registers not named are 0, w registers are zero-extended, kept ones are a mask', () => {
    const [reply] = plan(['reply FFA_VERSION at call -> w0=-1 x1=-1 x8..x9=keep x17=keep rx="01"']).replies;
    expect(reply).toMatchObject({ functionId: 0x84000063, address: TEXT_START + 4n, keep: 0x20300 });
    expect(reply!.x).toEqual([0xffffffffn, 0xffffffffffffffffn, ...Array.from({ length: 16 }, () => 0n)]);
    expect(reply!.rx).toEqual(Uint8Array.of(1));
  });

  it('canaries differ between registers and replies and from every initial register', () => {
    const { initial, replies } = plan(['reply -> canary x1..x17=canary', 'reply -> canary x1..x17=canary']);
    const canaries = replies.flatMap(({ x }) => x);
    expect(canaries).toHaveLength(36);
    const all = [...canaries, ...initial.x, initial.spEl0, ...initial.v.map((v) => BigInt.asUintN(64, v))];
    expect(new Set(all).size).toBe(all.length);
    for (const canary of canaries) expect(canary & HIGH_BITS).toBe(HIGH_BITS);
  });

  it('a canary is never what the stub itself puts into a register', () => {
    const drawn = plan(['reply -> canary']).replies[0]!.x[0]!;
    const [reply] = plan([`registers x9=${drawn}`, 'reply -> canary']).replies;
    expect(reply!.x[0]).not.toBe(drawn);
  });

  it('what one register is scripted to hold does not depend on the others', () => {
    const [few] = plan(['reply -> 0 x9=canary']).replies;
    const [many] = plan(['reply -> canary x1..x17=canary']).replies;
    expect(few!.x[9]).toBe(many!.x[9]);
  });

  it('replies for other models are left out and names may be shared between models', () => {
    const stub = ['reply r: [none] -> 1', 'reply r: [pkvm/*] -> 2', 'reply 5 [!none] -> 3'];
    expect(plan(stub).replies.map(({ x, functionId }) => [x[0], functionId])).toEqual([
      [2n, undefined],
      [3n, 5],
    ]);
    expect(plan(stub).replyNames).toEqual(['r', undefined]);
    expect(plan(stub, { model: 'none' }).replyNames).toEqual(['r']);
  });

  it('repeated names, unknown labels and labels of other instructions are complaints', () => {
    expect(complaintsOf('reply r: -> 1', 'reply r: -> 2')).toEqual(['2:5 reply r already stands in line 1']);
    expect(complaintsOf('reply at cal -> 1', 'reply at after -> 1', 'reply at data -> 0')).toEqual([
      '1:14 the program has no label cal; did you mean call?',
      '2:14 the instruction at after is neither SMC nor HVC',
      '3:14 data is 0x80001000: no instruction of the program is there',
    ]);
    expect(complaintsOf('reply at FFA_RUN -> 1')).toEqual(['1:14 FFA_RUN is a constant, not a label of the program']);
    expect(complaintsOf('reply 1<<32 -> 1')[0]).toContain("expected '->'");
    expect(complaintsOf('reply 0x100000000 -> 1')).toEqual(['1:11 0x100000000 does not fit a function id of 32 bits']);
    expect(complaintsOf('reply -> 0 x1=1<<64')).toEqual(['1:19 0x10000000000000000 does not fit x1']);
  });

  it('more replies or more bytes than the machine holds are complaints', () => {
    const many = Array.from({ length: 1025 }, () => 'reply -> 0');
    expect(complaintsOf(...many)).toEqual(['1025:5 more than 1024 replies']);
    const big = Array.from({ length: 65 }, () => `reply -> 0 rx="${'00'.repeat(4096)}"`);
    expect(complaintsOf(...big)).toEqual(['65:5 the rx bytes of all replies exceed 262144']);
  });
});

describe('expectations of a run', () => {
  it('labels of arrivals and states are watched once each, those of traps and other models are not', () => {
    const { watch } = plan([
      'expect done: x0 == 0',
      'expect after: x0 == 0',
      'expect state after: a == 1',
      'expect trap call: handled',
      'expect hyper [none]: x0 == 0',
    ]);
    expect(watch).toEqual([TEXT_START + 8n, TEXT_START + 16n]);
  });

  it('names become numbers in the width of what they are compared with', () => {
    const { expectations } = plan([
      'expect after: w2 == FFA_NOT_SUPPORTED, x2 == MINUS, w3 == MINUS, w4 == FFA_DENIED, v0 == 1',
    ]);
    const [planned] = expectations;
    if (planned?.expectation.kind !== 'arrival') throw new Error('not an arrival');
    const values = planned.expectation.conditions.map((each) =>
      each.kind === 'registers' && each.right.kind === 'value' ? each.right.value : undefined,
    );
    expect(values).toEqual([0xffffffffn, 0xffffffffffffffffn, 0xffffffffn, 0xfffffffan, 1n]);
  });

  it('every name that the report prints for a function id is understood', () => {
    const ids = callTable.flatMap(({ id32, id64 }) => [id32, id64]).filter((id) => id !== undefined);
    expect(ids.length).toBeGreaterThan(50);
    for (const id of ids) expect(ABI_NAMES.get(idName(id)!), idName(id)).toBe(BigInt(id));
  });

  it('a name alone on the right side is a reply where a reply has it', () => {
    const [planned] = plan(['reply r: -> 0', 'expect after: x4..x7 == r']).expectations;
    if (planned?.expectation.kind !== 'arrival') throw new Error('not an arrival');
    expect(planned.expectation.conditions[0]).toMatchObject({ right: { source: { kind: 'named-reply', name: 'r' } } });
  });

  it('a model that is left out makes an expectation that does not apply', () => {
    const stub = [
      'expect after [pkvm/v6.18]: x0 == 0',
      'expect after [pkvm/v6.18+*]: x0 == 0',
      'expect after: x0 == 0',
    ];
    expect(plan(stub).expectations.map(({ applies }) => applies)).toEqual([true, false, true]);
    const changed = plan(stub, { model: 'pkvm/v6.18+neg=1' }).expectations;
    expect(changed.map(({ applies }) => applies)).toEqual([false, true, true]);
  });

  it('unknown labels and names are complaints on every model', () => {
    expect(
      complaintsOf(
        'expect aftr [none]: x0 == 0',
        'expect trap after: handled',
        'expect stop: brk #0 at dune',
        'expect finding done: x4',
        'expect after+2: x0 == 0',
        'expect after+0x20: x0 == 0',
        'expect after: x0 == rely',
        'expect after: x0 == rep.x1',
        'expect el3: FFA_VERSON',
        'expect stop: brk #65536',
      ),
    ).toEqual([
      '1:12 the program has no label aftr; did you mean after?',
      '2:17 the instruction at after is neither SMC nor HVC',
      '3:28 the program has no label dune; did you mean done?',
      '4:20 the instruction at done is neither SMC nor HVC',
      '5:12 after is 0x8000000a: no instruction of the program is there',
      '6:12 after is 0x80000028: no instruction of the program is there',
      '7:25 nothing is called rely',
      '8:25 no reply is called rep',
      '9:17 nothing is called FFA_VERSON; did you mean FFA_VERSION?',
      '10:23 0x10000 does not fit an immediate of 16 bits',
    ]);
  });

  it('comparisons that no register can meet are complaints', () => {
    expect(
      complaintsOf(
        'reply call: -> 0',
        'expect after: x5 & 0xff == 0x103',
        'expect after: x0 == call',
        'expect trap call: smcs & 1 == 2',
        'expect after: w0 == 1<<32',
        'reply r: -> 0',
        'expect after: x18 == r',
        'expect after: sp == r',
      ),
    ).toEqual([
      '2:19 0x103 has bits outside the mask 0xff',
      "3:25 call is both a reply and a label: write call.x0 for the reply's register",
      '4:23 0x2 has bits outside the mask 0x1',
      '5:25 0x100000000 does not fit w0',
      '7:26 a reply has x0 to x17 only',
      '8:25 a reply has x0 to x17 only',
    ]);
  });
});
