/** The shape of the switch tables (el2/pkvm/switch-table.ts, el3/switch-table.ts). TypeScript only. */

/** One switch: a word of a model that a user may change by name. */
export interface SwitchRow {
  name: string;
  /** Bytes from the start of the model's switch block. */
  offset: number;
  /** Allowed values by name; absent where the switch takes a version or a number. */
  values?: Record<string, number>;
  /** `version` accepts 1.2 or 0x10002, `number` decimal or hexadecimal. */
  kind?: 'version' | 'number';
  /** What it is unless a model or a user says otherwise. */
  standard: number;
  description: string;
}
