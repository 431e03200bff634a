// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { writeComparison } from '../../../scripts/lib/commands/report/comparison.ts';
import { startPageDrawing } from '../../../scripts/lib/edge/page/page-drawing.ts';
import { accessibilityFaults } from '../../rig/accessibility-faults.ts';
import { drawAll, openFile } from '../../rig/browser.ts';
import { canvasCollisions, recordCanvasTexts } from '../../rig/canvas-texts.ts';
import { writeLargePage } from '../../rig/large-page.ts';
import { needs } from '../../rig/needs.ts';
import { CLIPPED, COLLIDING, COLLIDING_IN_FILE, CROWDED, TOO_WIDE } from '../../rig/page-measures.ts';
import { digits, many, random, seeds, twoGoals } from '../../rig/page-sweeps.ts';
import { writePage } from '../../rig/report-sweeps.ts';
import { settingsFor, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

/** The page of two sweeps beside each other. */
function comparison(t: TestContext): string {
  const folder = temporaryFolder(t);
  const source = (name: string, count: number) => {
    const { runs, settings } = random(count);
    return {
      folder: writeSyntheticSweep(join(folder, name), { runs, settings }),
      settings: settingsFor(settings),
      isLatest: false,
    };
  };
  writeComparison([source('first', 60), source('second', 40)], { drawing: startPageDrawing(), columns: 100, nowMs: 0 });
  return join(folder, 'first', 'comparison.html');
}

/** A last stage as its report sees it: the parameters of what its runs need are among its own. */
function staged(): string {
  const { runs, settings } = digits();
  const over = runs.map((run) => ({
    ...run,
    values: Object.fromEntries(
      Object.entries(run.values).map(([name, value]) => [name === 'CONFIG_LR' ? name : `target.${name}`, value]),
    ),
  }));
  return writePage({ runs: over, settings });
}

const SWEEPS: Readonly<Record<string, (t: TestContext) => string>> = {
  '36 networks': () => writePage(digits()),
  'settings with seeds': () => writePage(seeds()),
  '60 random runs': () => writePage(random(60)),
  '500 random runs with conditions and failures': () => writePage(random(500)),
  'two goals': () => writePage(twoGoals()),
  'two sweeps': comparison,
  'a last stage': staged,
  '20,000 runs': (t) => writeLargePage(t, 20_000),
};

/** Phone and screen, light and dark. */
const ALL_LOOKS = [
  { viewport: { width: 390, height: 800 }, colorScheme: 'light' },
  { viewport: { width: 768, height: 900 }, colorScheme: 'dark' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 1920, height: 1000 }, colorScheme: 'dark' },
] as const;
const isWhole = process.env['SCREENS'] === 'all';
const LOOKS = isWhole ? ALL_LOOKS : [ALL_LOOKS[0], ALL_LOOKS[3]];
const WHERE = isWhole ? 'at four widths' : 'at two widths of four (all: make screens)';

/** Charts in folds are charts too. */
const UNFOLD = `for (const fold of document.querySelectorAll('main details')) fold.open = true`;

for (const [name, write] of Object.entries(SWEEPS)) {
  test(`nothing collides, is cut or hard to read on the page of ${name}, ${WHERE}, without a script and on paper`, async (t) => {
    if (!needs(t, 'chromium')) return;
    const file = write(t);
    for (const look of LOOKS) {
      const { page, trouble } = await openFile(t, file, look, recordCanvasTexts);
      assert.deepEqual(await page.evaluate(TOO_WIDE), [], `${look.viewport.width} px`);
      assert.deepEqual(await page.evaluate(CROWDED), [], `${look.viewport.width} px`);
      if (look.viewport.width !== 768)
        assert.deepEqual(await accessibilityFaults(page), [], `${look.viewport.width} px`);
      await page.evaluate(UNFOLD);
      await drawAll(page);
      assert.deepEqual(await canvasCollisions(page), [], `charts at ${look.viewport.width} px`);
      assert.deepEqual(trouble, []);
      await page.context().close();
    }
    const { page } = await openFile(t, file, { viewport: { width: 690, height: 1000 }, javaScriptEnabled: false });
    assert.deepEqual(await page.evaluate(COLLIDING), [], 'drawings');
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.evaluate(CLIPPED), [], 'on paper');
    assert.deepEqual(await page.evaluate(TOO_WIDE), [], 'on paper');
  });
}

test('a page that is printed from a browser with a script has whole tables with heads that fit their columns', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(random(60)), { viewport: { width: 690, height: 1000 } });
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await page.evaluate(CLIPPED), []);
  const shown = (row: string): Promise<number> =>
    page
      .locator(`${row} [data-column]`)
      .evaluateAll((cells) => cells.filter((c) => c.getBoundingClientRect().width > 0).length);
  assert.equal(await shown('#runs thead tr'), 9);
  // No room is kept for buttons that paper does not have: titles of charts stand in one line.
  const lines = await page
    .locator('figure[data-chart]:visible > h3')
    .evaluateAll((titles) => titles.map((t) => t.getBoundingClientRect().height));
  assert.ok(lines.length > 5 && lines.every((height) => height < 40), lines.join());
  assert.equal(await shown('#runs tbody tr:first-child'), 9);
});

test('measuring would find a collision: two labels in one place', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(many(12)), {
    viewport: { width: 690, height: 1000 },
    javaScriptEnabled: false,
  });
  assert.deepEqual(await page.evaluate(COLLIDING), []);
  const moved = `(() => { const [a, b] = document.querySelectorAll('svg.static text'); b.setAttribute('transform', a.getAttribute('transform')); b.setAttribute('x', a.getAttribute('x') ?? '0'); b.setAttribute('y', a.getAttribute('y') ?? '0'); })()`;
  await page.evaluate(moved);
  assert.notDeepEqual(await page.evaluate(COLLIDING), []);
});

test('measuring would find a collision of live charts too: two labels in one place, and a cut one', async (t) => {
  if (!needs(t, 'chromium')) return;
  const look = { viewport: { width: 1280, height: 900 } };
  const { page } = await openFile(t, writePage(many(12)), look, recordCanvasTexts);
  await drawAll(page);
  assert.deepEqual(await canvasCollisions(page), []);
  const write = (text: string, x: number): string =>
    `document.querySelector('figure canvas').getContext('2d').fillText('${text}', ${x}, 150)`;
  await page.evaluate(write('first', 100));
  await page.evaluate(write('second', 108));
  await page.evaluate(write('third', -12));
  assert.deepEqual(
    (await canvasCollisions(page)).map((line) => line.replace(/^[\w-]+: /, '')),
    ['first over second', 'third is cut'],
  );
});

for (const [name, write] of Object.entries(SWEEPS).slice(0, 6)) {
  test(`in files of the charts of ${name} no label lies over another, the legend's among them`, async (t) => {
    if (!needs(t, 'chromium')) return;
    const { page } = await openFile(t, write(t), { viewport: { width: 1280, height: 900 } });
    await page.evaluate(UNFOLD);
    for (const figure of await page.locator('figure[data-chart]:visible:has(.drawing)').all()) {
      const button = figure.getByRole('button', { name: 'Download SVG' });
      const [got] = await Promise.all([page.waitForEvent('download'), button.click()]);
      const text = JSON.stringify(readFileSync(await got.path(), 'utf8'));
      const chart = (await figure.getAttribute('data-chart')) ?? '';
      assert.deepEqual(await page.evaluate(`(${COLLIDING_IN_FILE})(${text})`), [], chart);
    }
  });
}
