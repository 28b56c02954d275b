import { readFileSync } from 'node:fs';
import type { BatchReport } from '../report/batch.ts';

/** Lines of a file; a page goes without those that are gone. */
function readLines(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

/** The HTML report. Loaded only where it is wanted: the other commands start faster. Throws EnvironmentError. */
export async function renderHtml(report: BatchReport, title: string): Promise<string> {
  const { readAssets } = await import('../report/html/assets.ts');
  const { renderPage } = await import('../report/html/page.ts');
  return renderPage(report, { title, ...readAssets(), source: readLines });
}
