/** The state in which a machine starts: every vCPU at EL1h with interrupts masked, the models untouched. */

import { resetXen } from '../el2/xen/reset';
import { resetReplies } from '../el3/replies';
import {
  CONFIG_START,
  FIRMWARE_STATE_SIZE,
  FIRMWARE_STATE_START,
  HYP_END,
  HYP_START,
  PAGE_NOT_HOST,
  PAGE_OWNED,
  PAGE_SIZE,
  PAGE_STATE_SIZE,
  PAGE_STATE_START,
  PKVM_STATE_SIZE,
  PKVM_STATE_START,
  RAM_BASE,
  REG_PSTATE,
  SECURE_START,
  SECURE_STRIDE,
  SYS_HCR_EL2,
  SYS_SCR_EL3,
  SYS_SCTLR_EL1,
  SYS_SCTLR_EL2,
  SYS_SCTLR_EL3,
  SYS_VBAR_EL2,
  SYS_VBAR_EL3,
  VCPU_COUNT,
  VCPU_SIZE,
  VCPU_START,
} from '../layout';
import {
  CONFIG_EL2_FAMILY,
  CONFIG_HCR_EL2,
  CONFIG_LATE_EL2,
  CONFIG_SCR_EL3,
  EL2_FAMILY_XEN,
  HCR_TSC,
  VBAR_EL2,
  VBAR_EL2_STUB,
} from './config';
import { contextCount } from './contexts';
import { PSTATE_DAIF } from './pstate';
import { blockOf } from './registers';

/** EL1h. */
const MODE_EL1H: u64 = 5;
/** The bits of SCTLR_ELx that are RES1 in Armv8.0. */
const SCTLR_EL1_RES1: u64 = 0x30d00800;
const SCTLR_EL2_RES1: u64 = 0x30c50830;
/** Below RAM, where firmware keeps its own. */
const VBAR_EL3: u64 = 0x0e001000;

export function resetMachine(): void {
  memory.fill(VCPU_START, 0, VCPU_SIZE);
  memory.fill(PKVM_STATE_START, 0, PKVM_STATE_SIZE);
  memory.fill(FIRMWARE_STATE_START, 0, FIRMWARE_STATE_SIZE);
  memory.fill(PAGE_STATE_START, <u8>PAGE_OWNED, PAGE_STATE_SIZE);
  memory.fill(
    PAGE_STATE_START + (HYP_START - RAM_BASE) / PAGE_SIZE,
    <u8>PAGE_NOT_HOST,
    (HYP_END - HYP_START) / PAGE_SIZE,
  );
  memory.fill(
    PAGE_STATE_START + (SECURE_START - RAM_BASE) / PAGE_SIZE,
    <u8>PAGE_NOT_HOST,
    contextCount() * (SECURE_STRIDE / PAGE_SIZE),
  );
  resetReplies();
  if (load<u32>(CONFIG_START, CONFIG_EL2_FAMILY) === EL2_FAMILY_XEN) resetXen();
  for (let vcpu: i32 = 0; vcpu < <i32>VCPU_COUNT; vcpu++) resetVcpu(blockOf(vcpu));
}

function resetVcpu(cpu: usize): void {
  store<u64>(cpu, PSTATE_DAIF | MODE_EL1H, REG_PSTATE);
  store<u64>(cpu, SCTLR_EL1_RES1, SYS_SCTLR_EL1);
  store<u64>(cpu, SCTLR_EL2_RES1, SYS_SCTLR_EL2);
  store<u64>(cpu, SCTLR_EL2_RES1, SYS_SCTLR_EL3);
  const late = load<u32>(CONFIG_START, CONFIG_LATE_EL2) !== 0;
  const hcr = load<u64>(CONFIG_START, CONFIG_HCR_EL2);
  store<u64>(cpu, <u64>(late ? VBAR_EL2_STUB : VBAR_EL2), SYS_VBAR_EL2);
  store<u64>(cpu, VBAR_EL3, SYS_VBAR_EL3);
  store<u64>(cpu, late ? hcr & ~(<u64>HCR_TSC) : hcr, SYS_HCR_EL2);
  store<u64>(cpu, load<u64>(CONFIG_START, CONFIG_SCR_EL3), SYS_SCR_EL3);
}
