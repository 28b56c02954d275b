import { rejectStubLines } from '../../stub/lines.ts';
import type { Assembler } from '../assembler.ts';
import { Complaint } from '../complaint.ts';
import { sourceFile } from '../files.ts';
import { Frame } from '../frames.ts';
import { LIMITS } from '../limits.ts';
import { linesOf } from '../splitter.ts';
import type { Directive } from './directive.ts';

/** `.include "FILE"`. Without the file most of what follows would be wrong, so its absence ends the assembly. */
const include: Directive = (assembler, operands, _, at) => {
  const nameAt = operands.offset;
  const name = operands.stringText();
  operands.expectEnd();
  const { path, bytes } = assembler.files.read(name, assembler.statement.text.file.name, LIMITS.sourceBytes, nameAt);
  const file = sourceFile(path, bytes, nameAt);
  rejectStubLines(file.lines.join('\n'), file.name);
  const frame = new Frame('file', file.name, linesOf(file), assembler.placeAt(at));
  if (frame.depth > LIMITS.includeDepth) refuseDepth(frame, nameAt);
  assembler.enter(frame);
};

function refuseDepth(frame: Frame, at: number): never {
  const chain: string[] = [];
  for (let file: Frame | undefined = frame; file !== undefined; file = file.parent?.fileFrame) chain.unshift(file.name);
  const again = chain.indexOf(frame.name);
  const circle = again < chain.length - 1 ? `: ${frame.name} includes itself` : '';
  throw new Complaint(`files are included more than ${LIMITS.includeDepth} deep${circle}`, at, { fatal: true });
}

/** `.end`: nothing after it is read. */
const end: Directive = (assembler: Assembler, operands) => {
  operands.expectEnd();
  assembler.end();
};

/** `.ltorg`: the literals of this section so far stand here. */
const literals: Directive = (assembler, operands) => {
  operands.expectEnd();
  assembler.sections.current.literals?.flush();
};

export const files: Record<string, Directive> = {
  '.include': include,
  '.end': end,
  '.ltorg': literals,
  '.pool': literals,
};
