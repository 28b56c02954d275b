import type { Expression } from './expression.ts';
import type { Statement } from './frames.ts';
import type { Section } from './section.ts';
import type { Moment, SymbolTable } from './symbols.ts';
import type { Value } from './value.ts';

/** A value that `ldr REG, =VALUE` asked for. */
export interface Literal {
  size: number;
  expression: Expression;
  moment: Moment;
  statement: Statement;
  section: Section;
  /** Offset in the section, known once the pool is placed. */
  offset: number;
}

const SIZES = [4, 8, 16];

/** The literals of one section that wait for `.ltorg` or the section's end. */
export class LiteralPool {
  readonly #section: Section;
  readonly #symbols: SymbolTable;
  #literals = new Map<string, Literal>();

  constructor(section: Section, symbols: SymbolTable) {
    this.#section = section;
    this.#symbols = symbols;
  }

  /** The literal for an expression; one that is written alike is shared. */
  add(size: number, expression: Expression, moment: Moment, known: Value | undefined, statement: Statement): Literal {
    const key = this.#key(size, expression, moment, known);
    const present = key === undefined ? undefined : this.#literals.get(key);
    if (present !== undefined) return present;
    const literal = { size, expression, moment, statement, section: this.#section, offset: 0 };
    this.#literals.set(key ?? `unique ${this.#literals.size}`, literal);
    return literal;
  }

  /**
   * Two literals are one where they have the same size and are the same number with the same sign as written (`-1` and
   * `0xffffffffffffffff` are two), or the same symbol plus the same number. Other expressions are never shared.
   */
  #key(size: number, expression: Expression, moment: Moment, known: Value | undefined): string | undefined {
    if (known !== undefined && known.section === undefined) return `${size} ${known.number} ${known.negated}`;
    const sum = symbolPlus(expression);
    if (sum === undefined) return undefined;
    const definition = this.#symbols.lookUp(sum.name, moment.time);
    const value = definition === undefined || definition.kind === 'label' ? '' : definition.time;
    return `${size} ${sum.name} ${value} ${sum.addend}`;
  }

  /** Places all literals at the section's end, those of 4 bytes first, then 8, then 16, each size aligned to itself. */
  flush(): void {
    const literals = [...this.#literals.values()];
    this.#literals = new Map();
    for (const size of SIZES) {
      const group = literals.filter((literal) => literal.size === size);
      if (group.length > 0) this.#place(group, size);
    }
  }

  #place(group: Literal[], size: number): void {
    const section = this.#section;
    section.alignment = Math.max(section.alignment, size);
    section.append(new Uint8Array(1), (size - (section.size % size)) % size, 0);
    for (const literal of group) {
      const { expression, moment, statement } = literal;
      literal.offset = section.size;
      section.append(new Uint8Array(size), 1, 0);
      section.fixups.push({ offset: literal.offset, size, expression, moment, statement });
    }
  }
}

function symbolPlus(expression: Expression): { name: string; addend: bigint } | undefined {
  if (expression.kind === 'symbol') return { name: expression.name, addend: 0n };
  if (expression.kind !== 'binary' || expression.right.kind !== 'number') return undefined;
  const sign = expression.operator === '+' ? 1n : expression.operator === '-' ? -1n : undefined;
  const inner = sign && symbolPlus(expression.left);
  return inner && { name: inner.name, addend: inner.addend + sign * expression.right.value };
}
