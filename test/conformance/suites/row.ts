/** What the test suites of TF-A, Hafnium and the FF-A ACS assert, as data. */

/** A case made of a test: calls with the answers that the test asserts. */
export interface SuiteCase {
  name: string;
  /** Lines of `//! partition` without those words; without any, 0x8001 echoes every request. `{version}` is the firmware's. */
  partitions?: string[];
  /** Lines as in step.ts. */
  steps: string[];
  /** Globs over `hypervisor@firmware` that the case concerns; all where none are named. */
  on?: string[];
}

/** What the SPMC and its partitions do without a hypervisor in front: wherever there is an SPMC. */
export const OF_SPMC = ['none@*', '!*@no-ffa', '!*@scripted'];

export interface SuiteRow {
  row: number;
  suite: string;
  test: string;
  asserts: string;
  cases?: SuiteCase[];
  /** Why there is no case, or none for the rest of the row. */
  notRun?: string;
}
