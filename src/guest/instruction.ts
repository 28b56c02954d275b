/** One instruction, as the front end hands it to an encoder. */
export interface InstructionText {
  /** In lower case, with its condition or other suffix: `b.ne`, `ldr`. */
  mnemonic: string;
  /** Everything after the mnemonic, comments removed, as written. */
  operands: string;
  /** Columns of the mnemonic and of the first character of `operands`, from 1. */
  mnemonicColumn: number;
  operandsColumn: number;
}

/** What an encoder may ask of the front end. */
export interface EncodeContext {
  /** Address of the instruction. */
  address: bigint;
  /**
   * The value of an expression (numbers, symbols, operators, `:lo12:symbol`), as a signed value or a 64-bit address.
   * `column` is where the expression starts. Throws {@link EncodeError} with the column of what is wrong.
   */
  evaluate(expression: string, column: number): bigint;
  /** The register that a `.req` alias stands for, or undefined. `name` is in lower case. */
  alias(name: string): string | undefined;
}

/** The instruction is not valid; `column` says where. */
export class EncodeError extends Error {
  readonly column: number;

  constructor(message: string, column: number) {
    super(message);
    this.name = 'EncodeError';
    this.column = column;
  }
}

/** Turns one instruction into one 32-bit word, or throws {@link EncodeError}. */
export interface InstructionEncoder {
  encode(instruction: InstructionText, context: EncodeContext): number;
}
