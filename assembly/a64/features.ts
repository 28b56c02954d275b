/**
 * The processor that Trapline is: an Armv8.0-A with these features of later versions (DDI 0487, A2). Its identification
 * registers say the same (system-registers).
 */
const features: readonly string[] = [
  'FEAT_CRC32',
  'FEAT_LSE',
  'FEAT_LOR',
  'FEAT_PAN',
  'FEAT_UAO',
  'FEAT_DPB',
  'FEAT_DPB2',
  'FEAT_FP16',
  'FEAT_LRCPC',
  'FEAT_LRCPC2',
  'FEAT_DIT',
  'FEAT_FlagM',
  'FEAT_FlagM2',
  'FEAT_SSBS',
  'FEAT_SB',
];

/** Whether the processor has what an encoding needs; undefined stands for Armv8.0. */
export function hasFeature(feature: string | undefined): boolean {
  return feature === undefined || features.includes(feature);
}
