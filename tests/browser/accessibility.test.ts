// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../rig/accessibility-faults.ts';
import { drawAll, openFile, PHONE, WIDE } from '../rig/browser.ts';
import { needs } from '../rig/needs.ts';
import { KINDS, type SweepKind, writePage } from '../rig/report-sweeps.ts';

/** Returns what axe finds on a page that is scrolled to its top. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate('scrollTo(0, 0)'); // a row that lies half under the bar that stays is a smaller target for a moment
  return accessibilityFaults(page);
}

for (const kind of Object.keys(KINDS) as SweepKind[]) {
  test(`the page of a sweep with ${kind} has no fault of accessibility, light on a screen and dark on a phone`, async (t) => {
    if (!needs(t, 'chromium')) return;
    const file = writePage(KINDS[kind]);
    for (const look of [
      { ...WIDE, colorScheme: 'light' },
      { ...PHONE, colorScheme: 'dark' },
    ] as const) {
      const { page } = await openFile(t, file, look);
      await drawAll(page);
      assert.deepEqual(await violations(page), [], look.colorScheme);
    }
  });
}

test('the panel of a run, open menus and ticks have no fault of accessibility either, light and dark', async (t) => {
  if (!needs(t, 'chromium')) return;
  const file = writePage(KINDS['many runs']);
  for (const look of [
    { ...WIDE, colorScheme: 'light' },
    { ...PHONE, colorScheme: 'dark' },
  ] as const) {
    const { page } = await openFile(t, file, look);
    await page.locator('#runs input').first().check();
    await page.getByText('Columns', { exact: true }).click();
    assert.deepEqual(await violations(page), [], `menu, ${look.colorScheme}`);
    await page.keyboard.press('Escape');
    await page.locator('#runs td[data-column=config_file] a').first().click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violations(page), [], `panel, ${look.colorScheme}`);
  }
});

test('axe would find a fault: a field without a name', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(KINDS['one run']), WIDE);
  await page.evaluate(`document.querySelector('main').append(document.createElement('input'))`);
  assert.match((await violations(page)).join('\n'), /^label: main > input/m);
});

test('the table sorts, filters and turns its pages by the keyboard alone', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(KINDS['many runs']), WIDE);
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('depth=2');
  assert.match((await page.getByRole('status').textContent()) ?? '', /^25 of 100 runs/);
  // Over the other controls of the bar to the box of the table, which scrolls by arrow keys, and its headings.
  for (let stops = 0; (await page.evaluate('document.activeElement.textContent')) !== 'Configuration'; stops += 1) {
    assert.ok(stops < 20, 'the heading is not reached');
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  assert.equal(await page.locator('th[aria-sort=descending]').textContent(), 'Configuration');
  assert.equal(await page.locator('#runs td[data-column=config_file]').first().textContent(), 'config_098');
});

test('the first stop of the keyboard skips to the runs', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(KINDS['many runs']), WIDE);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate('location.hash'), '#runs');
});

test('headings go down one level at a time', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openFile(t, writePage(KINDS['two metrics']), WIDE);
  const levels = (await page.evaluate(
    `[...document.querySelectorAll('h1, h2, h3, h4')].map((h) => Number(h.tagName[1]))`,
  )) as number[];
  assert.equal(levels.filter((l) => l === 1).length, 1);
  assert.ok(
    levels.every((l, i) => i === 0 || l <= (levels[i - 1] ?? 0) + 1),
    String(levels),
  );
});
