// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { drawAll, openFile, type OpenPage, WIDE } from '../rig/browser.ts';
import { needs } from '../rig/needs.ts';
import { KINDS, manyRuns, writePage } from '../rig/report-sweeps.ts';

const { settings } = KINDS['many runs'];

function openPage(t: TestContext, options: BrowserContextOptions, count = 100): Promise<OpenPage> {
  return openFile(t, writePage({ runs: manyRuns(count), settings }), options);
}

function cells(page: Page, column: string): Promise<readonly string[]> {
  return page.locator(`#runs td[data-column="${column}"]`).allTextContents();
}

test('the page draws every chart without an error and without a request to anywhere', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, trouble } = await openPage(t, WIDE);
  await drawAll(page);
  assert.ok((await page.locator('figure').count()) >= 8);
  assert.deepEqual(trouble, []);
});

test('a heading sorts the table, and sorts it the other way when pressed again', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, WIDE);
  const heading = page.getByRole('button', { name: 'total_time' });
  await heading.click();
  const times = (await cells(page, 'total_time')).filter((c) => c !== '-').map((c) => Number.parseFloat(c));
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  );
  await heading.click();
  assert.equal(await page.locator('th[aria-sort=descending]').count(), 1);
  const descending = (await cells(page, 'total_time')).filter((c) => c !== '-').map((c) => Number.parseFloat(c));
  assert.deepEqual(
    descending,
    [...descending].sort((a, b) => b - a),
  );
});

test('the filter understands words and comparisons', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, WIDE);
  const field = page.getByRole('searchbox');
  await field.fill('failed');
  assert.match((await page.getByRole('status').textContent()) ?? '', /^4 of 100 runs/);
  await field.fill('depth=2 test_acc>79');
  const shown = (await cells(page, 'test_acc')).map((c) => Number.parseFloat(c));
  assert.ok(shown.length > 0 && shown.every((x) => x > 79), String(shown));
  await field.fill('CONFIG_DEPTH = 2 && test_acc > 79');
  assert.deepEqual(
    (await cells(page, 'test_acc')).map((c) => Number.parseFloat(c)),
    shown,
  );
  await field.fill('status="done"');
  assert.match((await page.getByRole('status').textContent()) ?? '', /^96 of 100 runs/);
  await field.fill('nope>3');
  assert.match((await page.getByRole('status').textContent()) ?? '', /^0 of 100 runs/);
  assert.deepEqual(await page.locator('#runs tbody tr').allTextContents(), [
    'No run matches the filter. There is no column nope.',
  ]);
  await field.fill('');
  assert.match((await page.getByRole('status').textContent()) ?? '', /^100 of 100 runs/);
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
  assert.equal(await page.locator('#runs tbody tr').count(), 100);
  assert.match((await page.locator('#failures pre').first().textContent()) ?? '', /Error: <b>no<\/b>/);
  assert.equal(await page.locator('img').count(), 0, 'a value that looks like HTML stays text');
  assert.deepEqual(trouble, []);
});

test('a rounded number tells its whole value, and columns share their decimals', async (t) => {
  if (!needs(t, 'chromium')) return;
  for (const javaScriptEnabled of [true, false]) {
    const { page } = await openPage(t, { ...WIDE, javaScriptEnabled });
    const cell = page.locator('#runs tbody tr').first().locator('td[data-column=train_loss]');
    const text = (await cell.textContent()) ?? '';
    assert.match(text, /^0\.\d{4}$/);
    const full = (await cell.getAttribute('title')) ?? '';
    assert.ok(full.length > 10 && Number(full).toFixed(4) === text, `${full} is ${text}`);
  }
});

test('a filter that keeps nothing says so', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, WIDE);
  await page.getByRole('searchbox').fill('nothing-like-this');
  assert.deepEqual(await page.locator('#runs tbody tr').allTextContents(), ['No run matches the filter.']);
});

test('a dot tells its run, its parameter and its metric', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openPage(t, WIDE, 1000);
  const figure = page.locator('figure[data-chart=parameter-CONFIG_DEPTH]');
  await figure.scrollIntoViewIfNeeded();
  const canvas = figure.locator('canvas').first();
  await canvas.waitFor();
  const box = await canvas.boundingBox();
  assert.ok(box !== null);
  // A thousand dots in four columns: moving across one of them meets a dot soon.
  const tip = page.getByText(/config_\d+.*DEPTH: \d.*Test Accuracy: \d/);
  for (let y = 60; y < 200 && (await tip.count()) === 0; y += 4)
    await page.mouse.move(box.x + 64 + (box.width - 88) * 0.125, box.y + y);
  await tip.first().waitFor();
});

test('a thousand runs stay below three megabytes', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, file, trouble } = await openPage(t, WIDE, 1000);
  assert.ok(statSync(file).size < 3 * 1024 * 1024, `${statSync(file).size} bytes`);
  assert.match((await page.getByRole('status').textContent()) ?? '', /^1000 of 1000 runs$/);
  await page.getByRole('button', { name: 'Next' }).click();
  assert.equal(await page.locator('.pager span').textContent(), '101 to 200');
  assert.deepEqual(trouble, []);
});
