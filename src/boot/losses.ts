import type { EndState, StepRecord } from './start-up.ts';
import type { BootStep } from './steps.ts';

/** Something that an order may lose. */
export interface Loss {
  name: string;
  title: string;
  /** A step that shows it by itself. */
  inStep?(step: BootStep, record: StepRecord): boolean;
  /** What there is in the end shows it. */
  atEnd?(end: EndState): boolean;
}

/** The loader's calls reach EL3 by right, and are none of the kernel's. */
const ofKernel = ({ event }: BootStep): boolean => event.name !== 'loader';

/** Versions that differ between those who go by one; 0 is none. */
function versionsDiffer({ kvmUp, driverUp, driverVersion, hypVersion, spmcVersion }: EndState): boolean {
  if (!kvmUp || !driverUp) return false;
  const others = [hypVersion, spmcVersion ?? hypVersion].filter((version) => version !== 0);
  return others.some((version) => version !== driverVersion);
}

/** In the order of the report. */
export const losses: readonly Loss[] = [
  {
    name: 'untrapped',
    title: 'calls of the kernel reach EL3 past EL2',
    inStep: (step, { calls }) =>
      ofKernel(step) && calls.some(({ ffa, disposition }) => ffa && disposition === 'untrapped'),
  },
  {
    name: 'refused',
    title: 'EL2 refuses calls of the kernel',
    inStep: (_, { calls }) => calls.some(({ ffa, disposition }) => ffa && disposition === 'refused'),
  },
  {
    name: 'failed',
    title: 'calls that EL2 takes or lets pass fail',
    inStep: (step, { calls }) =>
      ofKernel(step) && calls.some(({ ffa, failed, disposition }) => ffa && failed && disposition !== 'refused'),
  },
  {
    name: 'buffers',
    title: 'buffers are mapped behind the hypervisor’s back',
    atEnd: ({ kvmUp, driverUp, firmwareBuffers, hostBuffers }) => kvmUp && driverUp && firmwareBuffers && !hostBuffers,
  },
  { name: 'versions', title: 'driver, EL2 and the secure side go by different versions', atEnd: versionsDiffer },
  { name: 'hypervisor', title: 'protected KVM does not come up', atEnd: ({ kvmUp }) => !kvmUp },
  { name: 'driver', title: 'the driver does not come up', atEnd: ({ driverUp }) => !driverUp },
  {
    name: 'certificates',
    title: 'the certificates in EFI variables are not loaded',
    atEnd: ({ certificates }) => !certificates,
  },
  { name: 'ima', title: 'IMA goes on without the TPM', atEnd: ({ ima }) => !ima },
  {
    name: 'sharing',
    title: 'a client cannot share memory',
    inStep: ({ event }, { result }) => event.name === 'share' && result !== 0,
  },
  {
    name: 'crash',
    title: 'EL2 crashes, or the kernel does not go on',
    inStep: (_, { result }) => result === undefined,
  },
];

/** Bit n: loss number n. */
export type LossSet = number;

const collect = (found: readonly boolean[]): LossSet =>
  found.reduce((set, lost, index) => (lost ? set | (1 << index) : set), 0);

/** What a step loses by itself. */
export function lossesInStep(step: BootStep, record: StepRecord): LossSet {
  return collect(losses.map(({ inStep }) => inStep?.(step, record) ?? false));
}

/** What is lost in the end. */
export function lossesAtEnd(end: EndState): LossSet {
  return collect(losses.map(({ atEnd }) => atEnd?.(end) ?? false));
}

/** Names of the losses in a set. */
export function lossNames(set: LossSet): string[] {
  return losses.flatMap(({ name }, index) => ((set >>> index) & 1 ? [name] : []));
}

/** Whether no later step can run any more. */
export const crashed = (set: LossSet): boolean => lossNames(set).includes('crash');
