// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openFile, WIDE } from '../../rig/browser.ts';
import { needs } from '../../rig/needs.ts';
import { random } from '../../rig/page-sweeps.ts';
import { writePage } from '../../rig/report-sweeps.ts';
import { temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A page with what a reader does on it; more than two clicks, or fields filled, are too many. */
interface Reader {
  readonly page: Page;
  click(what: Locator): Promise<void>;
  fill(what: Locator, text: string): Promise<void>;
}

async function reader(t: TestContext, file: string): Promise<Reader> {
  const { page } = await openFile(t, file, WIDE);
  let acts = 0;
  const act = (): void => {
    acts += 1;
    assert.ok(acts <= 2, 'that takes more than two clicks');
  };
  return {
    page,
    click: async (what) => {
      act();
      await what.click();
    },
    fill: async (what, text) => {
      act();
      await what.fill(text);
    },
  };
}

const SWEEP = random(60);

function question(text: string, answer: (r: Reader, page: Page) => Promise<void>): void {
  test(`within two clicks: ${text}`, async (t) => {
    if (!needs(t, 'chromium')) return;
    const r = await reader(t, writePage(SWEEP));
    await answer(r, r.page);
  });
}

question('which is best', async (_, page) => {
  const best = (await page.locator('#best .big').textContent()) ?? '';
  assert.match(best, /^config_0\d\d$/);
  assert.ok(await page.locator('#best .big').isVisible());
  assert.equal(await page.locator('#runs td[data-column=config_file]').first().textContent(), best);
});

question('am I sure', async (_, page) => {
  assert.match((await page.locator('#best').textContent()) ?? '', /One run each proves little/);
});

question('which parameter next', async (_, page) => {
  assert.match((await page.locator('#mattered').textContent()) ?? '', /LR/);
  assert.ok((await page.locator('#next').textContent()) !== '', 'what next is told');
});

question('what is different in the failures', async (r, page) => {
  await r.click(page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Failures' }));
  assert.match((await page.locator('#failures').textContent()) ?? '', /CONFIG_LR|LR/);
  assert.match((await page.locator('#failures').textContent()) ?? '', /ValueError: loss is nan/);
});

question('the curves of the top three', async (_, page) => {
  const curves = page.locator('figure[data-chart=curves]');
  const legend = await curves.locator('.legend li').allTextContents();
  for (const rank of [1, 2, 3])
    assert.ok(
      legend.some((text) => text.endsWith(`(${rank})`)),
      legend.join(),
    );
});

question("this run's log", async (r, page) => {
  await r.fill(page.getByRole('searchbox'), 'status=failed');
  await r.click(page.locator('#runs td[data-column=config_file] a').first());
  assert.match((await page.getByRole('dialog').locator('pre').first().textContent()) ?? '', /loss is nan/);
});

question('everything with adam and a learning rate below 0.01', async (r, page) => {
  await r.fill(page.getByRole('searchbox'), 'opt=adam lr<0.01');
  const wanted = SWEEP.runs.filter(
    ({ values }) => values['CONFIG_OPT'] === 'adam' && Number(values['CONFIG_LR']) < 0.01,
  );
  assert.equal(await page.getByRole('status').textContent(), `${wanted.length} of 60 runs`);
});

question('where did the time go', async (_, page) => {
  const figure = page.locator('figure[data-chart=timeline]');
  await figure.scrollIntoViewIfNeeded();
  assert.equal(await figure.locator('h3').textContent(), 'Where the time went');
  assert.equal(await figure.getAttribute('data-shown'), '60');
});

question('give me the CSV', async (r, page) => {
  const [got] = await Promise.all([
    page.waitForEvent('download'),
    r.click(page.getByRole('button', { name: 'Download CSV', exact: true })),
  ]);
  assert.equal(readFileSync(await got.path(), 'utf8').split('\n').length, 60 + 2);
});

test("within two clicks: compare with last week's sweep", async (t) => {
  if (!needs(t, 'chromium')) return;
  const folder = temporaryFolder(t);
  for (const name of ['this_week', 'last_week'])
    writeSyntheticSweep(join(folder, name), {
      runs: random(name === 'this_week' ? 60 : 40).runs,
      settings: SWEEP.settings,
    });
  const script = [join(ROOT, 'scripts/start.cjs'), 'report', `${folder}/this_week ${folder}/last_week`];
  const made = spawnSync(process.execPath, script, { cwd: ROOT, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const { page, fill } = await reader(t, join(folder, 'this_week', 'comparison.html'));
  assert.equal(await page.locator('#comparison tbody tr').count(), 2);
  assert.deepEqual(await page.locator('#chooser .legend li').allTextContents(), ['this_week', 'last_week']);
  assert.deepEqual(await page.locator('figure[data-chart=distribution] .legend li').allTextContents(), [
    'this_week',
    'last_week',
  ]);
  await fill(page.getByRole('searchbox'), 'sweep=last_week');
  assert.equal(await page.getByRole('status').textContent(), '40 of 100 runs');
  await page.locator('#runs td[data-column=config_file] a').first().click();
  const log = await page.getByRole('dialog').getByRole('link', { name: 'folder' }).getAttribute('href');
  assert.match(log ?? '', /^\.\.\/last_week\/config_/);
});
