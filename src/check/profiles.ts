/** Rule profiles: what each reading of the specifications demands, as data. */
import type { Version } from '../abi/row.ts';
import type { Profile, Rule } from './rule.ts';
import { upperArguments, upperFunctionId } from './rules/arguments.ts';
import * as convention from './rules/convention.ts';
import * as ffa from './rules/ffa-registers.ts';
import { leaks } from './rules/leaks.ts';
import * as negotiation from './rules/negotiation.ts';
import * as replies from './rules/replies.ts';
import { reservedResults, zeroExtended } from './rules/reserved.ts';
import { replyId64, resultsArrive, upperResults } from './rules/results.ts';
import { el2Lives } from './rules/survival.ts';

export type { Dispute, Profile, RegisterSet, Rule } from './rule.ts';

/** What no reading leaves out. */
const common: Rule[] = [...convention.calleeSaved, ...negotiation.versionAnswers, el2Lives];
const [otherVm] = leaks;

const codes: Rule[] = [replies.statusWidth, replies.statusCode, replies.unknownCall];
const answers: Rule[] = [replies.replyKind, replies.replyForm];
const width: Rule[] = [upperArguments, upperFunctionId, upperResults];
const protocol: Rule[] = [
  negotiation.versionFirst,
  negotiation.versionIncompatible,
  negotiation.versionOpen,
  negotiation.versionClosed,
  negotiation.versionFixed,
  negotiation.versionAgreed,
];

export const smccc10: Profile = {
  name: 'smccc-1.0',
  title: 'SMC Calling Convention 1.0 (DEN0028A), AArch64: x4–x17 are scratch',
  version: '1.2',
  rules: [convention.undefinedValue, otherVm!, ...common],
};

export const smccc11: Profile = {
  name: 'smccc-1.1',
  title: 'SMC Calling Convention 1.1 (DEN0028), AArch64: x4–x17 are preserved',
  version: '1.2',
  rules: [convention.undefinedValue, otherVm!, convention.x4x17, ...common],
};

/** SMCCC 1.2 to 1.6: what a caller in AArch64 finds in its registers after an SMC or HVC. */
export const smccc12: Profile = {
  name: 'smccc-1.2',
  title: 'SMC Calling Convention 1.2 (DEN0028), AArch64',
  version: '1.2',
  rules: [
    convention.undefinedValue,
    otherVm!,
    convention.x4x7,
    convention.smc32X8X17,
    convention.smc64X8X17,
    ...common,
  ],
};

function ffaProfile(version: Version): Profile {
  return {
    name: `ffa-${version}`,
    title: `FF-A ${version} (DEN0077A) on SMC Calling Convention 1.2`,
    version,
    rules: [
      convention.undefinedValue,
      ...leaks,
      reservedResults,
      ffa.otherX4x7,
      version === '1.3' ? ffa.ffa13Smc32 : ffa.ffaSmc32,
      ffa.ffaSmc64,
      resultsArrive,
      ...width,
      ...codes,
      ...answers,
      ...protocol,
      ...common,
    ],
  };
}

const withoutDispute = (rule: Rule, clause: string): Rule => ({ ...rule, clause, disputes: [] });
const DRIVER = 'Linux drivers/firmware/arm_ffa/driver.c';

/** What Linux as the caller relies on, and nothing else. */
const linux: Profile = {
  name: 'linux',
  title: 'Linux as the caller: arm_smccc_1_1_smc, arm_smccc_1_2_smc and the FF-A driver',
  version: '1.2',
  rules: [
    convention.undefinedValue,
    ...leaks,
    ffa.linuxX4x17,
    withoutDispute(resultsArrive, `${DRIVER}, ffa_msg_send_direct_req2`),
    replyId64,
    replies.statusCode,
    withoutDispute(replies.replyKind, `${DRIVER}, ffa_to_linux_errno and the replies it waits for`),
    withoutDispute(replies.replyForm, `${DRIVER}: a response of the other form is -EINVAL`),
    negotiation.versionAgreed,
    ...common,
  ],
};

/** What Xen promises its guests. */
const xen: Profile = {
  name: 'xen',
  title: 'Xen’s FF-A mediator towards its guests, from FF-A 1.2 on',
  version: '1.2',
  rules: [
    convention.undefinedValue,
    ...leaks,
    reservedResults,
    zeroExtended,
    ffa.otherX4x7,
    ffa.otherX8x17,
    resultsArrive,
    ...width,
    withoutDispute(replies.statusWidth, 'Xen 00c4db573101: masked to 32 bits'),
    replies.statusCode,
    withoutDispute(replies.unknownCall, 'Xen 75571e162b: FFA_ERROR for every FF-A id'),
    ...answers,
    negotiation.versionFirst,
    negotiation.versionOpen,
    negotiation.versionFixed,
    negotiation.versionAgreed,
    ...common,
  ],
};

export const profiles: Profile[] = [
  smccc10,
  smccc11,
  smccc12,
  ...(['1.0', '1.1', '1.2', '1.3'] as const).map(ffaProfile),
  linux,
  xen,
];

/** The profile of this name, or undefined. */
export function findProfile(name: string): Profile | undefined {
  return profiles.find((profile) => profile.name === name);
}

/** Whether some rule of the profile can only be judged with every call tried again. */
export function needsProbes({ rules }: Profile): boolean {
  return rules.some(({ probes }) => probes === true);
}
