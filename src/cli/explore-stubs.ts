import { exploreStubs } from '../explore/stubs/explore.ts';
import { loadStubs, type StubSystem } from '../explore/stubs/load.ts';
import { replayLabels, replayVcpus, type StubReplay } from '../explore/stubs/replay.ts';
import { renderStubReplay, renderStubs, stubReplayJson, stubsJson } from '../explore/stubs/report.ts';
import type { StubLimits } from '../explore/stubs/search.ts';
import { renderStubSvg } from '../explore/stubs/svg.ts';
import { InputError } from '../guest/source.ts';
import { parseSetting } from '../run/choose.ts';
import { defaultScenarioOptions } from '../run/prepare.ts';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { firmwareOptions } from './firmware.ts';

/** What `trapline explore` is asked about stubs. */
export interface StubFlags {
  vcpus?: number;
  el2?: string[];
  set?: string[];
  firmware?: string[];
  at: StubLimits['granularity'];
  seed?: bigint;
  schedule?: string;
  format: string;
  show?: string | true;
  preemptions?: number;
  limit: number;
  timeout: number;
}

export interface StubAnswer {
  text: string;
  data: object;
  exit: number;
}

/** States that fit in memory: each keeps some kilobytes. */
const mostStates = 200_000;

function systemsOf(files: readonly string[], flags: StubFlags): StubSystem[] {
  const { names, changes } = firmwareOptions(flags.firmware ?? []);
  const options = {
    ...defaultScenarioOptions,
    models: flags.el2 ?? [],
    changes: (flags.set ?? []).map((text) => parseSetting(text, '--set')),
    firmwares: names,
    firmware: changes,
    vcpus: flags.vcpus ?? Math.max(2, files.length),
  };
  return loadStubs(files, options, flags.seed ?? 1n);
}

const limitsOf = ({ at, limit, timeout, preemptions }: StubFlags): StubLimits => ({
  granularity: at,
  states: Math.min(limit, mostStates),
  milliseconds: timeout,
  preemptions,
});

/** One schedule of one system, as text or as a picture. */
function single(system: StubSystem, replay: StubReplay, flags: StubFlags): StubAnswer {
  const text = flags.format === 'svg' ? renderStubSvg(system, replay) : renderStubReplay(system, replay);
  return { text, data: stubReplayJson(system, replay), exit: EXIT_OK };
}

function picture(system: StubSystem, flags: StubFlags): StubAnswer {
  const { failures, outcomes } = exploreStubs(system, limitsOf(flags));
  return single(system, failures[0]?.replay ?? outcomes[0]?.replay ?? replayVcpus(system, flags.at, []), flags);
}

function exploration(system: StubSystem, flags: StubFlags): StubAnswer {
  const found = exploreStubs(system, limitsOf(flags));
  return {
    text: renderStubs(found, flags.show !== undefined),
    data: stubsJson(found),
    exit: found.failures.length > 0 ? EXIT_FINDINGS : EXIT_OK,
  };
}

/** Stubs on several vCPUs: one answer for each model. Throws InputError for what is wrong with them. */
export function answerStubs(files: readonly string[], flags: StubFlags): StubAnswer[] {
  if (flags.format === 'litmus') throw new InputError('a stub is no litmus test');
  const systems = systemsOf(files, flags);
  const one = flags.schedule !== undefined || flags.format === 'svg';
  if (one && systems.length > 1) throw new InputError('a schedule or a picture is of one model: name it with --el2');
  return systems.map((system) => {
    if (flags.schedule !== undefined) return single(system, replayLabels(system, flags.at, flags.schedule), flags);
    return flags.format === 'svg' ? picture(system, flags) : exploration(system, flags);
  });
}
