/** What kind of register a name is: general 32 or 64 bit, stack pointer, or a vector register or its scalar view. */
export type RegisterClass = 'w' | 'x' | 'wsp' | 'sp' | 'b' | 'h' | 's' | 'd' | 'q' | 'v';

export interface Register {
  kind: RegisterClass;
  /** 0 to 31; 31 for the zero register and the stack pointer. */
  number: number;
}

const special: Record<string, Register> = {
  xzr: { kind: 'x', number: 31 },
  wzr: { kind: 'w', number: 31 },
  sp: { kind: 'sp', number: 31 },
  wsp: { kind: 'wsp', number: 31 },
  lr: { kind: 'x', number: 30 },
  fp: { kind: 'x', number: 29 },
  ip0: { kind: 'x', number: 16 },
  ip1: { kind: 'x', number: 17 },
};

/** The register of that name, all in lower or all in upper case, or undefined. There is no x31 and no w31. */
export function registerByName(name: string): Register | undefined {
  const lower = name.toLowerCase();
  if (name !== lower && name !== name.toUpperCase()) return undefined;
  const known = Object.hasOwn(special, lower) ? special[lower] : undefined;
  if (known) return known;
  if (!/^[wxbhsdqv](0|[12]?[1-9]|[12]0|3[01])$/.test(lower)) return undefined;
  const kind = lower[0] as RegisterClass;
  const number = Number(lower.slice(1));
  return number === 31 && (kind === 'w' || kind === 'x') ? undefined : { kind, number };
}

/** How disassembly writes a general register; 31 is the zero register, or the stack pointer where `sp` is true. */
export function generalRegisterName(width: 32 | 64, number: number, sp: boolean): string {
  if (number < 31) return `${width === 64 ? 'x' : 'w'}${number}`;
  if (sp) return width === 64 ? 'sp' : 'wsp';
  return width === 64 ? 'xzr' : 'wzr';
}

const articles: Partial<Record<RegisterClass, string>> = {
  w: 'a 32-bit register',
  x: 'a 64-bit register',
  wsp: 'a 32-bit register or wsp',
  sp: 'a 64-bit register or sp',
  v: 'a vector register',
};

/** For messages: what a register of that class is called. */
export function describeClass(kind: RegisterClass): string {
  return articles[kind] ?? `a scalar (${kind})`;
}
