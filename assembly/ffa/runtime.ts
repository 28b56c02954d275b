/** Execution of secure partitions (DEN0077A 1.2, chapter 8): states of an execution context and its runtime models. */

/** Not yet run: it is given control once, to initialise. */
export const PARTITION_STARTING: u32 = 0;
export const PARTITION_WAITING: u32 = 1;
export const PARTITION_RUNNING: u32 = 2;
export const PARTITION_BLOCKED: u32 = 3;
export const PARTITION_PREEMPTED: u32 = 4;
export const PARTITION_ABORTED: u32 = 5;

export const RTM_NONE: u32 = 0;
export const RTM_FFA_RUN: u32 = 1;
export const RTM_DIR_REQ: u32 = 2;
export const RTM_SEC_INTERRUPT: u32 = 3;
export const RTM_SP_INIT: u32 = 4;
