import { Cursor } from './stub/cursor.ts';
import { DIRECTIVES } from './stub/directives.ts';
import { type DirectiveLine, directiveLines } from './stub/lines.ts';
import { gather } from './stub/place.ts';
import { DEFAULT_LIMITS, type StubSpec } from './stub/spec.ts';
import { didYouMean } from './stub/suggest.ts';

export { rejectStubLines } from './stub/lines.ts';
export type { ModelChoice, StubSpec } from './stub/spec.ts';

const NAME = /[A-Za-z]\w*/y;

function emptySpec(file: string): StubSpec {
  return {
    file,
    title: undefined,
    asks: '',
    rows: [],
    notes: [],
    models: [],
    firmware: [],
    firmwares: [],
    partitions: [],
    vms: [],
    registers: [],
    exceptionLevel: 1,
    conduit: 'smc',
    control: { tsc: true, smd: false, hce: true },
    lateHypervisor: undefined,
    seed: undefined,
    limits: { ...DEFAULT_LIMITS },
    profile: undefined,
    replies: [],
    expectations: [],
  };
}

function parseLine(line: DirectiveLine, spec: StubSpec, seen: Map<string, number>): void {
  const cursor: Cursor = new Cursor(line, line.start);
  if (cursor.atEnd()) return;
  const from = cursor.offset;
  const name = cursor.match(NAME) ?? cursor.fail(`expected a directive${cursor.found()}`);
  const directive = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
  if (!directive || !/^(?:\s|$)/.test(cursor.ahead(1))) {
    cursor.fail(`no directive is called ${name}${didYouMean(name, Object.keys(DIRECTIVES))}`, from);
  }
  const earlier = seen.get(name);
  if (earlier !== undefined && !directive.repeats) cursor.fail(`${name} already stands in line ${earlier}`, from);
  seen.set(name, line.line);
  if (!directive.prose) cursor.dropComment();
  directive.parse(cursor, spec, from);
  cursor.finish('expected the end of the line');
}

/**
 * Reads the `//!` lines of a stub. They stand on lines of their own, in any order; `//` ends all but the prose ones.
 *
 * | directive | what it says |
 * | --- | --- |
 * | `title TEXT` | one line for headings (once) |
 * | `asks TEXT` | the question; several lines are joined |
 * | `rows ID, ID` | the claims that the stub is about |
 * | `note TEXT` | a remark for the end of the report (repeatable) |
 * | `models NAME NAME+SWITCH=VALUE` | models to run on, with changes to their switches |
 * | `firmware NAME … SWITCH=VALUE …` | firmware to run on, `tfa-spmd+hafnium` or `NAME+SWITCH=VALUE`, each with each model \
 *   that names none after an `@`; switches of all firmware: `version=1.2 neg1=32` |
 * | `partition ID [SETTING=VALUE …] [: HANDLER; HANDLER …]` | a secure partition behind the firmware, and what it does |
 * | `vm DOMAIN calls LABEL, LABEL …` | with Xen, these SMCs and HVCs are another VM's; all others are domain 1's |
 * | `vm DOMAIN ends LABEL` | it is destroyed before the SMC or HVC at LABEL, which is another VM's |
 * | `registers REG=VALUE …` | initial registers: `x0=1 x4..x17=canary v0..v3=0 sp=0x80080000 nzcv=0b0110` |
 * | `el 0` or `el 1` | exception level of the program, 1 if not given |
 * | `conduit smc` or `conduit hvc` | sets the assembler symbol CONDUIT to 0 (default) or 1 |
 * | `control BIT=0 …` | HCR_EL2.TSC (1), SCR_EL3.SMD (0), SCR_EL3.HCE (1), defaults in brackets |
 * | `hypervisor at-hvc` | the program's first HVC starts pKVM, and until then its SMCs go to EL3; x0 is 0 or a negative errno |
 * | `seed N` | seed of the register patterns, 64 bits |
 * | `limit NAME=N …` | instructions (1000000), traps (1000), milliseconds (5000), defaults in brackets |
 * | `profile NAME` | the rules that preservation is judged by |
 * | `reply [NAME:] [FUNCTION] [at LABEL] [MODELS] -> VALUE REG=VALUE … [rx="HEX"]` | answer to one SMC |
 * | `expect LABEL[#N] [MODELS]: CONDITION, …` | registers whenever (or the N-th time) the guest comes to LABEL |
 * | `expect trap LABEL[#N] [MODELS]: CONDITION, …` | the trap that the SMC or HVC at LABEL takes |
 * | `expect state LABEL[#N] [MODELS]: VARIABLE == N, …` | variables of the model at LABEL |
 * | `expect boot [MODELS]: VARIABLE == N, …` | the same after the hypervisor's boot; `result` is what it returned |
 * | `expect el3 [MODELS]: CALL CALL …` | all SMCs that reached EL3, boot included; `…` at either end, `none` for no call |
 * | `expect partition ID[#N] [MODELS]: CONDITION, …` | a partition's x0 to x17, a program's x0 to x30, after each (or the N-th) of its calls |
 * | `expect calls ID [MODELS]: CALL CALL …` | all calls of a partition, its initialisation included |
 * | `expect stop [MODELS]: KIND [#N] [at LABEL]` | how the run ends; `brk #0` where no line says so |
 * | `expect finding LABEL[#N] [MODELS]: REG … [rule=GLOB]` | known preservation findings; LABEL `*` is any trap |
 * | `expect finding partition ID[#N] [MODELS]: REG … [rule=GLOB]` | the same in a partition's own registers |
 * | `red …` | as any `expect` line: what must not hold on its MODELS, which have a bug of the past, and must on all others |
 *
 * VALUE: a constant expression (decimal, 0x, 0b; labels, `.equ` names, FF-A, PSCI and SMCCC names; * + - << >> & ^ | ~ and
 * parentheses as in C), `canary` or `random` (a seeded pattern with bits 63 and 31 set, another one for every register
 * and reply), in replies `keep` (as the SMC passed it). A w register takes a 32-bit value, its upper half becomes zero:
 * `-> -1` is 0xffffffffffffffff, `-> w0=-1` is 0x00000000ffffffff. Initial registers not named are patterns, reply
 * registers not named are 0; a reply must say what x0 is.
 *
 * CONDITION on registers: `REG [& MASK] == RIGHT` or `!=`; REG is x0 to x30, w, v0 to v31, sp, sp_el0, sp_el1, pc,
 * nzcv, pstate, fpsr, fpcr or a range, compared one by one in the left side's width. RIGHT is a VALUE, or registers:
 * `before` (when the last trap was taken), `initial`, `reply` (what EL3 returned: the last scripted reply of the last
 * trap, else its last SMC), NAME (a named reply); each means the same register or takes one: `before.x1`,
 * `reply.x8..x17`. `REG undefined`: EL2 returned an uninitialised value. On a trap also handled, refused, forwarded,
 * not-supported, psci, untrapped, undefined, hypercall, and smcs, warnings, immediate, instruction, source_el, target_el,
 * esr, elr, spsr, vector, entry_pstate, return_address; registers are those after the trap there.
 *
 * MODELS: `[glob, !glob]` over the model's name with its changes, `*` any text and `?` any character; the line is left
 * out on other models. A glob with an `@` is over model and firmware, `none@tfa-*`. Without brackets it holds for all.
 *
 * Settings of a partition: `version=1.2` (default), `receives=` and `sends=` with `REQ`, `REQ2`, `REQ,REQ2` (default) or
 * `none`, `properties=BITS`, `uuid=32 hexadecimal digits` (repeatable), `contexts=1`, `logical` (a part of the SPMC itself),
 * `code=FILE`. Several lines about one partition add up. Without any, 0x8001 echoes every request.
 *
 * `code=FILE` makes the partition a program, a path from the stub's folder: it is assembled for memory of its own that the
 * guest cannot reach, and runs at S-EL1 on the interpreter, whatever engine the guest has, from `_start` until its first
 * FFA_MSG_WAIT at boot, then whenever it is given control, and makes its own SMCs. The run's instruction limit is for both.
 * In the place of handlers it may have `at LABEL interrupt` or `at LABEL interrupt ID`: an interrupt as in a STEP, once,
 * before the instruction at a label of the program. guest-asm/include/partition.inc has macros for such programs.
 *
 * HANDLER: `on EVENT[#N] STEP, then STEP …`: what the partition does whenever (or the N-th time) it is given control for
 * REQ (any request), REQ32, REQ64, REQ2, RUN, INTERRUPT or INIT. STEP: [NAME:] one of RESP (as the request), RESP32, RESP64,
 * RESP2, `wait`, `yield`, `error CODE`, `run ID`, `REQ32 ID`, `REQ64 ID`, `REQ2 ID`, `abort`, `call FUNCTION`, each a call
 * that may set registers (`x4..x17=canary`); or `interrupt`, a non-secure interrupt at this point, `interrupt ID` a secure
 * one for another partition. VALUE here is also `request` (the register of the request) or `keep` (what the partition
 * has). Registers not named are what the call needs, a response's payload is the request's, all else 0. A call that fails
 * is followed by the next step; after the last one the partition responds to its request, or waits.
 *
 * A declared finding must appear in at least one trap at its label, and then does not fail the run. A `red finding` is one
 * that a bug of the past brings: it is counted as red, not as passed.
 *
 * Throws one InputError with a diagnostic for every line that is not as above.
 */
export function parseStub(text: string, fileName: string): StubSpec {
  const spec = emptySpec(fileName);
  const seen = new Map<string, number>();
  gather(directiveLines(text, fileName), (line) => parseLine(line, spec, seen));
  return spec;
}
