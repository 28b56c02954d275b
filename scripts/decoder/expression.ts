const token = /\s*(0x[0-9a-f]+|\d+|[A-Za-z_]\w*(?:\(\))?|<<|>>|[=!<>]=|&&|\|\||[-+*&|<>!()])/gy;

const precedence: Record<string, number> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '|': 5,
  '&': 6,
  '<<': 7,
  '>>': 7,
  '+': 8,
  '-': 8,
  '*': 9,
};

/** Conditions that the encoding table names, as AssemblyScript. */
const named: Record<string, string> = { 'bitmask()': 'isBitmask(sf, N, imms)' };

/**
 * A condition of the encoding table as AssemblyScript, in brackets throughout: comparisons bind less tightly in the table
 * than they do there.
 */
export function translateCondition(text: string): string {
  const tokens = [...text.matchAll(token)].map((match) => match[1]!);
  let next = 0;
  const operand = (): string => {
    const first = tokens[next++]!;
    if (first === '!') return `!${operand()}`;
    if (first !== '(') return named[first] ?? first;
    const inner = parse(1);
    next += 1;
    return inner;
  };
  const parse = (minimum: number): string => {
    let left = operand();
    for (;;) {
      const operator = tokens[next];
      const level = operator === undefined ? 0 : (precedence[operator] ?? 0);
      if (level < minimum) return left;
      next += 1;
      left = `(${left} ${operator} ${parse(level + 1)})`;
    }
  };
  return parse(1);
}

/** The conditions that a `set` list makes: `N=sf` is N == sf. */
export function translateAssignments(text: string): string[] {
  return text.split(',').map((part) => {
    const equals = part.indexOf('=');
    return `(${part.slice(0, equals).trim()} == ${translateCondition(part.slice(equals + 1))})`;
  });
}
