import type { LockStyle, Scenario, ScenarioThread, Statement } from './language.ts';

/** Set where a thread found a lock taken: such executions are left out. */
const blocked = 'W28';
/** Holds constants and what a lock held. */
const scratch = 'W27';

/** Turns one thread into A64. */
class ThreadWriter {
  readonly lines: string[] = [];
  private readonly shared: readonly string[];
  private readonly locks: LockStyle;
  /** Registers of local variables. */
  readonly locals = new Map<string, string>();
  private readonly thread: number;
  private labels = 0;
  takesLocks = false;

  constructor(thread: number, shared: readonly string[], locks: LockStyle) {
    this.thread = thread;
    this.shared = shared;
    this.locks = locks;
  }

  /** The register that a shared variable's address is in. */
  address(name: string): string {
    return `X${10 + this.shared.indexOf(name)}`;
  }

  local(name: string): string {
    const known = this.locals.get(name);
    if (known) return known;
    const register = `W${this.locals.size}`;
    if (this.locals.size === 10) throw new Error('a thread of a scenario has at most ten local variables');
    this.locals.set(name, register);
    return register;
  }

  write({ body }: ScenarioThread): void {
    this.statements(body);
    if (!this.takesLocks) return;
    this.lines.push(`B done${this.thread}`, `blocked${this.thread}:`, `MOV ${blocked},#1`, `done${this.thread}:`);
  }

  private statements(body: readonly Statement[]): void {
    for (const statement of body) this.statement(statement);
  }

  private statement(statement: Statement): void {
    switch (statement.do) {
      case 'read': {
        const mnemonic = { acquire: 'LDAR', acquirePc: 'LDAPR', plain: 'LDR' }[statement.order ?? 'plain'];
        this.lines.push(`${mnemonic} ${this.local(statement.into)},[${this.address(statement.from)}]`);
        return;
      }
      case 'write':
        this.store(statement.order === 'release' ? 'STLR' : 'STR', this.value(statement.value), statement.to);
        return;
      case 'increment':
        this.lines.push(`MOV ${scratch},#1`, `STADD ${scratch},[${this.address(statement.what)}]`);
        return;
      case 'barrier':
        this.lines.push(`DMB ${statement.option.toUpperCase()}`);
        return;
      case 'lock':
        this.lock(statement.what);
        return;
      case 'unlock':
        this.unlock(statement.what);
        return;
      case 'set':
        this.lines.push(`MOV ${this.local(statement.what)},#${statement.value}`);
        return;
      case 'if':
        this.condition(statement);
    }
  }

  private value(value: number | string): string {
    if (typeof value === 'string') return this.local(value);
    if (value === 0) return 'WZR';
    this.lines.push(`MOV ${scratch},#${value}`);
    return scratch;
  }

  private store(mnemonic: string, register: string, to: string): void {
    this.lines.push(`${mnemonic} ${register},[${this.address(to)}]`);
  }

  private lock(name: string): void {
    this.takesLocks = true;
    const full = this.locks === 'full-barriers';
    this.lines.push(`MOV ${scratch},#1`, `${full ? 'SWP' : 'SWPA'} ${scratch},W26,[${this.address(name)}]`);
    this.lines.push(`CBNZ W26,blocked${this.thread}`);
    if (full) this.lines.push('DMB ISH');
  }

  private unlock(name: string): void {
    const full = this.locks === 'full-barriers';
    if (full) this.lines.push('DMB ISH');
    this.store(full ? 'STR' : 'STLR', 'WZR', name);
  }

  private condition({ what, is, then, otherwise = [] }: Statement & { do: 'if' }): void {
    this.labels += 1;
    const [other, end] = [`L${this.thread}x${this.labels}`, `E${this.thread}x${this.labels}`];
    const register = this.local(what);
    const target = otherwise.length > 0 ? other : end;
    if (is === 0) this.lines.push(`CBNZ ${register},${target}`);
    else this.lines.push(`CMP ${register},#${is}`, `B.NE ${target}`);
    this.statements(then);
    if (otherwise.length > 0) {
      this.lines.push(`B ${end}`, `${other}:`);
      this.statements(otherwise);
    }
    this.lines.push(`${end}:`);
  }
}

function sharedIn(body: readonly Statement[]): string[] {
  return body.flatMap((statement) => {
    switch (statement.do) {
      case 'read':
        return [statement.from];
      case 'write':
        return [statement.to];
      case 'increment':
      case 'lock':
      case 'unlock':
        return [statement.what];
      case 'if':
        return [...sharedIn(statement.then), ...sharedIn(statement.otherwise ?? [])];
      default:
        return [];
    }
  });
}

function table(columns: string[][]): string[] {
  const widths = columns.map((column) => Math.max(...column.map((cell) => cell.length)));
  const height = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: height }, (_, row) => {
    const cells = columns.map((column, index) => (column[row] ?? '').padEnd(widths[index]!));
    return ` ${cells.join(' | ')} ;`;
  });
}

/** `P2.used` becomes the register that holds it. */
function conditionText(condition: string, writers: readonly ThreadWriter[]): string {
  return condition.replace(/P(\d+)\.(\w+)/g, (_, thread: string, name: string) => {
    return `${thread}:${writers[Number(thread)]!.local(name)}`;
  });
}

function sharedOf({ threads }: Scenario): string[] {
  return [...new Set(threads.flatMap(({ body }) => sharedIn(body)))];
}

function writersOf(scenario: Scenario): ThreadWriter[] {
  return scenario.threads.map((thread, index) => {
    const writer = new ThreadWriter(index, sharedOf(scenario), scenario.locks);
    writer.write(thread);
    return writer;
  });
}

/** The local variables of a scenario by the registers that hold them: `2:X3` to `P2.used`. */
export function localNames(scenario: Scenario): Map<string, string> {
  const pairs = writersOf(scenario).flatMap((writer, thread) =>
    [...writer.locals].map(
      ([name, register]) => [`${thread}:${register.replace('W', 'X')}`, `P${thread}.${name}`] as const,
    ),
  );
  return new Map(pairs);
}

/** A scenario as a litmus test, which any tool that reads those can run. */
export function scenarioToLitmus(scenario: Scenario): string {
  const shared = sharedOf(scenario);
  const writers = writersOf(scenario);
  const values = Object.entries(scenario.initial).map(([name, value]) => `${name}=${value};`);
  const addresses = writers.map((writer, index) =>
    shared.map((name) => `${index}:${writer.address(name)}=${name};`).join(' '),
  );
  const locking = writers.flatMap(({ takesLocks }, index) =>
    takesLocks ? [`${index}:${blocked.replace('W', 'X')}=0`] : [],
  );
  return [
    `AArch64 ${scenario.name}`,
    `"${scenario.title}"`,
    ...scenario.threads.map(({ title }, index) => `"P${index}: ${title}"`),
    '{',
    ...(values.length > 0 ? [values.join(' ')] : []),
    ...addresses,
    '}',
    ...table(writers.map(({ lines }, index) => [`P${index}`, ...lines])),
    ...(locking.length > 0 ? [`filter (${locking.join(' /\\ ')})`] : []),
    `~exists (${conditionText(scenario.forbidden, writers)})`,
    '',
  ].join('\n');
}
