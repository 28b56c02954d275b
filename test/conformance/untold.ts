/** What the vectors do not tell apart: why, or by which calls it can be told. */
import type { MachineOptions } from '../../src/engine/engine.ts';
import { Machine } from '../../src/engine/machine.ts';
import { resolveFirmware, resolveModel } from '../../src/engine/models.ts';
import { smc } from '../machine/fixture.ts';
import type { Mutation } from './mutations.ts';

const FFA_VERSION = 0x8400_0063n;
const FFA_FEATURES = 0x8400_0064n;
const FFA_RXTX_MAP_64 = 0xc400_0066n;
const FFA_MEM_SHARE_64 = 0xc400_0073n;
const FFA_EL3_INTR_HANDLE = 0x8400_008cn;
const FFA_MSG_SEND_DIRECT_REQ2 = 0xc400_008dn;
const FFA_MSG_WAIT = 0x8400_006bn;
const NO_MEMORY = -3n;

const isFirst = (model: string) => model.startsWith('v6.6');

interface Same {
  name: string;
  models(mutation: Mutation): boolean;
  why: string;
}

/** Values that do the same as the row's own, whatever is called. */
const same: Same[] = [
  {
    name: 'retval',
    models: ({ model }) => ['v6.12', 'v6.15', 'v6.17-stable', 'no-downgrade'].includes(model) || isFirst(model),
    why: 'with SMCCC 1.1 a result has four registers, so every rule writes those four',
  },
  {
    name: 'last_number',
    models: ({ model }) => isFirst(model),
    why: 'no call above 0x7f is refused or handled in this row: it is forwarded, FF-A call or not',
  },
  {
    name: 'direct_req2',
    models: ({ model, value }) => isFirst(model) && value.startsWith('handled'),
    why: 'the number of FFA_MSG_SEND_DIRECT_REQ2 lies above last_number, so it is no FF-A call in this row',
  },
  { name: 'downgrade', models: ({ model }) => isFirst(model), why: 'FFA_VERSION is forwarded in this row' },
  { name: 'result', models: ({ model }) => isFirst(model), why: 'FFA_VERSION is forwarded in this row' },
  {
    name: 'access_offset',
    models: ({ model }) => isFirst(model),
    why: 'the version is 0 in this row, and every rule reads at 32 up to 1.0',
  },
  {
    name: 'minimum_fragment',
    models: ({ model, value }) => isFirst(model) && value === 'by-version',
    why: 'the version is 0 in this row, which makes 48',
  },
];

/** Why the other value does the same in this row; undefined where it does not. */
export function sameBecause(mutation: Mutation): string | undefined {
  return same.find(({ name, models }) => name === mutation.name && models(mutation))?.why;
}

/** Calls that tell the values of a switch apart. */
export interface Probe {
  calls: string;
  /** What is observed on a row with this value, in words. */
  observe(model: string, name: string, value: string): string;
  /** What is to be observed, by value and by the highest version that the row negotiates (0 where it does not). */
  expected: Record<string, string | ((version: number) => string)>;
}

const TX = 0x8001_0000n;
const PAGE = 0x8002_0000n;

let machine: Machine | undefined;

/** A machine that has booted: one for all probes. */
function start(model: string, name: string, value: string, feat = '0'): Machine {
  const options: MachineOptions = {
    model: resolveModel(`pkvm/${model}`, [{ name, value }]),
    firmware: resolveFirmware([{ name: 'feat', value: feat }]),
    replies: [],
    control: { tsc: true, smd: false, hce: true },
    undefinedFill: 0n,
  };
  machine ??= new Machine(options);
  machine.restart(options);
  machine.boot();
  return machine;
}

/** A machine whose host has negotiated and mapped its buffers. */
function mapped(model: string, name: string, value: string, version: bigint): Machine {
  const target = start(model, name, value);
  smc(target, [FFA_VERSION, version]);
  smc(target, [FFA_RXTX_MAP_64, TX, TX + 0x1000n, 1n]);
  return target;
}

/** A transaction descriptor for one endpoint, whose part stands at 32 and, in case it is looked for there, at 48. */
function descriptor(composite: number, access: number, address = 0n): Uint8Array {
  const bytes = new Uint8Array(128);
  const view = new DataView(bytes.buffer);
  view.setUint32(28, 1, true);
  view.setUint32(32, access, true);
  if (address !== 0n) {
    view.setUint32(composite + 4, 1, true);
    view.setBigUint64(composite + 16, address, true);
    view.setUint32(composite + 24, 1, true);
  }
  view.setUint32(36, composite, true);
  view.setUint32(access + 4, composite, true);
  return bytes;
}

function share(target: Machine, bytes: Uint8Array, length: number): bigint {
  target.writeMemory(TX, bytes);
  return smc(target, [FFA_MEM_SHARE_64, BigInt(length), BigInt(length), 0n, 0n]).after.x[0]!;
}

/** Lengths of a first fragment that pass: the next complaint is that the whole is too long for EL2's buffer. */
function acceptedLengths(model: string, name: string, value: string, version: bigint): number[] {
  const target = mapped(model, name, value, version);
  return [48, 64, 80].filter((length) => {
    const { after } = smc(target, [FFA_MEM_SHARE_64, 5000n, BigInt(length), 0n, 0n]);
    return BigInt.asIntN(32, after.x[2]!) === NO_MEMORY;
  });
}

function from(least: number): string {
  return `${[48, 64, 80].filter((length) => length >= least)}`;
}

function queryProbe(id: bigint): Probe {
  return {
    calls: 'FFA_FEATURES for the call',
    observe: (model, name, value) => smc(start(model, name, value), [FFA_FEATURES, id]).disposition,
    expected: { forwarded: 'forwarded', refused: 'handled' },
  };
}

export const probes: Record<string, Probe> = {
  smc_immediate: {
    calls: 'FFA_MSG_WAIT by SMC #1',
    observe: (model, name, value) => smc(start(model, name, value), [FFA_MSG_WAIT], 1).disposition,
    expected: { ignored: 'refused', refused: 'not-supported' },
  },
  buffer_size: {
    calls: 'FFA_VERSION where x2 of FFA_FEATURES is 0x10000, and where it is 0x40',
    observe: (model, name, value) =>
      ['0x10000', '0x40']
        .map((feat) => smc(start(model, name, value, feat), [FFA_VERSION, 0x10000n]).after.x[0] === 0x10000n)
        .join(' '),
    expected: { exact: 'false false', 'low-bits': 'true true', strict: 'true false' },
  },
  minimum_fragment: {
    calls: 'FFA_MEM_SHARE_64 with a first fragment of 48, 64 and 80 bytes, by the highest version and by 1.0',
    observe: (model, name, value) =>
      [0x10002n, 0x10000n].map((version) => `${acceptedLengths(model, name, value, version)}`).join(' '),
    expected: {
      48: `${from(48)} ${from(48)}`,
      64: `${from(64)} ${from(64)}`,
      80: `${from(80)} ${from(80)}`,
      'by-version': (version) => `${from(version < 0x10001 ? 48 : version < 0x10002 ? 64 : 80)} ${from(48)}`,
    },
  },
  range_alignment: {
    calls: 'FFA_MEM_SHARE_64 of a range that starts within a page',
    observe: (model, name, value) =>
      share(mapped(model, name, value, 0x10002n), descriptor(80, 48, PAGE + 8n), 112).toString(16),
    expected: { off: '84000061', on: '84000060' },
  },
  access_offset: {
    calls: 'FFA_MEM_SHARE_64 with the endpoint part where the header says, at 64, and nothing at 48',
    observe: (model, name, value) => share(mapped(model, name, value, 0x10002n), descriptor(96, 64), 112).toString(16),
    expected: { 'by-version': '84000060', 'from-descriptor': '84000061' },
  },
  el3_intr_handle: queryProbe(FFA_EL3_INTR_HANDLE),
  direct_req2: queryProbe(FFA_MSG_SEND_DIRECT_REQ2),
};
