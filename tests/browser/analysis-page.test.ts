// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { writeReports } from '../../scripts/lib/edge/report-writer.ts';
import { needs } from '../rig/needs.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

let opened: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync) ?? 'chromium';
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  opened ??= chromium.launch({ executablePath, headless: true, args });
  return opened;
}

after(async () => (await opened)?.close());

/** A sweep with a hostile text value, failures and curves. */
function manyRuns(count: number): readonly SyntheticRun[] {
  const rng = createRng('page');
  return Array.from({ length: count }, (_, i): SyntheticRun => {
    const lr = (10 ** (-4 + 3 * rng.float())).toPrecision(9);
    const acc = 80 - (Math.log10(Number(lr)) + 2.5) ** 2 + rng.float();
    const values = { CONFIG_LR: lr, CONFIG_DEPTH: String(1 + (i % 4)), CONFIG_NAME: i % 2 === 0 ? 'plain' : '</script><img src=x>' };
    if (i % 25 === 7) return { values, end: { status: 'failed', reason: 'exit code', exitCode: 1, detail: 'exit code 1', signature: 's' }, files: { 'output.log': 'Error: <b>no</b>\n' } };
    const curve = Array.from({ length: 5 }, (_e, e) => Math.round(1000 * (acc - 20 / (e + 1))) / 1000);
    return { values, seconds: 10 + 90 * rng.float(), files: { 'training_metrics.json': { test_acc: [...curve, acc], final_sparsity: rng.float() } } };
  });
}

interface OpenPage {
  readonly page: Page;
  readonly file: string;
  /** Console errors, uncaught errors and requests to anywhere. */
  readonly trouble: readonly string[];
}

async function openPage(t: TestContext, options: BrowserContextOptions, count = 100): Promise<OpenPage> {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: manyRuns(count), rangeText: '# range\nSWEEP_METRIC="test_acc"\n' });
  writeReports(folder, settingsFor({ METRIC: 'test_acc', UNITS: 'test_acc=%, final_sparsity=x100%' }));
  const context = await (await browser()).newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  const trouble: string[] = [];
  const file = join(folder, 'analysis.html');
  page.on('console', (m) => (m.type() === 'error' || m.type() === 'warning') && trouble.push(m.text()));
  page.on('pageerror', (e) => trouble.push(e.message));
  page.on('request', (r) => !r.url().startsWith('data:') && r.url() !== `file://${file}` && trouble.push(`request: ${r.url()}`));
  await page.goto(`file://${file}`);
  return { page, file, trouble };
}

const WIDE = { viewport: { width: 1280, height: 900 } };

/** Brings every figure into view, so that each is drawn; waits for what is to happen, not for a time. */
async function drawAll(page: Page): Promise<void> {
  for (const figure of await page.locator('figure').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('canvas').first().waitFor();
  }
}

function cells(page: Page, column: number): Promise<readonly string[]> {
  return page.locator(`#table tbody tr td:nth-child(${column})`).allTextContents();
}

test('the page draws every chart without an error and without a request to anywhere', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, trouble } = await openPage(t, WIDE);
  await drawAll(page);
  assert.ok((await page.locator('figure').count()) >= 9);
  assert.deepEqual(trouble, []);
});

test('a heading sorts the table, and sorts it the other way when pressed again', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, WIDE);
  const heading = page.getByRole('button', { name: 'total_time' });
  await heading.click();
  const times = (await cells(page, 6)).filter((c) => c !== '-').map((c) => Number.parseFloat(c));
  assert.deepEqual(times, [...times].sort((a, b) => a - b));
  await heading.click();
  assert.equal(await page.locator('th[aria-sort=descending]').count(), 1);
  const descending = (await cells(page, 6)).filter((c) => c !== '-').map((c) => Number.parseFloat(c));
  assert.deepEqual(descending, [...descending].sort((a, b) => b - a));
});

test('the filter understands words and comparisons', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, WIDE);
  const field = page.getByRole('searchbox');
  await field.fill('failed');
  assert.match((await page.getByRole('status').textContent()) ?? '', /^4 of 100 runs/);
  await field.fill('depth=2 test_acc>79');
  const shown = (await cells(page, 4)).map((c) => Number.parseFloat(c));
  assert.ok(shown.length > 0 && shown.every((x) => x > 79), String(shown));
  await field.fill('');
  assert.match((await page.getByRole('status').textContent()) ?? '', /^100 of 100 runs/);
});

test('brushing an axis of the parallel coordinates chooses the rows of the table', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, WIDE);
  const figure = page.locator('figure[data-chart=parallel]');
  await figure.scrollIntoViewIfNeeded();
  const canvas = figure.locator('canvas').first();
  await canvas.waitFor();
  const box = await canvas.boundingBox();
  assert.ok(box !== null);
  // The axis of the metric is the last one, 72 from the right edge; its upper third holds the best runs.
  const x = box.x + box.width - 72;
  await page.mouse.move(x, box.y + 120);
  await page.mouse.down();
  await page.mouse.move(x, box.y + 40, { steps: 5 }); // past the end: the best run lies on it
  await page.mouse.up();
  await page.getByText('(chosen in the chart)').waitFor();
  const ranks = (await cells(page, 1)).map(Number);
  assert.ok(ranks.length > 0 && ranks.length < 96);
  assert.deepEqual(ranks, ranks.map((_, i) => i + 1), 'the best runs, and no other');
});

test('the page fits a phone: nothing but tables and the widest chart scrolls sideways', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, trouble } = await openPage(t, { viewport: { width: 390, height: 800 } });
  await drawAll(page);
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390);
  assert.deepEqual(trouble, []);
});

test('dark paper has light text', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, { ...WIDE, colorScheme: 'dark' });
  assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(13, 17, 23)');
  assert.equal(await page.evaluate('getComputedStyle(document.body).color'), 'rgb(230, 237, 243)');
});

test('without JavaScript the charts are drawings and the table is there', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, trouble } = await openPage(t, { ...WIDE, javaScriptEnabled: false });
  assert.ok((await page.locator('figure svg.static').count()) >= 7);
  assert.equal(await page.locator('#table tbody tr').count(), 100);
  assert.match((await page.locator('#failures pre').first().textContent()) ?? '', /Error: <b>no<\/b>/);
  assert.equal(await page.locator('img').count(), 0, 'a value that looks like HTML stays text');
  assert.deepEqual(trouble, []);
});

test('every figure, table and field has a name for those who cannot see it', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, WIDE);
  const nameless = await page.evaluate(`[...document.querySelectorAll('[role=img], [role=region], input, select, nav')]
    .filter((e) => !(e.getAttribute('aria-label') || e.closest('label'))).map((e) => e.outerHTML.slice(0, 80))`);
  assert.deepEqual(nameless, []);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.equal(await page.locator('h1').count(), 1);
});

test('a thousand runs stay below three megabytes', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, file, trouble } = await openPage(t, WIDE, 1000);
  assert.ok(statSync(file).size < 3 * 1024 * 1024, `${statSync(file).size} bytes`);
  assert.match((await page.getByRole('status').textContent()) ?? '', /^1000 of 1000 runs, 1 to 100$/);
  await page.getByRole('button', { name: 'Next' }).click();
  assert.match((await page.getByRole('status').textContent()) ?? '', /101 to 200$/);
  assert.deepEqual(trouble, []);
});
