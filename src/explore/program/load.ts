import type { LitmusSource } from '../litmus/source.ts';
import type { LiteralValue, LitmusFile, Location, MemoryDeclaration, Proposition } from '../litmus/test.ts';
import { type Word, wordFromBigint, wordToBigint } from '../word.ts';
import { assembleColumn } from './assemble.ts';
import { type Program, type Region, regionAddress } from './program.ts';
import { elementSize } from './regions.ts';
import { registerByName } from './registers.ts';

/** Names and declarations of all locations: declared ones, then those that only values and conditions mention. */
class Regions {
  readonly regions: Region[] = [];
  private readonly source: LitmusSource;
  private readonly indices = new Map<string, number>();

  constructor(source: LitmusSource) {
    this.source = source;
  }

  index(name: string): number {
    const known = this.indices.get(name);
    return known ?? this.add({ name, type: undefined, length: undefined, value: undefined, offset: 0 });
  }

  private add({ name, type, length }: MemoryDeclaration): number {
    const index = this.regions.length;
    this.regions.push({ name, address: regionAddress(index, 0), type, length, bytes: new Uint8Array(0) });
    this.indices.set(name, index);
    return index;
  }

  declare(declaration: MemoryDeclaration): void {
    if (this.indices.has(declaration.name))
      this.source.fail(declaration.offset, `'${declaration.name}' is declared twice`);
    this.add(declaration);
  }
}

function mentionedIn(value: LiteralValue): string[] {
  if (value.kind === 'address') return [value.location];
  return value.kind === 'list' ? value.values.flatMap(mentionedIn) : [];
}

function ofLocation(location: Location): string[] {
  return location.kind === 'memory' ? [location.name] : [];
}

function mentionedInProposition(proposition: Proposition): string[] {
  switch (proposition.kind) {
    case 'constant':
      return [];
    case 'not':
      return mentionedInProposition(proposition.inner);
    case 'compare': {
      const { left, right } = proposition;
      const rightNames = right.kind === 'register' || right.kind === 'memory' ? ofLocation(right) : mentionedIn(right);
      return [...ofLocation(left), ...rightNames];
    }
    default:
      return [...mentionedInProposition(proposition.left), ...mentionedInProposition(proposition.right)];
  }
}

function collectRegions(source: LitmusSource, test: LitmusFile): Regions {
  const regions = new Regions(source);
  for (const declaration of test.memory) if (!declaration.name.startsWith('%')) regions.declare(declaration);
  const values = [...test.memory, ...test.registers].flatMap(({ value }) => (value ? mentionedIn(value) : []));
  const conditions = [test.condition, ...(test.filter ? [test.filter] : [])].flatMap(mentionedInProposition);
  for (const name of [...values, ...test.observed.flatMap(ofLocation), ...conditions]) regions.index(name);
  return regions;
}

/** What values mean, in the program that they are part of. */
export class ValueReader {
  private readonly source: LitmusSource;
  private readonly program: Program;

  constructor(source: LitmusSource, program: Program) {
    this.source = source;
    this.program = program;
  }

  /** The word that a value is; a list is none. */
  word(value: LiteralValue, offset: number): Word {
    switch (value.kind) {
      case 'number':
        return wordFromBigint(value.value);
      case 'address': {
        const region = this.program.regions.find(({ name }) => name === value.location);
        if (!region) return this.source.fail(offset, `unknown location '${value.location}'`);
        const bytes = value.offset + BigInt(value.index * elementSize(region));
        return wordFromBigint(wordToBigint(region.address) + bytes);
      }
      case 'label':
        return { lo: this.label(value.thread, value.label, offset), hi: 0 };
      case 'list':
        return this.source.fail(offset, 'only an array has a list of values');
    }
  }

  private label(thread: number, name: string, offset: number): number {
    const address = this.program.threads[thread]?.labels.get(name);
    return address ?? this.source.fail(offset, `there is no label '${name}' in P${thread}`);
  }
}

/** A location without a type is as wide as its initial value asks for. */
function initialType(declaration: MemoryDeclaration, region: Region): void {
  const { value } = declaration;
  if (region.type || !value) return;
  if (value.kind === 'address' || value.kind === 'label') region.type = { name: 'pointer', size: 8, signed: false };
  const long = value.kind === 'number' && BigInt.asIntN(33, value.value) !== value.value;
  if (long) region.type = { name: 'int64_t', size: 8, signed: true };
}

function setBytes(reader: ValueReader, declaration: MemoryDeclaration, region: Region): void {
  const { value, offset } = declaration;
  if (!value) return;
  initialType(declaration, region);
  const values = value.kind === 'list' ? value.values : [value];
  if (value.kind === 'list') region.length ??= values.length;
  const size = elementSize(region);
  region.bytes = new Uint8Array(values.length * size);
  values.forEach((element, index) => {
    const bits = wordToBigint(reader.word(element, offset));
    for (let byte = 0; byte < size; byte += 1) {
      region.bytes[index * size + byte] = Number((bits >> BigInt(8 * byte)) & 0xffn);
    }
  });
}

/** Symbolic registers that are given a value for all threads: `%x=y`. */
function setSymbolicRegisters(test: LitmusFile, program: Program, reader: ValueReader): void {
  for (const { name, value, offset } of test.memory) {
    if (!name.startsWith('%') || !value) continue;
    for (const thread of program.threads) {
      const slot = thread.symbolic.get(name.slice(1));
      if (slot !== undefined) thread.initial.set(slot, reader.word(value, offset));
    }
  }
}

/** A thread that is returned from has ended, unless it called something. */
function setLinkRegisters(program: Program): void {
  for (const { initial, start, instructions } of program.threads) {
    if (!initial.has(30)) initial.set(30, { lo: start + 4 * instructions.length, hi: 0 });
  }
}

function setRegisters(source: LitmusSource, test: LitmusFile, program: Program, reader: ValueReader): void {
  for (const { thread, register, type, value, offset } of test.registers) {
    const found = program.threads[thread] ?? source.fail(offset, `there is no thread P${thread}`);
    const { slot } = registerByName(source, found, register, offset);
    if (!value) continue;
    const word = reader.word(value, offset);
    // Narrow types cut the value, and extend it as C would.
    const narrow = type && type.size < 8 && type.name !== 'pointer';
    const bits = narrow ? BigInt[type.signed ? 'asIntN' : 'asUintN'](8 * type.size, wordToBigint(word)) : undefined;
    found.initial.set(slot, bits === undefined ? word : wordFromBigint(bits));
  }
}

/**
 * Places memory and code, encodes and decodes the instructions and sets the initial state. Throws InputError at what the
 * file says wrong.
 */
export function loadProgram(source: LitmusSource, test: LitmusFile): Program {
  const threads = test.columns.map((column) => assembleColumn(source, column));
  const { regions } = collectRegions(source, test);
  const program: Program = { threads, regions };
  const reader = new ValueReader(source, program);
  for (const declaration of test.memory) {
    const region = regions.find(({ name }) => name === declaration.name);
    if (region) setBytes(reader, declaration, region);
  }
  setLinkRegisters(program);
  setSymbolicRegisters(test, program, reader);
  setRegisters(source, test, program, reader);
  return program;
}
