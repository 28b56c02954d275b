import { firmwareSwitches } from '../../../assembly/el3/switch-table.ts';
import type { Limits } from '../../engine/engine.ts';
import { listFirmware } from '../../engine/models.ts';
import type { Cursor } from './cursor.ts';
import { parseExpectation } from './expectation.ts';
import { evaluate, fitWidth, parseExpression } from './expression.ts';
import { parsePartition } from './partition.ts';
import { complaint } from './place.ts';
import { registerName } from './registers.ts';
import { parseRegisterSetting, parseReply, rejectRepeated } from './reply.ts';
import type { ControlBits, NamedChoice, RegisterSetting, Setting, StubSpec } from './spec.ts';
import { didYouMean } from './suggest.ts';
import { readFirmwareChoice, readModelChoice } from './target.ts';
import { parseVm } from './vm.ts';

interface Directive {
  /** May stand more than once. */
  repeats: boolean;
  /** The rest of the line is for people: ` // ` in it is text. */
  prose: boolean;
  /** `from` is the offset of the directive's own name. */
  parse(cursor: Cursor, spec: StubSpec, from: number): void;
}

const SETTING_NAME = /[A-Za-z_][\w.]*/y;
const SETTING_VALUE = /[\w.+/-]+/y;

function parseProse(cursor: Cursor, name: string): string {
  if (cursor.atEnd()) cursor.fail(`${name} needs a text`);
  return cursor.rest();
}

/** Reads one `name=value`. */
function parseSetting(cursor: Cursor, example: string): Setting {
  cursor.skipBlanks();
  const place = cursor.place();
  const name = cursor.match(SETTING_NAME) ?? cursor.fail(`expected ${example}${cursor.found()}`);
  if (!cursor.accept('=')) cursor.fail(`expected '=' and a value after ${name}${cursor.found()}`);
  const value = cursor.match(SETTING_VALUE) ?? cursor.fail(`expected a value for ${name}${cursor.found()}`);
  return { name, value, place };
}

/** Reads `name=value` pairs up to the end of the line. */
function parseSettings(cursor: Cursor, example: string): Setting[] {
  const settings: Setting[] = [];
  do settings.push(parseSetting(cursor, example));
  while (!cursor.atEnd());
  return settings;
}

function rejectDuplicate(settings: readonly Setting[], next: Setting): void {
  const earlier = settings.find((setting) => setting.name === next.name);
  if (earlier) throw complaint(next.place, `${next.name} already has a value (line ${earlier.place.line})`);
}

function parseModelList(cursor: Cursor, spec: StubSpec): void {
  if (cursor.atEnd()) cursor.fail('expected model names, as in pkvm/v6.18');
  for (let word = cursor.word(); word !== undefined; word = cursor.word()) {
    const at = cursor.offset - word.length;
    const choice = readModelChoice(word);
    if (!choice) cursor.fail(`'${word}' is not a model: family/name, then +switch=value for each change`, at);
    if (spec.models.some((model) => model.text === word)) cursor.fail(`${word} is already listed`, at);
    spec.models.push({ ...choice, place: cursor.place(at) });
  }
}

/** The name of a firmware with its changes, where one stands at the cursor, which moves past it then. */
function acceptFirmware(cursor: Cursor, names: readonly string[]): NamedChoice | undefined {
  const start = cursor.offset;
  const word = cursor.word() ?? '';
  const choice = readFirmwareChoice(word);
  if (choice && names.includes(choice.name)) return choice;
  const known = firmwareSwitches.some(({ name }) => name === word);
  if (/^[\w.+-]+$/.test(word) && !known) cursor.fail(`no firmware is called ${word}${didYouMean(word, names)}`, start);
  cursor.offset = start;
  return undefined;
}

/** Names of firmware, and switches for all of it. */
function parseFirmware(cursor: Cursor, spec: StubSpec): void {
  const names = listFirmware().map(({ name }) => name);
  do {
    cursor.skipBlanks();
    const place = cursor.place();
    const choice = acceptFirmware(cursor, names);
    if (choice) {
      if (spec.firmwares.some(({ text }) => text === choice.text))
        throw complaint(place, `${choice.text} is already listed`);
      spec.firmwares.push({ ...choice, place });
      continue;
    }
    const setting = parseSetting(cursor, 'a firmware switch, as in version=1.2');
    rejectDuplicate(spec.firmware, setting);
    spec.firmware.push(setting);
  } while (!cursor.atEnd());
}

function checkInitialRegister(cursor: Cursor, { registers, value }: RegisterSetting): void {
  if (value.kind === 'pattern' && registers.bank.startsWith('fp')) {
    cursor.fail(`${registers.bank} takes a number: most of its bits are reserved`, registers.place.column - 1);
  }
  if (registers.bank !== 'pc' && registers.bank !== 'pstate') return;
  const remedy = registers.bank === 'pc' ? 'the program starts at _start' : "set nzcv, and the level with 'el'";
  cursor.fail(`${registerName(registers.bank, 0)} has no initial value: ${remedy}`, registers.place.column - 1);
}

function parseRegisters(cursor: Cursor, spec: StubSpec): void {
  do {
    cursor.skipBlanks();
    const setting = parseRegisterSetting(cursor, false);
    checkInitialRegister(cursor, setting);
    rejectRepeated(cursor, spec.registers, setting);
    spec.registers.push(setting);
  } while (!cursor.atEnd());
}

/** Reads one of a few words. */
function parseChoice<Word extends string>(cursor: Cursor, words: readonly Word[]): Word {
  cursor.skipBlanks();
  const start = cursor.offset;
  const word = cursor.word() ?? cursor.fail(`expected ${words.join(' or ')}${cursor.found()}`);
  const choice = words.find((name) => name === word);
  return choice ?? cursor.fail(`'${word}' is neither ${words.join(' nor ')}${didYouMean(word, words)}`, start);
}

/** The bits that decide where SMC and HVC go (DDI 0487, HCR_EL2 and SCR_EL3). */
const CONTROL_BITS: Readonly<Record<string, keyof ControlBits>> = {
  'HCR_EL2.TSC': 'tsc',
  'SCR_EL3.SMD': 'smd',
  'SCR_EL3.HCE': 'hce',
};

function parseControl(cursor: Cursor, spec: StubSpec): void {
  const settings = parseSettings(cursor, 'a control bit, as in HCR_EL2.TSC=0');
  for (const [index, setting] of settings.entries()) {
    const { name, value, place } = setting;
    const bit = CONTROL_BITS[name];
    const names = Object.keys(CONTROL_BITS);
    if (!bit) throw complaint(place, `no control bit is called ${name}${didYouMean(name, names)}: ${names.join(', ')}`);
    if (value !== '0' && value !== '1') throw complaint(place, `${name} is a bit: 0 or 1, not ${value}`);
    rejectDuplicate(settings.slice(0, index), setting);
    spec.control[bit] = value === '1';
  }
}

function parseSeed(cursor: Cursor, spec: StubSpec): void {
  cursor.skipBlanks();
  const place = cursor.place();
  const value = evaluate(parseExpression(cursor), (name, at) => {
    throw complaint(at, `a seed is a number, not ${name}`);
  });
  spec.seed = fitWidth(value, 64, place, 'a 64-bit seed');
}

const LIMITS: readonly (keyof Limits)[] = ['instructions', 'traps', 'milliseconds'];
const MOST = 1_000_000_000;

function parseLimits(cursor: Cursor, spec: StubSpec): void {
  const settings = parseSettings(cursor, 'a limit, as in instructions=1000');
  for (const [index, setting] of settings.entries()) {
    const { name, value, place } = setting;
    const limit = LIMITS.find((known) => known === name);
    if (!limit) throw complaint(place, `no limit is called ${name}${didYouMean(name, LIMITS)}: ${LIMITS.join(', ')}`);
    const count = /^\d[\d_]*$/.test(value) ? Number(value.replaceAll('_', '')) : Number.NaN;
    if (!(count >= 1 && count <= MOST))
      throw complaint(place, `${name} is a whole number from 1 to ${MOST}, not ${value}`);
    rejectDuplicate(settings.slice(0, index), setting);
    spec.limits[limit] = count;
  }
}

function parseProfile(cursor: Cursor, spec: StubSpec): void {
  cursor.skipBlanks();
  const place = cursor.place();
  const name = cursor.match(/[\w.-]+/y) ?? cursor.fail(`expected the name of a rule profile${cursor.found()}`);
  spec.profile = { name, place };
}

/** A directive of one value that must stand alone. */
function single(parse: Directive['parse']): Directive {
  return { repeats: false, prose: false, parse };
}

function many(parse: Directive['parse']): Directive {
  return { repeats: true, prose: false, parse };
}

/** Every directive; the reference is the docstring of {@link file://../stub.ts}. */
export const DIRECTIVES: Readonly<Record<string, Directive>> = {
  title: {
    repeats: false,
    prose: true,
    parse: (cursor, spec) => {
      spec.title = parseProse(cursor, 'title');
    },
  },
  asks: {
    repeats: true,
    prose: true,
    parse: (cursor, spec) => {
      spec.asks = `${spec.asks} ${parseProse(cursor, 'asks')}`.trim();
    },
  },
  note: { repeats: true, prose: true, parse: (cursor, spec) => spec.notes.push(parseProse(cursor, 'note')) },
  rows: {
    repeats: true,
    prose: true,
    parse: (cursor, spec) =>
      spec.rows.push(
        ...parseProse(cursor, 'rows')
          .split(/\s*,\s*/)
          .filter(Boolean),
      ),
  },
  models: many(parseModelList),
  firmware: many(parseFirmware),
  registers: many(parseRegisters),
  el: single((cursor, spec) => {
    spec.exceptionLevel = parseChoice(cursor, ['0', '1']) === '0' ? 0 : 1;
  }),
  conduit: single((cursor, spec) => {
    spec.conduit = parseChoice(cursor, ['smc', 'hvc']);
  }),
  control: single(parseControl),
  hypervisor: single((cursor, spec) => {
    cursor.skipBlanks();
    const place = cursor.place();
    spec.lateHypervisor = parseChoice(cursor, ['at-start', 'at-hvc']) === 'at-hvc' ? place : undefined;
  }),
  seed: single(parseSeed),
  limit: single(parseLimits),
  profile: single(parseProfile),
  partition: many(parsePartition),
  vm: many(parseVm),
  reply: many((cursor, spec, from) => spec.replies.push(parseReply(cursor, from))),
  expect: many((cursor, spec, from) => spec.expectations.push(parseExpectation(cursor, from))),
  red: many((cursor, spec, from) => spec.expectations.push(parseExpectation(cursor, from, true))),
};
