// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comesTrue, drawAll, openFile, PHONE, WIDE } from '../rig/browser.ts';
import { needs } from '../rig/needs.ts';
import { TOO_WIDE } from '../rig/page-measures.ts';
import { digits } from '../rig/page-sweeps.ts';
import { KINDS, type SweepKind, writePage } from '../rig/report-sweeps.ts';
import type { SyntheticRun } from '../rig/synthetic-sweep.ts';

for (const kind of Object.keys(KINDS) as SweepKind[]) {
  test(`the page of a sweep with ${kind} fits phones and screens, with a script and without`, async (t) => {
    if (!needs(t, 'chromium')) return;
    const file = writePage(KINDS[kind]);
    for (const javaScriptEnabled of [true, false]) {
      const { page, trouble } = await openFile(t, file, { ...PHONE, javaScriptEnabled });
      if (javaScriptEnabled) await drawAll(page);
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        // Charts take their new width a moment after the window has: a page that stays too wide ends this by its time limit.
        await comesTrue(page, `document.documentElement.scrollWidth === ${width}`);
        assert.deepEqual(await page.evaluate(TOO_WIDE), [], `${width} px`);
      }
      assert.deepEqual(trouble, []);
    }
  });
}

test('an empty page says why nothing is ranked and what to do', async (t) => {
  if (!needs(t, 'chromium')) return;
  const textOf = async (kind: SweepKind): Promise<string> => {
    const { page } = await openFile(t, writePage(KINDS[kind]), WIDE);
    return (await page.locator('#best > p').first().textContent()) ?? '';
  };
  assert.equal(await textOf('all failed'), 'All 4 runs failed: see Failures for the reasons and the ends of the logs.');
  assert.match(
    await textOf('no metric'),
    /^Nothing is ranked, since SWEEP_METRIC is not set\. The runs report test_acc, .*: make sweep-report SWEEP=\S+ METRIC=test_acc ranks/,
  );
});

test('over seeds the best configuration is the one with the best mean, not the luckiest run', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(KINDS['seeds and long names']), WIDE);
  assert.equal(await page.locator('#best h2').textContent(), 'Best configuration over seeds');
  assert.match(
    (await page.locator('#best').textContent()) ?? '',
    /config_010.*Adjusted mean Test Accuracy.*74\.2.*95 % interval/s,
  );
  assert.equal(await page.locator('#seeds tbody tr').count(), 4);
});

test('the name of the best opens its run by the keyboard, and its folder without a script', async (t) => {
  if (!needs(t, 'chromium')) return;
  const file = writePage(KINDS['many runs']);
  const { page } = await openFile(t, file, WIDE);
  const best = page.locator('#best .big a');
  const name = (await best.textContent()) ?? '';
  await best.focus();
  await page.keyboard.press('Enter');
  // A link is followed a moment after its key was pressed.
  await page.getByRole('dialog', { name }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate('document.activeElement.textContent'), name);
  const still = await openFile(t, file, { ...WIDE, javaScriptEnabled: false });
  const folder = (await still.page.locator('#best .big a').getAttribute('href')) ?? '';
  assert.match(folder, new RegExp(`^${name}_[0-9a-f]{8}/$`));
});

test('what a link of the sections leads to does not lie under the bar that stays', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(KINDS['many runs']), { ...WIDE, reducedMotion: 'reduce' });
  for (const name of ['Runs', 'Charts']) {
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name, exact: true }).click();
    const [bar, heading] = await Promise.all([
      page.locator('#chooser').boundingBox(),
      page.getByRole('heading', { name, exact: true }).boundingBox(),
    ]);
    assert.ok(bar !== null && heading !== null);
    assert.ok(heading.y >= bar.y + bar.height || heading.y + heading.height <= bar.y, `${name}: ${heading.y} px`);
  }
});

test('no two buttons of a page are told by the same name, and no two curves have the same look in the legend of the best', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(digits()), WIDE);
  const names = await page
    .locator('figure button')
    .evaluateAll((buttons) => buttons.map((b) => b.getAttribute('aria-label') ?? b.textContent));
  assert.ok(names.length > 10);
  assert.equal(new Set(names).size, names.length, names.join());
  const best = await page
    .locator('figure[data-chart=curves] .legend li')
    .evaluateAll((entries) => entries.slice(0, 5).map((e) => e.querySelector('i')?.getAttribute('style')));
  assert.equal(new Set(best).size, 5, best.join());
});

test('the chart of anything begins with a pair that no other chart shows', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(digits()), WIDE);
  const titles = await page.locator('figure[data-chart] h3').allTextContents();
  const axes = page.locator('figure[data-chart=explorer] select');
  const [x, y] = [await axes.nth(0).inputValue(), await axes.nth(1).inputValue()];
  assert.ok(
    titles.includes('Test Accuracy by LR') && titles.some((title) => title.startsWith('Test Accuracy against')),
  );
  assert.notEqual(y, 'test_acc');
  assert.ok(x.startsWith('CONFIG_'), x);
});

test('several metrics have their Pareto front as a table', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(KINDS['two metrics']), WIDE);
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
  const { page } = await openFile(t, writePage(KINDS['many runs']), { ...WIDE, colorScheme: 'dark' });
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
  const { page } = await openFile(t, writePage({ runs, settings: { METRIC: 'acc' } }), {
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
  const { page } = await openFile(t, writePage(KINDS['many runs']), { ...PHONE, javaScriptEnabled: false });
  const smallest = await page.evaluate(`Math.min(...[...document.querySelectorAll('svg.static')].flatMap((svg) =>
    [...svg.querySelectorAll('text')].map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)))`);
  assert.ok(Number(smallest) >= 8, `${smallest} px`);
});
