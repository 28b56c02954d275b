/** The calls outside FF-A that have names here: Arm architecture (DEN0028, chapter 7), PSCI (DEN0022) and some RMI. */
import { type CallRow, type Field, field, functionIds, type Specification, type Version } from './row.ts';

const documents: Record<Specification, string> = {
  'FF-A': 'DEN0077A',
  PSCI: 'DEN0022',
  RMI: 'DEN0137',
  SMCCC: 'DEN0028',
};

function call(specification: Specification, name: string, since: Version, out: Field[], arg: Field[] = []): CallRow {
  return {
    name,
    specification,
    ...functionIds(name),
    since,
    since64: undefined,
    until: undefined,
    arguments: arg,
    results: out,
    replies: [],
    errors: [],
    instances: [],
    clause: `${documents[specification]} ${name}`,
  };
}

const status = [field('w0', 'status', 'status')];
const value = [field('x0', 'value')];
const version = [field('w0', 'version', 'version')];
const queried = [field('w1', 'function', 'function')];
const cpu = field('x1', 'target CPU');
const resume = [field('x2', 'entry', 'address'), field('x3', 'context')];
const granule = [field('x1', 'address', 'address')];
const translation = [field('x1', 'realm', 'address'), field('x2', 'address', 'address'), field('x3', 'level')];
const entry = [field('x1', 'level'), field('x2', 'state'), field('x3', 'descriptor'), field('x4', 'RIPAS')];
const suspend = [field('w1', 'power state'), ...resume];

export const standardCalls: CallRow[] = [
  call('SMCCC', 'SMCCC_VERSION', '1.1', version),
  call('SMCCC', 'SMCCC_ARCH_FEATURES', '1.1', status, queried),
  call('SMCCC', 'SMCCC_ARCH_SOC_ID', '1.2', value, [field('w1', 'kind')]),
  call('SMCCC', 'SMCCC_ARCH_FEATURE_AVAILABILITY', '1.5', [...value, field('x1', 'bits')], [field('x1', 'register')]),
  call('SMCCC', 'SMCCC_ARCH_WORKAROUND_1', '1.1', []),
  call('SMCCC', 'SMCCC_ARCH_WORKAROUND_2', '1.1', []),
  call('SMCCC', 'SMCCC_ARCH_WORKAROUND_3', '1.1', []),
  call('PSCI', 'PSCI_VERSION', '0.2', version),
  call('PSCI', 'PSCI_CPU_SUSPEND', '0.2', status, suspend),
  call('PSCI', 'PSCI_CPU_OFF', '0.2', status),
  call('PSCI', 'PSCI_CPU_ON', '0.2', status, [cpu, ...resume]),
  call('PSCI', 'PSCI_AFFINITY_INFO', '0.2', value, [cpu, field('w2', 'lowest level')]),
  call('PSCI', 'PSCI_MIGRATE', '0.2', status, [cpu]),
  call('PSCI', 'PSCI_MIGRATE_INFO_TYPE', '0.2', value),
  call('PSCI', 'PSCI_MIGRATE_INFO_UP_CPU', '0.2', value),
  call('PSCI', 'PSCI_SYSTEM_OFF', '0.2', []),
  call('PSCI', 'PSCI_SYSTEM_RESET', '0.2', []),
  call('PSCI', 'PSCI_FEATURES', '1.0', value, queried),
  call('PSCI', 'PSCI_CPU_FREEZE', '1.0', status),
  call('PSCI', 'PSCI_CPU_DEFAULT_SUSPEND', '1.0', status, [field('x1', 'entry', 'address'), field('x2', 'context')]),
  call('PSCI', 'PSCI_NODE_HW_STATE', '1.0', value, [cpu, field('w2', 'level')]),
  call('PSCI', 'PSCI_SYSTEM_SUSPEND', '1.0', status, [field('x1', 'entry', 'address'), field('x2', 'context')]),
  call('PSCI', 'PSCI_SET_SUSPEND_MODE', '1.0', status, [field('w1', 'mode')]),
  call('PSCI', 'PSCI_STAT_RESIDENCY', '1.0', value, [cpu, field('w2', 'power state')]),
  call('PSCI', 'PSCI_STAT_COUNT', '1.0', value, [cpu, field('w2', 'power state')]),
  call('PSCI', 'PSCI_SYSTEM_RESET2', '1.1', status, [field('w1', 'type'), field('x2', 'cookie')]),
  call('PSCI', 'PSCI_MEM_PROTECT', '1.1', status, [field('w1', 'enable')]),
  call('PSCI', 'PSCI_MEM_PROTECT_CHECK_RANGE', '1.1', status, [field('x1', 'base', 'address'), field('x2', 'length')]),
  call('RMI', 'RMI_VERSION', '1.0', [...value, field('x1', 'lower'), field('x2', 'higher')], [field('x1', 'version')]),
  call('RMI', 'RMI_GRANULE_DELEGATE', '1.0', value, granule),
  call('RMI', 'RMI_GRANULE_UNDELEGATE', '1.0', value, granule),
  call('RMI', 'RMI_RTT_READ_ENTRY', '1.0', [...value, ...entry], translation),
];
