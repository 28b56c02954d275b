/** Values of the firmware's switches that make no difference in a profile, and why. */
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import { resolveFirmware } from '../../src/engine/models.ts';
import { switchValueText } from '../../src/engine/switch-value.ts';

/** The switches that the fixed rules read. */
const READ_BY_RULES = [
  'version',
  'min',
  'neg1',
  'feat',
  'id',
  'features_ok',
  'direct',
  'unnamed',
  'other',
  'other_unnamed',
  'smccc_version',
  'service',
  'last_number',
  'reserved_bits',
  'upper',
  'beyond',
];
/** Those that are read where every FF-A id is unknown. */
const READ_WITHOUT_FFA = ['smccc_version', 'service', 'other', 'other_unnamed', 'upper', 'beyond'];

interface Same {
  names: string[];
  /** The profile's other switches must have these values. */
  where?: Record<string, string[]>;
  /** For this value alone. */
  to?: string;
  why: string;
}

const rules: Same[] = [
  {
    names: firmwareSwitches.map(({ name }) => name).filter((name) => !READ_WITHOUT_FFA.includes(name)),
    where: { service: ['none'] },
    why: 'every FF-A id is unknown, whatever would answer it',
  },
  {
    names: firmwareSwitches.map(({ name }) => name).filter((name) => !READ_BY_RULES.includes(name)),
    where: { service: ['scripted'] },
    why: 'the fixed rules have neither dispatcher nor SPMC, fail no call and make no garbage',
  },
  {
    names: ['feat', 'features_ok'],
    where: { feature_list: ['hafnium', 'el3-spmc', 'optee'] },
    why: 'FFA_FEATURES is answered from the list of an SPMC',
  },
  { names: ['direct'], where: { service: ['ffa'] }, why: 'a partition answers direct messages' },
  { names: ['spmc_unnamed'], where: { spmc: ['below'] }, why: 'the SPMC is not at EL3' },
  { names: ['spmc_registers'], where: { spmc: ['el3'] }, why: 'the SPMC is not below EL3' },
  {
    names: ['lock'],
    to: 'first-version',
    where: { spmc: ['el3'] },
    why: 'FFA_VERSION is no message to an SPMC at EL3',
  },
  {
    names: ['version_higher'],
    to: 'stored-as-asked',
    where: { version: ['1.2'], lock: ['never'] },
    why: 'the version agreed on is never told, and nothing asks whether the normal world has 1.3',
  },
  { names: ['locked'], where: { lock: ['never'] }, why: 'the negotiation does not end' },
  {
    names: ['before_version'],
    where: { default_version: ['1.0', '1.1', '1.2', '1.3'] },
    why: 'the normal world has a version from the start',
  },
  {
    names: ['version_gate'],
    where: { world_switch: ['x0-x7', 'defined'] },
    why: 'the rule for registers between the worlds does not look at versions',
  },
  {
    names: ['world_switch'],
    to: 'defined',
    where: { world_switch: ['x0-x7'], unnamed: ['zero-x7'], payload: ['defined'] },
    why: 'x1 to x7 that an answer does not define are 0 either way, and x8 to x17 are kept',
  },
  {
    names: ['rxtx_overlap'],
    to: 'same-refused',
    where: { max_pages: ['0x1'] },
    why: 'buffers of one page overlap only where they are the same',
  },
  {
    names: ['request_uuid', 'response2_reserved'],
    where: { version: ['1.1'] },
    why: 'there are no requests with a UUID before 1.2, and no responses to them',
  },
  {
    names: ['garbage_seed'],
    where: { unnamed: ['zero', 'kept', 'zero-x7'], upper: ['none'], beyond: ['none'] },
    why: 'nothing is filled with garbage',
  },
];

/** Why another value of a switch does the same in a profile; undefined where it does not. */
export function sameBecause(profile: string, name: string, value: string): string | undefined {
  const switches = resolveFirmware([], profile);
  const text = (each: string) => switchValueText(firmwareSwitches.find((row) => row.name === each)!, switches[each]!);
  const holds = ({ names, where = {}, to }: Same) =>
    names.includes(name) &&
    (to === undefined || to === value) &&
    Object.entries(where).every(([each, allowed]) => allowed.includes(text(each)));
  return rules.find(holds)?.why;
}
