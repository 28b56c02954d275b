/** The shape of the tables of models (el2/pkvm/variants.ts, el2/xen/variants.ts). TypeScript only. */

/** A model: what it changes in the model that it starts from. */
export interface Variant {
  name: string;
  description: string;
  /** Release or commit (git blob of the file where known), series and message. */
  provenance: string;
  /** Name of the row that this one starts from; absent: the standard of every switch. */
  from?: string;
  /** Switch name to value name. */
  switches: Record<string, string>;
}
