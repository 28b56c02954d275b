import { readFileSync } from 'node:fs';
import { locateWasm } from './locate.ts';

/** What the module exports (assembly/index.ts). */
export interface TrapPath {
  memory: WebAssembly.Memory;
  reset(): void;
  boot(): number;
  trap(vcpu: number, instruction: number): number;
  beginCheck(vcpu: number): void;
  finishCheck(vcpu: number): void;
  run(vcpu: number, budget: number): number;
  prepareWrite(offset: number, length: number): void;
  forgetCode(): void;
  watch(address: number, on: boolean): void;
  renewMonitors(): void;
  snapshot(): void;
  restore(): number;
  keepOutcome(vcpu: number): void;
  effects(vcpu: number, live: boolean): number;
  flip(vcpu: number, instruction: number, input: number, first: number, count: number, flags: number): void;
  /** Steps of the search (assembly/search); src/search/stepper.ts says what each does. */
  searchOpen(): void;
  searchTry(call: number, first: number, second: number, keep: boolean): number;
  searchAnswer(): void;
  searchObservation(): void;
  /** Xen's operations (assembly/el2/xen/operations.ts); src/engine/xen.ts says what each does. */
  xenProbe(): number;
  xenAddVm(vm: number, domain: number): number;
  xenCreateVm(vm: number, domain: number, vcpus: number, aarch64: boolean): number;
  xenDestroyVm(vm: number): void;
  xenFireTimer(): void;
  xenScheduleReceivers(): number;
  xenRunVm(vcpu: number, vm: number): void;
  xenCall(vcpu: number): number;
  xenTrap(vcpu: number, syndrome: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** A fresh instance of the trap path; the module itself is compiled once per process. */
export function instantiateTrapPath(): TrapPath {
  compiled ??= new WebAssembly.Module(readFileSync(locateWasm()));
  return new WebAssembly.Instance(compiled, {}).exports as unknown as TrapPath;
}
