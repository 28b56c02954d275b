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
    registers: [],
    exceptionLevel: 1,
    conduit: 'smc',
    control: { tsc: true, smd: false, hce: true },
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
 * | `firmware NAME=VALUE …` | switches of the firmware: `version=1.2 neg1=32` |
 * | `registers REG=VALUE …` | initial registers: `x0=1 x4..x17=canary v0..v3=0 sp=0x80080000 nzcv=0b0110` |
 * | `el 0` or `el 1` | exception level of the program, 1 if not given |
 * | `conduit smc` or `conduit hvc` | sets the assembler symbol CONDUIT to 0 (default) or 1 |
 * | `control BIT=0 …` | HCR_EL2.TSC (1), SCR_EL3.SMD (0), SCR_EL3.HCE (1), defaults in brackets |
 * | `seed N` | seed of the register patterns, 64 bits |
 * | `limit NAME=N …` | instructions (1000000), traps (1000), milliseconds (5000), defaults in brackets |
 * | `profile NAME` | the rules that preservation is judged by |
 * | `reply [NAME:] [FUNCTION] [at LABEL] [MODELS] -> VALUE REG=VALUE … [rx="HEX"]` | answer to one SMC |
 * | `expect LABEL[#N] [MODELS]: CONDITION, …` | registers whenever (or the N-th time) the guest comes to LABEL |
 * | `expect trap LABEL[#N] [MODELS]: CONDITION, …` | the trap that the SMC or HVC at LABEL takes |
 * | `expect state LABEL[#N] [MODELS]: VARIABLE == N, …` | variables of the model at LABEL |
 * | `expect boot [MODELS]: VARIABLE == N, …` | the same after the hypervisor's boot; `result` is what it returned |
 * | `expect el3 [MODELS]: CALL CALL …` | all SMCs that reached EL3, boot included; `…` at either end, `none` for no call |
 * | `expect stop [MODELS]: KIND [#N] [at LABEL]` | how the run ends; `brk #0` where no line says so |
 * | `expect finding LABEL[#N] [MODELS]: REG … [rule=GLOB]` | known preservation findings; LABEL `*` is any trap |
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
 * not-supported, psci, untrapped, undefined, and smcs, warnings, immediate, instruction, source_el, target_el, esr, elr,
 * spsr, vector, entry_pstate, return_address; registers are those after the trap there.
 *
 * MODELS: `[glob, !glob]` over the model's name with its changes, `*` any text and `?` any character; the line is left
 * out on other models. Without brackets it holds for all.
 *
 * A declared finding must appear in at least one trap at its label, and then does not fail the run.
 *
 * Throws one InputError with a diagnostic for every line that is not as above.
 */
export function parseStub(text: string, fileName: string): StubSpec {
  const spec = emptySpec(fileName);
  const seen = new Map<string, number>();
  gather(directiveLines(text, fileName), (line) => parseLine(line, spec, seen));
  return spec;
}
