import type { AssemblerMessage } from '../image.ts';
import { AliasTable } from './aliases.ts';
import { isBlank } from './characters.ts';
import { Complaint } from './complaint.ts';
import { Conditionals } from './conditionals.ts';
import { Cursor } from './cursor.ts';
import { DiagnosticLog, describe, GivenUp } from './diagnostics.ts';
import type { Directive } from './directives/directive.ts';
import { conditionalDirectives, directives, equals, registerAlias, unknownDirective } from './directives/index.ts';
import { isBlockOpener, readBody } from './directives/repetition.ts';
import { Evaluator } from './evaluate.ts';
import type { Expression } from './expression.ts';
import type { FileFinder } from './files.ts';
import { Frame, type Place, type Statement } from './frames.ts';
import { type Instruction, recordInstruction } from './instructions.ts';
import { atAssignment, atRegisterAlias, readLabel } from './lead.ts';
import { Budget, LIMITS } from './limits.ts';
import { bindArguments, Expansion, type Macro } from './macros.ts';
import { PlacedText, type SourceFile } from './placed-text.ts';
import { SectionTable } from './section-table.ts';
import { linesOf } from './splitter.ts';
import { type Moment, SymbolTable } from './symbols.ts';

/**
 * The first pass: reads statements in order, expands macros, fills sections. Instructions and values that depend on what
 * comes later are recorded, with the moment at which they stand, for the second pass (finish.ts).
 */
export class Assembler {
  readonly budget = new Budget();
  readonly symbols = new SymbolTable();
  readonly evaluator = new Evaluator(this.symbols, this.budget);
  readonly sections = new SectionTable(this.budget);
  readonly conditionals = new Conditionals();
  readonly aliases = new AliasTable();
  readonly macros = new Map<string, Macro>();
  readonly log = new DiagnosticLog();
  readonly messages: AssemblerMessage[] = [];
  readonly instructions: Instruction[] = [];
  /** Expressions that need no bytes but must be right (`.size`). */
  readonly checks: { expression: Expression; moment: Moment; statement: Statement }[] = [];
  readonly files: FileFinder;
  readonly main: SourceFile;
  /** Macro expansions so far: what `\@` becomes. */
  expansions = 0;
  /** The statement being assembled. */
  statement: Statement;
  /** The `.cfi_startproc` that has no `.cfi_endproc` yet. */
  openProcedure: Place | undefined;
  /** The first pass did not come to the program's end: what follows from it means nothing. */
  gaveUp = false;
  #frame: Frame;
  #ended = false;

  constructor(main: SourceFile, files: FileFinder) {
    this.main = main;
    this.files = files;
    this.#frame = new Frame('file', main.name, linesOf(main));
    this.statement = { text: PlacedText.ofLine(main, 1), frame: this.#frame };
  }

  /** Reads the program to its end. Errors go to the log. */
  run(): void {
    try {
      for (let more = this.#next(); more && !this.#ended; more = this.#next()) this.guard(() => this.#assemble());
      this.guard(() => this.#close());
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error;
      this.gaveUp = true;
    }
  }

  /** Runs `action` and logs a complaint of it; true where there was none. */
  guard(action: () => void, statement = this.statement, time = this.symbols.tick()): boolean {
    try {
      action();
      return true;
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      this.log.add(error, error.statement ?? statement, time);
      return false;
    }
  }

  /** The present point of the program. */
  moment(): Moment {
    const section = this.sections.current;
    const location = { section, number: BigInt(section.size), negated: false };
    return { time: this.symbols.tick(), location };
  }

  /** A number that has to be known here, such as a count. `what` names it in the complaint. */
  known(operands: Cursor, what: string): bigint {
    const start = operands.offset;
    const value = this.evaluator.evaluate(operands.expression(), this.moment());
    if (value === undefined || value.section !== undefined) {
      operands.fail(`${what} must be a number that is known here`, start);
    }
    return value.number;
  }

  say(kind: AssemblerMessage['kind'], message: string, at: number): void {
    this.messages.push({ kind, ...describe(new Complaint(message, at), this.statement) });
  }

  /** Ends the assembly at this statement (`.end`). */
  end(): void {
    this.#ended = true;
  }

  /** Opens a frame that is read from the next statement on. */
  enter(frame: Frame): void {
    this.#frame = frame;
  }

  placeAt(offset: number): Place {
    return { statement: this.statement, offset };
  }

  /** The next statement of the current frame alone, for reading bodies; undefined at its end. */
  nextOfFrame(): Statement | undefined {
    const split = this.#frame.source.next();
    if (split !== undefined) this.budget.spend('statements', 1);
    return split && { ...split, frame: this.#frame };
  }

  /** Leaves the innermost macro or loop (`.exitm`), and the `.if` blocks opened in it. */
  leaveExpansion(at: number): void {
    const { parent } = this.#frame;
    if (this.#frame.kind === 'file' || parent === undefined) throw new Complaint('.exitm outside a macro', at);
    this.conditionals.abandon(this.#frame);
    this.#frame = parent;
  }

  /** Starts reading a macro or loop body. */
  expand(kind: 'macro' | 'loop', name: string, source: Expansion, at: number): void {
    const frame = new Frame(kind, name, source, this.placeAt(at));
    if (frame.depth > LIMITS.macroDepth) {
      throw new Complaint(`macros are nested more than ${LIMITS.macroDepth} deep`, at, { fatal: true });
    }
    this.enter(frame);
  }

  /** What the end of the program brings. */
  #close(): void {
    for (let frame: Frame | undefined = this.#frame; frame !== undefined; frame = frame.parent) this.#leave(frame);
    for (const section of this.sections.all) section.literals?.flush();
    if (this.openProcedure === undefined) return;
    const { statement, offset } = this.openProcedure;
    throw new Complaint('this .cfi_startproc has no .cfi_endproc', offset, { statement });
  }

  /** Steps to the next statement; frames that end are closed. False at the end of the program. */
  #next(): boolean {
    for (;;) {
      let statement: Statement | undefined;
      if (!this.guard(() => (statement = this.nextOfFrame()))) continue;
      if (statement !== undefined) {
        this.statement = statement;
        return true;
      }
      const ended = this.#frame;
      this.#leave(ended);
      if (ended.parent === undefined) return false;
      this.#frame = ended.parent;
    }
  }

  /** Complains about the `.if` blocks that a frame leaves open. */
  #leave(frame: Frame): void {
    for (const complaint of this.conditionals.unclosedIn(frame)) this.guard(() => raise(complaint));
  }

  #assemble(): void {
    const cursor = new Cursor(this.statement.text.text);
    if (this.conditionals.active) {
      while (this.#label(cursor));
      const { complaint } = this.statement;
      if (complaint !== undefined) this.#refuse(cursor, complaint);
      if (cursor.atEnd) return;
      const { handler, name, at } = this.#lead(cursor);
      handler(this, cursor, name, at);
    } else {
      this.#skip(cursor);
    }
  }

  /** In a branch that is not taken only conditionals count, and what looks like a misspelt one. */
  #skip(cursor: Cursor): void {
    while (readLabel(cursor) !== undefined);
    const at = cursor.offset;
    const name = cursor.acceptName()?.toLowerCase() ?? '';
    const directive = conditionalDirectives.get(name);
    if (directive !== undefined) directive(this, cursor, name, at);
    else if (/^\.(if|el|endi)/.test(name) && !this.macros.has(name)) unknownDirective(this, cursor, name, at);
  }

  #label(cursor: Cursor): boolean {
    const at = cursor.offset;
    const label = readLabel(cursor);
    if (label === undefined) return false;
    const section = this.sections.current;
    if (typeof label === 'number') this.symbols.defineNumeric(label, section);
    else this.symbols.defineLabel(label, section, this.placeAt(at));
    section.pendingLabel = { name: `${label}`, place: this.placeAt(at) };
    this.evaluator.forget();
    return true;
  }

  /** Reads what a statement starts with, and answers who carries it out. */
  #lead(cursor: Cursor): { handler: Directive; name: string; at: number } {
    const at = cursor.offset;
    const name = cursor.acceptName();
    if (name === undefined) cursor.expected('a label, directive, macro or instruction');
    if (atAssignment(cursor)) return { handler: equals, name, at };
    if (atRegisterAlias(cursor)) return { handler: registerAlias, name, at };
    const key = name.toLowerCase();
    const handler = conditionalDirectives.get(key) ?? directives.get(key);
    if (handler !== undefined) {
      if (cursor.text[at + name.length] === '"') cursor.fail(`a blank is missing after ${name}`, at + name.length);
      return { handler, name: key, at };
    }
    if (this.macros.has(key)) return { handler: invoke, name: key, at };
    return { handler: key.startsWith('.') ? unknownDirective : recordInstruction, name: key, at };
  }

  /** Complains about a statement that cannot be read; a block that it opens is still a block. */
  #refuse(cursor: Cursor, complaint: Complaint): never {
    const at = cursor.offset;
    const name = cursor.acceptName()?.toLowerCase() ?? '';
    if (isBlockOpener(name)) {
      this.guard(() => raise(complaint));
      readBody(this, name, at);
    }
    if (conditionalDirectives.has(name) && name.startsWith('.if')) {
      this.conditionals.open(this.placeAt(at), () => raise(complaint));
    }
    throw complaint;
  }

  isDirective(name: string): boolean {
    return conditionalDirectives.has(name) || directives.has(name);
  }
}

const invoke: Directive = (assembler, operands, name, at) => {
  const next = operands.text[at + name.length];
  if (next !== undefined && !isBlank(next))
    operands.fail('a blank is missing after the name of the macro', at + name.length);
  const macro = assembler.macros.get(name)!;
  const parameters = bindArguments(macro, assembler.statement, operands.offset);
  const counter = assembler.expansions;
  assembler.expansions += 1;
  assembler.expand('macro', macro.name, new Expansion(macro.body, [{ parameters, counter }], assembler.budget), at);
};

function raise(complaint: Complaint): never {
  throw complaint;
}
