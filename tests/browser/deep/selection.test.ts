// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { openFile, type OpenPage, WIDE } from '../../rig/browser.ts';
import { needs } from '../../rig/needs.ts';
import { digits, random, seeds } from '../../rig/page-sweeps.ts';
import { writePage } from '../../rig/report-sweeps.ts';

type Kind = typeof digits;

function open(t: TestContext, sweep: ReturnType<Kind>): Promise<OpenPage> {
  return openFile(t, writePage(sweep), WIDE);
}

const status = (page: Page): Promise<string | null> => page.getByRole('status').textContent();

/** What every chart says that it draws, but for those of learning curves, which draw some. */
async function shownIn(page: Page, chart: string): Promise<number> {
  return Number(await page.locator(`figure[data-chart="${chart}"]`).getAttribute('data-shown'));
}

/** Waits until the charts have followed: they do so before the next picture. */
async function followed(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** Drags along the last axis of the parallel coordinates, the metric's, over its upper end. */
async function brushBest(page: Page, depth = 80): Promise<void> {
  const figure = page.locator('figure[data-chart=parallel]');
  await figure.scrollIntoViewIfNeeded();
  const canvas = figure.locator('canvas').first();
  await canvas.waitFor();
  const box = await canvas.boundingBox();
  assert.ok(box !== null);
  const x = box.x + box.width - 72;
  await page.mouse.move(x, box.y + 64 + depth);
  await page.mouse.down();
  await page.mouse.move(x, box.y + 40, { steps: 5 }); // past the end: the best run lies on it
  await page.mouse.up();
  await followed(page);
}

test('what an expression leaves is in the table and in every chart', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, trouble } = await open(t, digits());
  await page.getByRole('searchbox').fill('lr<0.01 && depth=2');
  await followed(page);
  assert.equal(await status(page), '4 of 36 runs');
  assert.equal(await page.locator('#runs tbody tr[data-run]').count(), 4);
  for (const chart of [
    'parallel',
    'parameter-CONFIG_WIDTH',
    'heat-map',
    'against-total_time',
    'best-after',
    'distribution',
    'timeline',
    'explorer',
  ])
    assert.equal(await shownIn(page, chart), 4, chart);
  await page.getByRole('button', { name: 'All runs' }).click();
  await followed(page);
  assert.equal(await status(page), '36 of 36 runs');
  assert.equal(await shownIn(page, 'parameter-CONFIG_WIDTH'), 36);
  assert.equal(await page.getByRole('searchbox').inputValue(), '');
  assert.deepEqual(trouble, []);
});

test('a brush on an axis chooses the runs of the table and of all charts, and stays when the window changes', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t, digits());
  await brushBest(page);
  const [, left = ''] = /^(\d+) of 36 runs$/.exec((await status(page)) ?? '') ?? [];
  assert.ok(Number(left) > 0 && Number(left) < 36, left);
  const ranks = (await page.locator('#runs td[data-column=rank]').allTextContents()).map(Number);
  assert.deepEqual(
    ranks,
    [...ranks.keys()].map((i) => i + 1),
    'the best runs, and no other',
  );
  for (const chart of ['parallel', 'parameter-CONFIG_LR', 'distribution', 'timeline'])
    assert.equal(await shownIn(page, chart), Number(left), chart);
  await page.setViewportSize({ width: 900, height: 900 });
  await followed(page);
  assert.equal(await status(page), `${left} of 36 runs`);
  await page.getByRole('searchbox').fill('nope>3');
  assert.deepEqual(await page.locator('#runs tbody tr').allTextContents(), [
    'No run matches the filter. There is no column nope.',
  ]);
  await page.getByRole('button', { name: 'All runs' }).click();
  assert.equal(await status(page), '36 of 36 runs');
  await followed(page);
  assert.equal(await shownIn(page, 'parallel'), 36);
});

test('ticked runs are named by the legend of the curves, and can be all that is shown', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t, digits());
  const names = (await page.locator('#runs td[data-column=config_file]').allTextContents()).slice(0, 3);
  for (const name of names) await page.getByRole('checkbox', { name: `Tick ${name}` }).check();
  const curves = page.locator('figure[data-chart=curves]');
  await curves.scrollIntoViewIfNeeded();
  await followed(page);
  assert.deepEqual((await curves.locator('.legend li').allTextContents()).sort(), [...names].sort());
  assert.equal(await shownIn(page, 'curves'), 3);
  await page.getByRole('button', { name: 'Only the 3 ticked' }).click();
  await followed(page);
  assert.equal(await status(page), '3 of 36 runs');
  assert.equal(await shownIn(page, 'parameter-CONFIG_WIDTH'), 3);
  await page.getByRole('button', { name: 'Untick all' }).click();
  assert.equal(await status(page), '36 of 36 runs');
  assert.equal(await page.locator('#runs input:checked').count(), 0);
});

test('the settings of seeds have a band each, and single runs where it is not asked for', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t, seeds());
  const curves = page.locator('figure[data-chart=curves]');
  await curves.scrollIntoViewIfNeeded();
  assert.equal(await shownIn(page, 'curves'), 25, 'five settings of five seeds');
  assert.match((await curves.locator('.legend li').first().textContent()) ?? '', /and 4 more of its setting$/);
  await page.getByRole('checkbox', { name: 'Tick config_008' }).check();
  await followed(page);
  assert.deepEqual(
    await curves.locator('.legend li').allTextContents(),
    ['config_008'],
    'a ticked run by its own name',
  );
  await page.getByRole('button', { name: 'Untick all' }).click();
  await curves.getByRole('checkbox').last().uncheck();
  await followed(page);
  assert.equal(await shownIn(page, 'curves'), 10);
});

test('one colour is that of all charts, and its legend says what it means', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t, random(60));
  await page.getByLabel('Colour by').selectOption('CONFIG_OPT');
  assert.deepEqual(await page.locator('#chooser .legend li').allTextContents(), ['adam', 'sgd']);
  await page.getByLabel('Colour by').selectOption('status');
  assert.deepEqual((await page.locator('#chooser .legend li').allTextContents()).sort(), ['done', 'failed']);
});

test('the table of the page is a part of sweep_summary.csv when it is downloaded', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, file } = await open(t, random(60));
  const download = async (): Promise<readonly Record<string, string>[]> => {
    const [got] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV', exact: true }).click(),
    ]);
    return parse(readFileSync(await got.path(), 'utf8'), { columns: true });
  };
  const whole: readonly Record<string, string>[] = parse(
    readFileSync(join(dirname(file), 'sweep_summary.csv'), 'utf8'),
    { columns: true },
  );
  const byName = (rows: readonly Record<string, string>[]): readonly Record<string, string>[] =>
    [...rows].sort((a, b) => Number(a['number']) - Number(b['number']));
  assert.deepEqual(byName(await download()), whole);
  await page.getByRole('searchbox').fill('opt="adam" && lr<0.001');
  const part = await download();
  assert.ok(part.length > 0 && part.length < whole.length);
  assert.deepEqual(
    byName(part),
    whole.filter((row) => row['CONFIG_OPT'] === 'adam' && Number(row['CONFIG_LR']) < 0.001),
  );
});

test('every chart is a file: SVG with its title and texts, PNG with its bytes', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t, digits());
  for (const figure of await page.locator('figure[data-chart]:visible').all()) {
    const chart = await figure.getAttribute('data-chart');
    const title = (await figure.locator('h3').textContent()) ?? '';
    for (const kind of ['SVG', 'PNG']) {
      const button = figure.getByRole('button', { name: `Download ${kind}` });
      const [got] = await Promise.all([page.waitForEvent('download'), button.click()]);
      const bytes = readFileSync(await got.path());
      if (kind === 'PNG') assert.equal(bytes.subarray(1, 4).toString(), 'PNG', chart ?? '');
      else {
        const text = bytes.toString('utf8');
        assert.match(text, /^<svg /);
        if (chart !== 'importance') assert.ok(text.includes(title), `${chart}: no title`);
        assert.ok(!/NaN|undefined/.test(text), chart ?? '');
      }
      assert.match(got.suggestedFilename(), new RegExp(`_${chart}\\.${kind.toLowerCase()}$`));
    }
  }
});
