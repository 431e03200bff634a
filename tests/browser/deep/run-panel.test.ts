// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openFile, type OpenPage, WIDE } from '../../rig/browser.ts';
import { needs } from '../../rig/needs.ts';
import { digits, random } from '../../rig/page-sweeps.ts';
import { writePage } from '../../rig/report-sweeps.ts';

function open(t: TestContext, sweep: ReturnType<typeof digits>): Promise<OpenPage> {
  return openFile(t, writePage(sweep), { ...WIDE, permissions: ['clipboard-read', 'clipboard-write'] });
}

/** Opens the panel of the first run of the table by its name. */
async function openFirst(page: Page): Promise<string> {
  const name = (await page.locator('#runs td[data-column=config_file]').first().textContent()) ?? '';
  await page.locator('#runs').getByText(name, { exact: true }).click();
  await page.getByRole('dialog', { name }).waitFor();
  return name;
}

test("a run's name opens its panel with values, metrics, curve, attempts, log and links into its folder", async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, trouble } = await open(t, digits());
  const name = await openFirst(page);
  const panel = page.getByRole('dialog', { name });
  const text = (await panel.textContent()) ?? '';
  assert.match(text, /Rank 1 of 36; done/);
  assert.match(text, /WIDTH256/);
  assert.match(text, /Test Accuracy9\d\.\d\d %/);
  assert.match(text, /1: 2023-11-14 \d\d:\d\d:\d\d UTC on here.*done/);
  assert.match((await panel.locator('pre').first().textContent()) ?? '', /^epoch 12: /);
  assert.equal(await panel.locator('.curve canvas').count(), 1);
  const links = await panel.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  assert.ok(links.length >= 3 && links.every((href) => new RegExp(`^${name}_[0-9a-f]{8}/`).test(href)), String(links));
  assert.deepEqual(trouble, []);
});

test('Escape closes the panel and goes back to where the reader was; the address opens it again', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, file } = await open(t, digits());
  const name = await openFirst(page);
  assert.equal(new URL(page.url()).hash, `#run=${name}`);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate('document.activeElement.textContent'), name);
  await page.goto('about:blank');
  await page.goto(`file://${file}#run=${name}`);
  await page.getByRole('dialog', { name }).waitFor();
});

test('a row opens its run too, and a tick in the panel is one in the table', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t, digits());
  const row = page.locator('#runs tbody tr').nth(2);
  const name = (await row.getAttribute('data-run')) ?? '';
  await row.locator('td[data-column=rank]').click();
  await page.getByRole('dialog', { name }).getByRole('checkbox').check();
  assert.ok(await row.getByRole('checkbox').isChecked());
  assert.equal(await page.getByRole('button', { name: 'Only the 1 ticked' }).count(), 1);
});

test('the panel of a failure says why and shows the end of its log', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t, random(60));
  await page.getByRole('searchbox').fill('status=failed');
  const name = await openFirst(page);
  const text = (await page.getByRole('dialog', { name }).textContent()) ?? '';
  assert.match(text, /Not ranked; failed: exit code 1/);
  assert.match(text, /ValueError: loss is nan/);
});

test('a run is copied as range lines and as a command', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await open(t, digits());
  const name = await openFirst(page);
  const panel = page.getByRole('dialog', { name });
  const copied = async (button: string): Promise<string> => {
    await panel.getByRole('button', { name: button }).click();
    await panel.getByRole('button', { name: 'Copied' }).waitFor();
    return String(await page.evaluate('navigator.clipboard.readText()'));
  };
  assert.equal(
    await copied('Copy as range lines'),
    'CONFIG_DEPTH=3\nCONFIG_WIDTH=256\nCONFIG_LR=0.01\nCONFIG_EPOCHS=12\n',
  );
  assert.match(await copied('Copy as command'), /^make sweep-resume SWEEP=\S+ RERUN=35$/);
});
