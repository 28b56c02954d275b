/*
 * The line number program of DWARF 2 to 4 (DWARF 4, section 6.2), as GNU as and clang write it:
 *   unit_length u32 | version u16 | header_length u32 | minimum_instruction_length u8 | [4: maximum_operations u8]
 *   default_is_stmt u8 | line_base i8 | line_range u8 | opcode_base u8 | standard_opcode_lengths[opcode_base - 1]
 *   include_directories: strings, an empty one ends | file_names: string, directory, time, length, an empty one ends
 */

/** From `address` on, instructions come from this line, up to the next row; `file` undefined ends what is known. */
export interface LineRow {
  address: bigint;
  file: string | undefined;
  line: number;
}

class Reader {
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  get left(): number {
    return this.#view.byteLength - this.at;
  }

  u8(): number {
    this.at += 1;
    return this.#view.getUint8(this.at - 1);
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    this.at += 2;
    return this.#view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.at += 4;
    return this.#view.getUint32(this.at - 4, true);
  }

  u64(): bigint {
    this.at += 8;
    return this.#view.getBigUint64(this.at - 8, true);
  }

  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  signed(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return byte & 0x40 ? value - scale * 128 : value;
    }
  }

  text(): string {
    const bytes: number[] = [];
    for (let byte = this.u8(); byte !== 0; byte = this.u8()) bytes.push(byte);
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }
}

interface Header {
  end: number;
  program: number;
  minimumLength: number;
  lineBase: number;
  lineRange: number;
  operands: number[];
  files: string[];
}

/** All rows of a `.debug_line` section, sequence after sequence; of a version that is not known, none. */
export function readLineRows(bytes: Uint8Array): LineRow[] {
  const rows: LineRow[] = [];
  for (let at = 0; at + 4 < bytes.length; ) {
    const reader = new Reader(bytes, at);
    const header = readHeader(reader);
    if (header === undefined) return rows;
    reader.at = header.program;
    while (reader.at < header.end) readSequence(reader, header, rows);
    at = header.end;
  }
  return rows;
}

function readHeader(reader: Reader): Header | undefined {
  const length = reader.u32();
  const end = reader.at + length;
  const version = reader.u16();
  if (version < 2 || version > 4) return undefined;
  const headerLength = reader.u32();
  const program = reader.at + headerLength;
  const minimumLength = reader.u8();
  if (version === 4) reader.u8();
  reader.u8();
  const lineBase = reader.i8();
  const lineRange = reader.u8();
  const operands = Array.from({ length: reader.u8() - 1 }, () => reader.u8());
  return { end, program, minimumLength, lineBase, lineRange, operands, files: readFiles(reader) };
}

/** Paths by number; number 0 is none. */
function readFiles(reader: Reader): string[] {
  const folders = [''];
  for (let folder = reader.text(); folder !== ''; folder = reader.text()) folders.push(folder);
  const files = [''];
  for (let name = reader.text(); name !== ''; name = reader.text()) {
    const folder = folders[reader.unsigned()] ?? '';
    reader.unsigned();
    reader.unsigned();
    files.push(folder === '' || name.startsWith('/') ? name : `${folder}/${name}`);
  }
  return files;
}

interface State {
  address: bigint;
  file: number;
  line: number;
}

const EXTENDED = 0;
const COPY = 1;
const ADVANCE_PC = 2;
const ADVANCE_LINE = 3;
const SET_FILE = 4;
const CONST_ADD_PC = 8;
const FIXED_ADVANCE_PC = 9;
const END_SEQUENCE = 1;
const SET_ADDRESS = 2;

function readSequence(reader: Reader, header: Header, rows: LineRow[]): void {
  const state: State = { address: 0n, file: 1, line: 1 };
  while (reader.at < header.end) {
    const opcode = reader.u8();
    if (opcode === EXTENDED) {
      if (!runExtended(reader, state)) continue;
      rows.push({ address: state.address, file: undefined, line: 0 });
      return;
    }
    if (opcode > header.operands.length) {
      runSpecial(opcode, header, state);
    } else if (opcode !== COPY) {
      runStandard(opcode, reader, header, state);
      continue;
    }
    rows.push({ address: state.address, file: header.files[state.file], line: state.line });
  }
}

/** Runs an extended opcode; true where it ends the sequence. */
function runExtended(reader: Reader, state: State): boolean {
  const length = reader.unsigned();
  const next = reader.at + length;
  const opcode = reader.u8();
  if (opcode === SET_ADDRESS) state.address = reader.u64();
  reader.at = next;
  return opcode === END_SEQUENCE;
}

function runSpecial(opcode: number, header: Header, state: State): void {
  const adjusted = opcode - header.operands.length - 1;
  state.address += BigInt(Math.floor(adjusted / header.lineRange) * header.minimumLength);
  state.line += header.lineBase + (adjusted % header.lineRange);
}

function runStandard(opcode: number, reader: Reader, header: Header, state: State): void {
  if (opcode === ADVANCE_PC) state.address += BigInt(reader.unsigned() * header.minimumLength);
  else if (opcode === ADVANCE_LINE) state.line += reader.signed();
  else if (opcode === SET_FILE) state.file = reader.unsigned();
  else if (opcode === FIXED_ADVANCE_PC) state.address += BigInt(reader.u16());
  else if (opcode === CONST_ADD_PC) {
    const adjusted = 255 - header.operands.length - 1;
    state.address += BigInt(Math.floor(adjusted / header.lineRange) * header.minimumLength);
  } else for (let index = 0; index < header.operands[opcode - 1]!; index += 1) reader.unsigned();
}
