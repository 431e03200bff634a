// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { after, type TestContext } from 'node:test';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** The one without windows takes half the processor time: it draws no frame around the page. */
export const CHROMIUM =
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync) ?? 'chromium';

let opened: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  opened ??= chromium.launch({ executablePath: CHROMIUM, headless: true, args });
  return opened;
}

after(async () => (await opened)?.close());

export const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 800 } };

export interface OpenPage {
  readonly page: Page;
  readonly file: string;
  /** Console errors, uncaught errors and requests to anywhere. */
  readonly trouble: readonly string[];
}

/** Opens a page from the disk in a browser of its own settings, which `prepare` is given before; it is closed when the test ends. */
export async function openFile(
  t: TestContext,
  file: string,
  options: BrowserContextOptions,
  prepare?: (context: BrowserContext) => Promise<void>,
): Promise<OpenPage> {
  const context = await (await browser()).newContext(options);
  t.after(() => context.close());
  await prepare?.(context);
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('console', (m) => (m.type() === 'error' || m.type() === 'warning') && trouble.push(m.text()));
  page.on('pageerror', (e) => trouble.push(e.message));
  page.on(
    'request',
    (r) => !r.url().startsWith('data:') && r.url() !== `file://${file}` && trouble.push(`request: ${r.url()}`),
  );
  await page.goto(`file://${file}`);
  return { page, file, trouble };
}

/** A page of a server of ours. */
export interface ServedPageTest {
  readonly page: Page;
  readonly browser: Browser;
  /** Console errors, uncaught errors and requests to anywhere else. */
  readonly trouble: readonly string[];
}

/** Opens a page of a server on this machine in a browser of its own settings; it is closed when the test ends. */
export async function openServed(t: TestContext, address: string): Promise<ServedPageTest> {
  const opened = await browser();
  const context = await opened.newContext(WIDE);
  t.after(() => context.close());
  const page = await context.newPage();
  const trouble: string[] = [];
  const { origin } = new URL(address);
  page.on(
    'console',
    (m) => (m.type() === 'error' || m.type() === 'warning') && trouble.push(`${m.text()} ${m.location().url}`),
  );
  page.on('pageerror', (e) => trouble.push(e.message));
  page.on(
    'request',
    (r) => !r.url().startsWith('data:') && !r.url().startsWith(`${origin}/`) && trouble.push(`request: ${r.url()}`),
  );
  await page.goto(address);
  return { page, browser: opened, trouble };
}

/** Bars of what mattered are text, and a fold that is closed draws nothing. All in the page: a word to it and back for each step took as long as the drawing. */
const DRAW_ALL = `(async () => {
  const isSeen = (element) => element !== null && element.getBoundingClientRect().width > 0;
  const figures = [...document.querySelectorAll('figure')].filter((figure) => isSeen(figure) && figure.querySelector('.drawing') !== null);
  for (const figure of figures) {
    figure.scrollIntoView({ block: 'center', behavior: 'instant' });
    const beganMs = performance.now();
    while (!isSeen(figure.querySelector('canvas'))) {
      if (performance.now() - beganMs > 30_000) throw new Error((figure.dataset.chart ?? 'a figure') + ' is not drawn');
      await new Promise((next) => requestAnimationFrame(next));
    }
  }
  return figures.length;
})()`;

/** Brings every figure into view, so that each is drawn; waits for what is to happen, not for a time. Returns how many there are. */
export async function drawAll(page: Page): Promise<number> {
  return await page.evaluate<number>(DRAW_ALL);
}

/** Longer than a page ever takes: only a failure lasts this long. */
const PATIENCE_MS = 60_000;

/**
 * Waits until an expression is true in the page. Playwright's own waitForFunction asks once from outside and then from
 * within, where the page's Content-Security-Policy forbids eval: on a slow day it fails.
 */
export async function comesTrue(page: Page, expression: string): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while ((await page.evaluate(expression)) !== true) {
    if (Date.now() > endMs) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain for: ${expression}`);
    await page.waitForTimeout(20);
  }
}
