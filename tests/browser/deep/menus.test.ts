// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test, type TestContext } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from 'playwright-core';
import { openFile, type OpenPage, WIDE } from '../../rig/browser.ts';
import { recordCanvasTexts, textsOf } from '../../rig/canvas-texts.ts';
import { needs } from '../../rig/needs.ts';
import { digits, random } from '../../rig/page-sweeps.ts';
import { writePage } from '../../rig/report-sweeps.ts';
import { sandbox } from '../../rig/sandbox.ts';

const SWEEP = random(60);

function open(t: TestContext, sweep = SWEEP): Promise<OpenPage> {
  return openFile(t, writePage(sweep), WIDE, recordCanvasTexts);
}

/** Waits until the charts have followed: they do so before the next picture. */
async function followed(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

async function drawn(page: Page, chart: string): Promise<Locator> {
  const figure = page.locator(`figure[data-chart="${chart}"]`);
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('canvas').first().waitFor();
  return figure;
}

async function downloaded(page: Page, button: Locator): Promise<string> {
  const [got] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFileSync(await got.path(), 'utf8');
}

/** Returns what is on the clipboard, by pasting it. */
async function pasted(page: Page): Promise<string> {
  await page.evaluate(`{
    const area = document.createElement('textarea');
    area.id = 'pasted';
    document.body.append(area);
    area.focus();
  }`);
  await page.keyboard.press('Control+V');
  const text = await page.locator('#pasted').inputValue();
  await page.evaluate(`document.getElementById('pasted').remove()`);
  return text;
}

const headings = (page: Page): Promise<readonly string[]> => page.locator('#runs thead th').allTextContents();

test('the column chooser hides and shows columns of the table, and closes with Escape; the CSV keeps them all', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t);
  const before = await headings(page);
  assert.ok(before.includes('DROPOUT') && !before.includes('number'));
  const opener = page.locator('#chooser summary', { hasText: 'Columns' });
  await opener.click();
  await page.getByRole('checkbox', { name: 'DROPOUT', exact: true }).uncheck();
  await page.getByRole('checkbox', { name: 'number', exact: true }).check();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('checkbox', { name: 'DROPOUT', exact: true }).isVisible(), false);
  assert.deepEqual(await headings(page), [...before.filter((name) => name !== 'DROPOUT'), 'number']);
  assert.equal(await page.locator('#runs td[data-column=CONFIG_DROPOUT]').count(), 0);
  const [name = '', number] = [
    await page.locator('#runs td[data-column=config_file]').first().textContent(),
    await page.locator('#runs td[data-column=number]').first().textContent(),
  ];
  assert.equal(name, `config_${String(number).padStart(3, '0')}`);
  // A filter draws the rows anew: what was chosen stays.
  await page.getByRole('searchbox').fill('adam');
  assert.ok(!(await headings(page)).includes('DROPOUT'));
  const csv = await downloaded(page, page.getByRole('button', { name: 'Download CSV', exact: true }));
  assert.match(csv.split('\n')[0] ?? '', /CONFIG_DROPOUT/);
});

test('axes of the parallel coordinates are hidden, moved and made even, and the names above them say so', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t);
  const figure = await drawn(page, 'parallel');
  const names = new Set(['OPT', 'LR', 'DROPOUT', 'BATCH', 'MOMENTUM', 'val_loss']);
  const axes = async (): Promise<readonly string[]> => {
    await followed(page);
    const seen = (await textsOf(page, 'parallel')).filter(({ text }) => names.has(text));
    return [...seen].sort((a, b) => a.x - b.x).map(({ text }) => text);
  };
  assert.deepEqual(await axes(), ['OPT', 'LR', 'DROPOUT', 'BATCH', 'MOMENTUM', 'val_loss']);
  await figure.locator('summary', { hasText: 'Axes' }).click();
  await figure.getByRole('checkbox', { name: 'BATCH' }).uncheck();
  assert.deepEqual(await axes(), ['OPT', 'LR', 'DROPOUT', 'MOMENTUM', 'val_loss']);
  await figure.getByRole('button', { name: 'LR further to the left' }).click();
  assert.deepEqual(await axes(), ['LR', 'OPT', 'DROPOUT', 'MOMENTUM', 'val_loss']);
  await page.keyboard.press('Escape');
  const ticks = async (): Promise<readonly string[]> => {
    await followed(page);
    const seen = await textsOf(page, 'parallel');
    const at = seen.find(({ text }) => text === 'LR')?.x ?? Number.NaN;
    return seen.filter(({ x, y }) => x > at - 5 && x < at + 70 && y > 55).map(({ text }) => text);
  };
  assert.ok((await ticks()).includes('1e-3'), (await ticks()).join());
  await figure.locator('summary', { hasText: 'Log scale' }).click();
  await figure.getByRole('checkbox', { name: 'LR' }).uncheck();
  assert.ok((await ticks()).includes('0.02') && !(await ticks()).includes('1e-3'), (await ticks()).join());
});

test('curves are smoothed, drawn on a logarithm and over time; undone, the file is the one of before', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t);
  const figure = await drawn(page, 'curves');
  const file = (): Promise<string> => downloaded(page, figure.getByRole('button', { name: 'Download SVG' }));
  const ticks = async (): Promise<readonly string[]> => {
    await followed(page);
    return (await textsOf(page, 'curves')).map(({ text }) => text);
  };
  const plain = await file();
  assert.ok((await ticks()).includes('epoch'));
  await figure.getByLabel('smoothing').selectOption('0.9');
  const smooth = await file();
  assert.ok(jumpsOf(smooth) < 0.5 * jumpsOf(plain), `${jumpsOf(smooth)} of ${jumpsOf(plain)}`);
  await figure.getByLabel('smoothing').selectOption('none');
  assert.equal(await file(), plain);
  const even = await ticks();
  await figure.getByRole('checkbox', { name: 'log scale' }).check();
  const logarithm = await ticks();
  assert.notDeepEqual(logarithm, even);
  await figure.getByRole('checkbox', { name: 'log scale' }).uncheck();
  await figure.getByLabel('x axis').selectOption('time');
  const timed = await ticks();
  assert.ok(!timed.includes('epoch') && timed.some((text) => /time|seconds|minutes/.test(text)), timed.join());
});

/** How much the lines of a file go up and down, in pixels. */
function jumpsOf(svg: string): number {
  let sum = 0;
  for (const [, path = ''] of svg.matchAll(/<path d="(M[^"]*)" fill="none"/g)) {
    const ys = [...path.matchAll(/[ML]?\s*(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, , y]) => Number(y));
    for (let i = 2; i < ys.length; i += 1) sum += Math.abs((ys[i] ?? 0) - 2 * (ys[i - 1] ?? 0) + (ys[i - 2] ?? 0));
  }
  return sum;
}

test('curves as CSV are those of sweep_curves.csv: of the ticked runs, else of all that are shown', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, file } = await open(t, digits());
  const whole: readonly Record<string, string>[] = parse(
    readFileSync(join(dirname(file), 'sweep_curves.csv'), 'utf8'),
    {
      columns: true,
    },
  );
  const own = (rows: readonly Record<string, string>[]) =>
    rows
      .filter(({ metric }) => metric === 'test_acc')
      .map(({ config_file, step, value }) => `${config_file} ${step} ${value}`)
      .sort();
  const names = (await page.locator('#runs td[data-column=config_file]').allTextContents()).slice(2, 4);
  const button = page.getByRole('button', { name: 'Curves as CSV' });
  await page.locator('#chooser summary', { hasText: 'Copy' }).click();
  assert.deepEqual(own(parse(await downloaded(page, button), { columns: true })), own(whole));
  for (const name of names) await page.getByRole('checkbox', { name: `Tick ${name}` }).check();
  await page.locator('#chooser summary', { hasText: 'Copy' }).click();
  const ticked = own(parse(await downloaded(page, button), { columns: true }));
  assert.deepEqual(ticked, own(whole.filter((row) => names.includes(row['config_file'] ?? ''))));
  assert.equal(ticked.length, 24);
});

test('ticked runs that are copied as range lines are these configurations again, absent values and all', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t);
  await page.getByRole('searchbox').fill('lr<0.01');
  const names = (await page.locator('#runs td[data-column=config_file]').allTextContents()).slice(0, 6);
  for (const name of names) await page.getByRole('checkbox', { name: `Tick ${name}` }).check();
  await page.locator('#chooser summary', { hasText: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copy as range lines' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const box = sandbox(t);
  box.write('copied.range', await pasted(page));
  const made = await box.script('generate-configs', ['copied.range']);
  assert.equal(made.code, 0, made.stderr);
  const configs = box
    .list('sweep_configs')
    .filter((name) => name.startsWith('config_'))
    .map((name) =>
      Object.fromEntries(
        [...box.read(`sweep_configs/${name}`).matchAll(/^(CONFIG_\w+)="?([^"\n]*)"?$/gm)].map(
          ([, symbol = '', value = '']) => [symbol, value],
        ),
      ),
    );
  assert.equal(configs.length, 6);
  const wanted = names.map((name) => SWEEP.runs[Number(name.slice(7)) - 1]?.values ?? {});
  const textOf = (values: Readonly<Record<string, string>>): string =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${Number.isNaN(Number(value)) ? value : Number(value)}`)
      .sort()
      .join(' ');
  assert.deepEqual(configs.map(textOf).sort(), wanted.map(textOf).sort());
  assert.ok(
    wanted.some((values) => !('CONFIG_MOMENTUM' in values)),
    'some of them lack a value',
  );
});

test('ticked runs that are copied as a command are named by their numbers', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, file } = await open(t);
  for (const name of ['config_012', 'config_013', 'config_040'])
    await page.getByRole('checkbox', { name: `Tick ${name}` }).check();
  await page.locator('#chooser summary', { hasText: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copy as command' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const line = await pasted(page);
  assert.match(line, /^make sweep-resume SWEEP=\S+ RERUN=12-13,40$/);
  const place = /SWEEP=(\S+)/.exec(line)?.[1] ?? '';
  assert.equal(resolve(dirname(file), place), dirname(file), 'it names the folder of the page');
});

test('what is copied from cells of the table is the whole number, not the rounded one', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t);
  const cell = page.locator('#runs td[data-column=CONFIG_LR]').first();
  const whole = (await cell.getAttribute('title')) ?? '';
  assert.ok(whole.length > ((await cell.textContent()) ?? '').length);
  await page.evaluate(`getSelection().selectAllChildren(document.querySelector('#runs td[data-column=CONFIG_LR]'))`);
  await page.keyboard.press('Control+C');
  assert.equal(await pasted(page), whole);
});

test('a surface tells value and n where the pointer rests, follows a filter, and has lines in its file', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t);
  const figure = await drawn(page, 'heat-map');
  await figure.getByLabel('x axis').selectOption('CONFIG_LR');
  await figure.getByLabel('y axis').selectOption('CONFIG_WEIGHT_DECAY');
  await figure.locator('select').nth(2).selectOption('surface');
  await followed(page);
  const steps = await figure.locator('.legend li').allTextContents();
  assert.match(steps[0] ?? '', /^below /);
  assert.match(steps.at(-1) ?? '', / and above$/);
  const tipAt = async (x: number, y: number): Promise<string> => {
    const box = await figure.locator('canvas').first().boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * x - 3, box.y + box.height * y);
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    const tip = figure.getByText(/are near \(n\)|val_loss: /).last();
    await tip.waitFor();
    return (await tip.textContent()) ?? '';
  };
  const told = await tipAt(0.53, 0.37);
  const [, expected = '', near = '', of = ''] =
    /LR: about [\d.e-]+WEIGHT_DECAY: about [\d.e-]+val_loss expected: ([\d.]+)(\d+) of (\d+) runs are near \(n\)/.exec(
      told,
    ) ?? assert.fail(told);
  assert.ok(Number(expected) > 0.1 && Number(expected) < 1.5 && Number(near) > 0, told);
  assert.equal(of, String(SWEEP.runs.filter((run) => run.end === undefined).length));
  const file = await downloaded(page, figure.getByRole('button', { name: 'Download SVG' }));
  for (const step of steps) assert.ok(file.includes(step), `${step} is in the legend of the file`);
  await page.getByRole('searchbox').fill('opt=adam');
  await followed(page);
  const adam = SWEEP.runs.filter((run) => run.end === undefined && run.values['CONFIG_OPT'] === 'adam').length;
  assert.match(await tipAt(0.55, 0.35), new RegExp(`of ${adam} runs are near`));
});
