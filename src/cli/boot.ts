import { type Command, InvalidArgumentError, Option } from 'commander';
import { type BootSetting, exploreOrders, runOrder } from '../boot/boot.ts';
import { events } from '../boot/events.ts';
import { levels } from '../boot/levels.ts';
import { type DriverName, driverPlaces, type Policy } from '../boot/policies.ts';
import { parseOrder } from '../boot/steps.ts';
import { InputError } from '../guest/source.ts';
import { losingOrders, orderJson, policiesJson, renderOrder, renderPolicies } from '../report/boot.ts';
import { DEFAULT_MODEL } from '../run/choose.ts';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { firmwareOptions } from './firmware.ts';
import { collect, parseCount } from './options.ts';
import { writeReport } from './output.ts';

interface BootFlags {
  model: string;
  firmware?: string[];
  driver?: DriverName;
  readers?: Policy['readers'];
  requests?: Policy['requests'];
  loader: string;
  worker?: true;
  driverVersion: string;
  cpus: number;
  order?: string;
  all?: true;
  list?: true;
  format: 'text' | 'json';
  output?: string;
}

const standardFirmware = 'tfa-spmd+hafnium';
const standardVersion = '1.2';
const standardCpus = 2;
const driverNames = driverPlaces.map(({ name }) => name);
const readerLevels = ['late', 'late-sync'] as const;
const requestPolicies = ['refused', 'allowed'] as const;

function parseCpus(text: string): number {
  const value = parseCount(text);
  if (value > 8) throw new InvalidArgumentError('expected a count from 1 to 8.');
  return value;
}

/** Every policy that the options leave open. */
function policiesOf({ driver, readers, requests, loader, worker }: BootFlags): Policy[] {
  return (driver ? [driver] : driverNames).flatMap((place) =>
    (readers ? [readers] : readerLevels).flatMap((level) =>
      (requests ? [requests] : requestPolicies).map((gate) => ({
        driver: place,
        readers: level,
        requests: gate,
        loader,
        worker: worker === true,
      })),
    ),
  );
}

/** One setting for each firmware that is named. */
function settingsOf({ model, firmware, driverVersion, cpus }: BootFlags): BootSetting[] {
  const { names, changes } = firmwareOptions(firmware ?? []);
  const chosen = names.length === 0 ? [standardFirmware] : names;
  return chosen.map((name) => ({ model, firmware: name, switches: changes, driverVersion, cpus }));
}

function headingOf(model: string, { cpus, driverVersion, loader }: BootFlags): string {
  const before = loader === 'none' ? 'no loader before' : `a loader that negotiates ${loader} before`;
  return `start-up   ${model}   ${cpus} CPU${cpus === 1 ? '' : 's'}, driver asks for ${driverVersion}, ${before}`;
}

/** The words that set up the same again, those left out that say what is standard. */
function commandOf({ model, firmware, switches }: BootSetting, { loader, driverVersion, cpus }: BootFlags): string {
  const words: [string, string, string][] = [
    ['-m', model, DEFAULT_MODEL],
    ['--firmware', firmware, standardFirmware],
    ...switches.map(({ name, value }): [string, string, string] => ['--firmware', `${name}=${value}`, '']),
    ['--loader', loader, 'none'],
    ['--driver-version', driverVersion, standardVersion],
    ['--cpus', String(cpus), String(standardCpus)],
  ];
  const said = words.filter(([, value, standard]) => value !== standard).map(([name, value]) => `${name} ${value}`);
  return ['trapline boot', ...said].join(' ');
}

function listText(): string {
  const width = Math.max(...Object.keys(events).map((name) => name.length));
  const rows = levels.flatMap(({ name, title }) => [
    `${name}: ${title}`,
    ...Object.values(events)
      .filter(({ level }) => level === name)
      .map((event) => `  ${event.name.padEnd(width)}  ${event.title}`),
  ]);
  const places = driverPlaces.map(({ name, level, source }) => `  ${name.padEnd(width)}  at ${level}: ${source}`);
  return `${[...rows, '', 'places of the driver (--driver)', ...places].join('\n')}\n`;
}

interface Answer {
  text: string;
  data: object[];
  lost: boolean;
}

function answerOrder(setting: BootSetting, flags: BootFlags, order: string): Answer {
  const policy: Policy = { ...policiesOf(flags)[0]!, requests: flags.requests ?? 'refused' };
  const report = runOrder(setting, policy, parseOrder(order, flags.cpus));
  return {
    text: renderOrder(report, headingOf(report.model, flags)),
    data: [orderJson(report)],
    lost: report.losses !== 0,
  };
}

function answerPolicies(setting: BootSetting, flags: BootFlags): Answer {
  const linked = flags.all !== true;
  const reports = policiesOf(flags).map((policy) => exploreOrders(setting, policy, linked ? 'linked' : 'levels'));
  const model = reports[0]!.model.replace('+gate=direct-requests', '');
  return {
    text: renderPolicies(reports, { heading: headingOf(model, flags), command: commandOf(setting, flags), linked }),
    data: policiesJson(reports),
    lost: reports.some((report) => losingOrders(report) > 0),
  };
}

function run(flags: BootFlags): void {
  if (flags.list) {
    process.stdout.write(listText());
    return;
  }
  if (flags.order !== undefined && flags.all) throw new InputError('--order is one order, --all is every one');
  const { order } = flags;
  const answers = settingsOf(flags).map((setting) =>
    order === undefined ? answerPolicies(setting, flags) : answerOrder(setting, flags, order),
  );
  const data = answers.flatMap((answer) => answer.data);
  const json = `${JSON.stringify(data, null, 2)}\n`;
  writeReport(flags.format === 'json' ? json : answers.map(({ text }) => text).join('\n'), flags.output);
  process.exitCode = answers.some(({ lost }) => lost) ? EXIT_FINDINGS : EXIT_OK;
}

/** `trapline boot` */
export function addBoot(program: Command): void {
  program
    .command('boot')
    .description('order the events of a Linux that starts with protected KVM, and see which orders lose what')
    .option('-m, --model <name>', 'model of pKVM, NAME or NAME+SWITCH=VALUE', DEFAULT_MODEL)
    .option('--firmware <name>', 'firmware behind EL3 (tfa-spmd+hafnium), or SWITCH=VALUE; may be repeated', collect)
    .addOption(new Option('--driver <place>', 'where the FF-A driver starts; all if not given').choices(driverNames))
    .addOption(
      new Option('--readers <level>', 'where EFI variables and the TPM are read; both if not given').choices(
        readerLevels,
      ),
    )
    .addOption(
      new Option('--requests <policy>', 'direct requests before the host negotiates; both if not given').choices(
        requestPolicies,
      ),
    )
    .option('--loader <version>', 'a boot loader negotiates this version before, or none', 'none')
    .option('--driver-version <version>', 'version that the driver asks for', standardVersion)
    .option('--cpus <n>', 'CPUs, each of which pKVM takes by itself', parseCpus, standardCpus)
    .option('--worker', 'a thread on the last CPU reads an EFI variable meanwhile')
    .option('--all', 'every order that the levels allow, not only the linker’s')
    .option('--order <events>', 'run one order, call by call: ffa_init,kvm_arm_init@0,…')
    .option('--list', 'list the levels, their events and the places of the driver')
    .addOption(new Option('--format <name>', 'form of the report').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'where the report goes instead of the terminal')
    .addHelpText('after', '\nExit code 1 where some order loses something.')
    .action(run);
}
