import { describe, expect, it } from 'vitest';
import { Checkpoints } from '../../src/engine/checkpoint.ts';
import { CoreRun } from '../../src/engine/core/run.ts';
import { Machine } from '../../src/engine/machine.ts';
import { resolveFirmware, resolveModel } from '../../src/engine/models.ts';
import { loadSegments } from '../../src/engine/unicorn/memory.ts';
import { assembleText } from '../../src/guest/assemble.ts';
import { registers } from '../machine/fixture.ts';

const limits = { instructions: 10_000, traps: 100, milliseconds: 1000 };

/** A machine with a program and two vCPUs that can run parts of it. */
function machineWith(text: string) {
  const machine = new Machine({
    model: resolveModel('pkvm/v6.18', []),
    firmware: resolveFirmware([], 'tfa-spmd+hafnium'),
    replies: [],
    control: { tsc: true, smd: false, hce: true },
    undefinedFill: 0n,
  });
  machine.boot();
  const image = assembleText(text, 'test.S');
  loadSegments(machine, image.segments);
  const run = (label: string, vcpu = 0) => {
    const initial = { ...machine.readRegisters(vcpu), pc: image.symbols.get(label)! };
    return new CoreRun(machine, { segments: [], initial, watch: [], limits }, vcpu).run();
  };
  return { machine, image, run };
}

const program = `
  ldr x1, =counter
_start:
add_one:
  ldr x1, =counter
  ldr w2, [x1]
  add w2, w2, #1
  str w2, [x1]
  brk #0
version:
  movz w0, #0x63
  movk w0, #0x8400, lsl #16
  movz w1, #2
  movk w1, #1, lsl #16
  smc #0
  brk #0
reserve:
  ldr x1, =counter
  ldxr w2, [x1]
  brk #0
claim:
  ldr x1, =counter
  mov w2, #77
  stxr w3, w2, [x1]
  brk #0
  .data
  .balign 64
counter:
  .word 5
`;

describe('checkpoints', () => {
  it('bring back registers, memory, EL2 and EL3, in any order', () => {
    const { machine, image, run } = machineWith(program);
    machine.writeRegisters(0, registers([]));
    const checkpoints = new Checkpoints(machine, 2);
    const start = checkpoints.take();
    run('add_one');
    const added = checkpoints.take();
    run('version');
    const negotiated = checkpoints.take();
    const counter = () => machine.readMemory(image.symbols.get('counter')!, 1)[0];
    const look = () => [counter(), machine.state().has_version_negotiated, machine.readRegisters(0).x[2]];
    checkpoints.bring(start);
    expect(look()).toEqual([5, 0n, machine.readRegisters(0).x[2]]);
    checkpoints.bring(negotiated);
    expect(look().slice(0, 2)).toEqual([6, 1n]);
    checkpoints.bring(added);
    expect(look()).toEqual([6, 0n, 6n]);
    expect(checkpoints.identity(checkpoints.take())).toBe(checkpoints.identity(added));
  });

  it('tell states apart by what matters, and not by how much has happened', () => {
    const { machine, run } = machineWith(program);
    machine.writeRegisters(0, registers([]));
    const checkpoints = new Checkpoints(machine, 1);
    const name = () => checkpoints.identity(checkpoints.take());
    const start = name();
    run('version');
    machine.writeRegisters(0, registers([]));
    const once = name();
    run('version');
    machine.writeRegisters(0, registers([]));
    expect(once).not.toBe(start);
    expect(name()).toBe(once);
    machine.writeRegisters(0, registers([1n]));
    expect(name()).not.toBe(once);
  });

  it('run the code that is there after code was changed and brought back', () => {
    const { machine, image, run } = machineWith(program);
    machine.writeRegisters(0, registers([]));
    const checkpoints = new Checkpoints(machine, 1);
    const start = checkpoints.take();
    run('add_one');
    const at = image.symbols.get('add_one')! + 8n;
    machine.writeMemory(at, Uint8Array.of(0x42, 0x28, 0x00, 0x11)); // add w2, w2, #10
    const patched = checkpoints.take();
    run('add_one');
    expect(machine.readRegisters(0).x[2]).toBe(16n);
    checkpoints.bring(start);
    run('add_one');
    expect(machine.readRegisters(0).x[2]).toBe(6n);
    checkpoints.bring(patched);
    run('add_one');
    expect(machine.readRegisters(0).x[2]).toBe(16n);
  });

  it('keep exclusive monitors, which another vCPU’s store opens', () => {
    const { machine, run } = machineWith(program);
    for (const vcpu of [0, 1]) machine.writeRegisters(vcpu, registers([]));
    const checkpoints = new Checkpoints(machine, 2);
    run('reserve');
    const reserved = checkpoints.take();
    run('claim');
    expect(machine.readRegisters(0).x[3]).toBe(0n);
    checkpoints.bring(reserved);
    run('add_one', 1);
    run('claim');
    expect(machine.readRegisters(0).x[3]).toBe(1n);
  });
});
