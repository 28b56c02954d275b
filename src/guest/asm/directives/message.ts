import { Complaint } from '../complaint.ts';
import type { Directive } from './directive.ts';

const error: Directive = (_, operands, name, at) => {
  const message = operands.atEnd ? `${name} says that this cannot be assembled` : operands.stringText();
  operands.expectEnd();
  operands.fail(message, at);
};

const warning: Directive = (assembler, operands, name, at) => {
  const message = operands.atEnd ? `${name} without a message` : operands.stringText();
  operands.expectEnd();
  assembler.say('warning', message, at);
};

const print: Directive = (assembler, operands, _, at) => {
  const message = operands.stringText();
  operands.expectEnd();
  assembler.say('print', message, at);
};

const abort: Directive = (_, operands, __, at) => {
  operands.expectEnd();
  throw new Complaint('.abort ends the assembly', at, { fatal: true });
};

export const messages: Record<string, Directive> = {
  '.error': error,
  '.err': error,
  '.warning': warning,
  '.print': print,
  '.abort': abort,
};
