import type { Cursor } from './cursor.ts';
import type { StubSpec, VmSpec } from './spec.ts';
import { parseLabel } from './target.ts';

/** Domain 1 is there without a line; Xen's own ids end below this. */
const LAST_DOMAIN = 0x7fef;
const FIRST_DOMAIN = 2;
/** VMs that Xen's model has room for, domain 1 among them. */
const MOST = 8;
const NUMBER = /\d+/y;

function parseDomain(cursor: Cursor): number {
  cursor.skipBlanks();
  const start = cursor.offset;
  const domain = Number(cursor.match(NUMBER) ?? cursor.fail(`expected the number of a domain${cursor.found()}`));
  if (domain >= FIRST_DOMAIN && domain <= LAST_DOMAIN) return domain;
  return cursor.fail(`a domain beside the first is ${FIRST_DOMAIN} to ${LAST_DOMAIN}, not ${domain}`, start);
}

function openVm(cursor: Cursor, spec: StubSpec): VmSpec {
  cursor.skipBlanks();
  const start = cursor.offset;
  const domain = parseDomain(cursor);
  const known = spec.vms.find((vm) => vm.domain === domain);
  if (known) return known;
  if (spec.vms.length === MOST - 1) cursor.fail(`more than ${MOST} VMs`, start);
  const vm: VmSpec = { domain, calls: [], ends: undefined };
  spec.vms.push(vm);
  return vm;
}

/** Reads what follows the word `vm`: `DOMAIN calls LABEL, LABEL …` or `DOMAIN ends LABEL`. */
export function parseVm(cursor: Cursor, spec: StubSpec): void {
  const vm = openVm(cursor, spec);
  cursor.skipBlanks();
  const start = cursor.offset;
  const word = cursor.word();
  if (word === 'ends') {
    if (vm.ends) cursor.fail(`domain ${vm.domain} ends already (line ${vm.ends.place.line})`, start);
    vm.ends = parseLabel(cursor, 'the label of another VM’s call');
  } else if (word === 'calls') {
    do vm.calls.push(parseLabel(cursor, 'the label of a call'));
    while (cursor.accept(','));
  } else cursor.fail(`expected 'calls' or 'ends'`, start);
}
