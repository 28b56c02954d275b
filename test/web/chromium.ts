import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const places = [
  process.env.TRAPLINE_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Where Chromium is on this machine, or undefined. `TRAPLINE_CHROMIUM` names another place, or `none`. */
export function findChromium(): string | undefined {
  if (process.env.TRAPLINE_CHROMIUM === 'none') return undefined;
  return places.find((path) => path !== undefined && existsSync(path));
}

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Screen {
  width: number;
  height: number;
  dark?: boolean;
}

/** A browser with one page in it, and what went wrong there. */
export interface Opened {
  page: Page;
  /** Errors and warnings of the console, exceptions, and requests for anything but the file. */
  complaints: string[];
  close(): Promise<void>;
}

function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
}

/** Opens a file from disk in a browser of its own, with nothing remembered from before. */
export async function openFile(executablePath: string, file: string, screen: Screen, hash = ''): Promise<Opened> {
  const { width, height, dark } = screen;
  const folder = mkdtempSync(join(tmpdir(), 'trapline-chromium-'));
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: quiet,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  listen(page, complaints);
  await page.goto(`${pathToFileURL(file)}${hash}`);
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { page, complaints, close };
}
