import * as ffaIds from '../../../assembly/ffa/ids.ts';
import * as ffaStatus from '../../../assembly/ffa/status.ts';
import * as smcccIds from '../../../assembly/smccc/ids.ts';
import type { Image } from '../image.ts';
import { type Expression, evaluate, fitWidth } from './expression.ts';
import { complaint, type Place } from './place.ts';
import type { LabelReference } from './spec.ts';
import { didYouMean } from './suggest.ts';

/** The constants of the tables; `NAME_32` is another name for the 32-bit form where there is a `NAME_64`. */
function abiNames(): Map<string, bigint> {
  const names = new Map<string, bigint>();
  for (const [name, value] of [ffaIds, ffaStatus, smcccIds].flatMap((table) => Object.entries(table))) {
    names.set(name, BigInt(value));
  }
  for (const name of [...names.keys()].filter((each) => each.endsWith('_64'))) {
    const plain = names.get(name.slice(0, -3));
    if (plain !== undefined) names.set(`${name.slice(0, -3)}_32`, plain);
  }
  return names;
}

/** FF-A, SMCCC and PSCI names → values, status codes signed. */
export const ABI_NAMES: ReadonlyMap<string, bigint> = abiNames();

/** HVC and SMC: everything but the immediate and bit 0, which tells them apart (DDI 0487, C4.1, exception generation). */
const TRAP_MASK = 0xffe0001e;
const TRAP_BITS = 0xd4000002;

/** Where an expression starts: the place for complaints about its value. */
function startOf(expression: Expression): Place {
  return expression.kind === 'binary' ? startOf(expression.left) : expression.place;
}

/** The names that directives may use: the program's own first, then those of the specifications. */
export class SymbolTable {
  readonly #image: Image;

  constructor(image: Image) {
    this.#image = image;
  }

  /** True where the program defines the name. */
  defines(name: string): boolean {
    return this.#image.symbols.has(name);
  }

  /** The value in `width` bits, unsigned. Throws where a name is unknown or the value does not fit `what`. */
  value(expression: Expression, width: number, what: string): bigint {
    const value = evaluate(expression, (name, place) => this.#symbol(name, place));
    return fitWidth(value, width, startOf(expression), what);
  }

  /** The address of an instruction. Throws where the label is unknown or no instruction can stand there. */
  address(label: LabelReference): bigint {
    const base = this.#image.symbols.get(label.name);
    if (base === undefined) throw complaint(label.place, this.#noLabel(label.name));
    const address = base + label.offset;
    const word = this.#wordAt(address);
    if (word === undefined) {
      throw complaint(
        label.place,
        `${label.name} is 0x${address.toString(16)}: no instruction of the program is there`,
      );
    }
    return address;
  }

  /** The address of an SMC or HVC. */
  trapAddress(label: LabelReference): bigint {
    const address = this.address(label);
    const word = this.#wordAt(address)!;
    if ((word & TRAP_MASK) >>> 0 !== TRAP_BITS) {
      throw complaint(label.place, `the instruction at ${label.name} is neither SMC nor HVC`);
    }
    return address;
  }

  #symbol(name: string, place: Place): bigint {
    const value = this.#image.symbols.get(name) ?? ABI_NAMES.get(name);
    if (value !== undefined) return value;
    const known = [...this.#image.symbols.keys(), ...ABI_NAMES.keys()];
    throw complaint(place, `nothing is called ${name}${didYouMean(name, known)}`);
  }

  #noLabel(name: string): string {
    if (ABI_NAMES.has(name)) return `${name} is a constant, not a label of the program`;
    return `the program has no label ${name}${didYouMean(name, this.#image.symbols.keys())}`;
  }

  #wordAt(address: bigint): number | undefined {
    if (address % 4n !== 0n) return undefined;
    for (const { address: start, bytes, executable } of this.#image.segments) {
      const offset = Number(address - start);
      if (!executable || offset < 0 || offset + 4 > bytes.length) continue;
      return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(offset, true);
    }
    return undefined;
  }
}
