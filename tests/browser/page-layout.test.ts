// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawAll, openFile, PHONE, WIDE } from '../rig/browser.ts';
import { needs } from '../rig/needs.ts';
import { TOO_WIDE } from '../rig/page-measures.ts';
import { KINDS, type SweepKind, writePage } from '../rig/report-sweeps.ts';
import type { SyntheticRun } from '../rig/synthetic-sweep.ts';

for (const kind of Object.keys(KINDS) as SweepKind[]) {
  test(`the page of a sweep with ${kind} fits phones and screens, with a script and without`, async (t) => {
    if (!needs(t, 'chromium')) return;
    const file = writePage(t, KINDS[kind]);
    for (const javaScriptEnabled of [true, false]) {
      const { page, trouble } = await openFile(t, file, { ...PHONE, javaScriptEnabled });
      if (javaScriptEnabled) await drawAll(page);
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        // Charts take their new width a moment after the window has: a page that stays too wide ends this by its time limit.
        await page.waitForFunction(`document.documentElement.scrollWidth === ${width}`);
        assert.deepEqual(await page.evaluate(TOO_WIDE), [], `${width} px`);
      }
      assert.deepEqual(trouble, []);
    }
  });
}

test('an empty page says why nothing is ranked and what to do', async (t) => {
  if (!needs(t, 'chromium')) return;
  const textOf = async (kind: SweepKind): Promise<string> => {
    const { page } = await openFile(t, writePage(t, KINDS[kind]), WIDE);
    return (await page.locator('#best > p').first().textContent()) ?? '';
  };
  assert.equal(await textOf('all failed'), 'All 4 runs failed: see Failures for the reasons and the ends of the logs.');
  assert.match(
    await textOf('no metric'),
    /^Nothing is ranked, since SWEEP_METRIC is not set\. The runs report test_acc, .*: make sweep-report METRIC=test_acc ranks/,
  );
});

test('over seeds the best configuration is the one with the best mean, not the luckiest run', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(t, KINDS['seeds and long names']), WIDE);
  assert.equal(await page.locator('#best h2').textContent(), 'Best configuration over seeds');
  assert.match(
    (await page.locator('#best').textContent()) ?? '',
    /config_010.*Adjusted mean Test Accuracy.*74\.2.*95 % interval/s,
  );
  assert.equal(await page.locator('#seeds tbody tr').count(), 4);
});

test('several metrics have their Pareto front as a table', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(t, KINDS['two metrics']), WIDE);
  const cells = (await page.evaluate(`[...document.querySelectorAll('[aria-label="Pareto front"] tbody tr')]
    .map((row) => [1, 2].map((i) => Number.parseFloat(row.cells[i].textContent)))`)) as number[][];
  assert.ok(cells.length >= 2);
  for (const [i, [acc = 0, time = 0]] of cells.entries()) {
    const [accBefore = 1000, timeBefore = 0] = cells[i - 1] ?? [];
    assert.ok(i === 0 || (acc <= accBefore && time <= timeBefore), 'less accurate only where faster');
  }
});

test('the printed page is light, shows the drawings and no controls', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(t, KINDS['many runs']), { ...WIDE, colorScheme: 'dark' });
  await drawAll(page);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.evaluate('getComputedStyle(document.body).color'), 'rgb(31, 35, 40)');
  assert.equal(await page.locator('canvas:visible').count(), 0);
  assert.equal(await page.locator('nav:visible, .controls:visible, #chooser:visible').count(), 0);
  assert.ok((await page.locator('svg.static:visible').count()) >= 7);
});

test('on paper a table with long values breaks between words, not between letters', async (t) => {
  if (!needs(t, 'chromium')) return;
  const runs = Array.from(
    { length: 4 },
    (_, i): SyntheticRun => ({
      values: Object.fromEntries(
        ['LR', 'WD', 'NAME', 'OTHER'].map((name, k) => [
          `CONFIG_${name}`,
          k < 2 ? `0.0000${1234567890123456 + i}` : `value_${i}_of_${name}`,
        ]),
      ),
      files: { 'training_metrics.json': { acc: i, val_loss: i / 7, test_loss: i / 11, model_size: 1e6 + i } },
    }),
  );
  const { page } = await openFile(t, writePage(t, { runs, settings: { METRIC: 'acc' } }), {
    viewport: { width: 690, height: 1000 },
  }); // A4 between its margins
  await page.emulateMedia({ media: 'print' });
  const heights = await page.evaluate<number[]>(
    "[...document.querySelectorAll('#runs tr')].map((row) => row.getBoundingClientRect().height)",
  );
  assert.ok(Math.max(...heights) < 45, String(heights));
});

test('a text in a drawing is not too small to read on a phone', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(t, KINDS['many runs']), { ...PHONE, javaScriptEnabled: false });
  const smallest = await page.evaluate(`Math.min(...[...document.querySelectorAll('svg.static')].flatMap((svg) =>
    [...svg.querySelectorAll('text')].map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)))`);
  assert.ok(Number(smallest) >= 8, `${smallest} px`);
});
