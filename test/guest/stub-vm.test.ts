import { describe, expect, it } from 'vitest';
import { assembleText } from '../../src/guest/assemble.ts';
import { InputError } from '../../src/guest/source.ts';
import { planRun } from '../../src/guest/stub/plan.ts';
import { parseStub } from '../../src/guest/stub.ts';

const program = '_start:\nfirst:\n  smc #0\nsecond:\n  hvc #0\nthird:\n  smc #0\nend:\n  brk #0\n';
const model = { name: 'xen/v1.2', changes: {}, text: 'xen/v1.2' };

/** The VMs that some lines make of the program. */
function vms(...lines: string[]) {
  const text = `${lines.map((line) => `//! ${line}\n`).join('')}${program}`;
  return planRun(parseStub(text, 'vm.S'), assembleText(text, 'vm.S'), model, 1n).vms;
}

function complaints(...lines: string[]): string[] {
  try {
    vms(...lines);
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.map(({ line, message }) => `${line}: ${message}`);
    throw error;
  }
  return [];
}

describe('a line about a VM', () => {
  it('says which calls are its own, and before which it is destroyed', () => {
    expect(vms('vm 2 calls first, third', 'vm 2 ends second', 'vm 7 calls second')).toEqual([
      { domain: 2, addresses: [0x80000000n, 0x80000008n], ends: 0x80000004n },
      { domain: 7, addresses: [0x80000004n], ends: undefined },
    ]);
  });

  it('adds up with others about the same VM', () => {
    expect(vms('vm 2 calls first', 'vm 2 calls second')).toEqual([
      { domain: 2, addresses: [0x80000000n, 0x80000004n], ends: undefined },
    ]);
  });

  it.each([
    [['vm'], '1: expected the number of a domain, found the end of the line'],
    [['vm 1 calls first'], '1: a domain beside the first is 2 to 32751, not 1'],
    [['vm 40000 calls first'], '1: a domain beside the first is 2 to 32751, not 40000'],
    [['vm 2'], "1: expected 'calls' or 'ends'"],
    [['vm 2 makes first'], "1: expected 'calls' or 'ends'"],
    [['vm 2 calls nowhere'], '1: the program has no label nowhere'],
    [['vm 2 calls end'], '1: the instruction at end is neither SMC nor HVC'],
    [['vm 2 calls first', 'vm 3 calls first'], '2: the call at first is some VM’s already'],
    [['vm 2 ends first', 'vm 2 ends second'], '2: domain 2 ends already (line 1)'],
    [Array.from({ length: 8 }, (_, n) => `vm ${n + 2} ends first`), '8: more than 8 VMs'],
  ])('with a mistake in it is told with its line: %s', (lines, message) => {
    expect(complaints(...lines)).toEqual([message]);
  });
});
