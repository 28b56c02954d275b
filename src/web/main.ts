/** The script of the HTML report: reads the page's data and lets the reader go through the runs. */
import type { PageData } from '../report/html/view.ts';
import { byId } from './dom.ts';
import { startTheme } from './theme.ts';
import { Viewer } from './viewer.ts';

startTheme();
const data = JSON.parse(byId('data').textContent ?? '') as PageData;
if (data.runs.length > 0) new Viewer(data).start();
