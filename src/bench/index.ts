export { compareWithBaseline, parseBaseline } from './baseline.ts';
export { runBench } from './bench.ts';
export { formatReport } from './format.ts';
