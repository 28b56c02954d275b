export { compareWithBaseline, readBaseline } from './baseline.ts';
export { runBench } from './bench.ts';
export { formatReport } from './format.ts';
export { formatMissing } from './text.ts';
