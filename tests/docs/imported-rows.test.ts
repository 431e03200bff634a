// SPDX-License-Identifier: MIT
// Every row of the tables of docs/coming-from.md on systems that run as they are: a definition with the word, and the lines that it is here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formatDiagnostics, hasErrors } from '../../scripts/lib/core/diagnostic.ts';
import { parseSetting } from '../../scripts/lib/core/settings/value.ts';
import { settingNamed, settingSpec } from '../../scripts/lib/core/settings/index.ts';
import { ROWS, type Shown } from '../rig/imported-rows.ts';
import { diagnosticsOf, importedRange, openImported } from '../rig/imports.ts';

const PATHS: Readonly<Record<string, string>> = { 'Weights & Biases': 'sweep.yaml', proT: 'sweeper/sweep.yaml' };

function check(system: string, shown: Shown): void {
  if ('settings' in shown) {
    for (const [name, text] of Object.entries(shown.settings)) {
      const setting = settingNamed(name);
      assert.ok(setting !== undefined, name);
      assert.ok('value' in parseSetting(settingSpec(setting), text), `${name}=${text}`);
    }
    return;
  }
  const { files } = shown;
  const path = PATHS[system] ?? (Object.hasOwn(files, 'overrides.yaml') ? 'overrides.yaml' : 'config.yaml');
  const format = path === 'overrides.yaml' ? { FROM_FORMAT: 'hydra' } : {};
  if ('error' in shown || 'said' in shown) {
    const found = diagnosticsOf(files, path, format);
    assert.equal(hasErrors(found), 'error' in shown);
    assert.match(formatDiagnostics(found), 'error' in shown ? shown.error : shown.said);
    return;
  }
  const lines = importedRange(files, path, path === 'overrides.yaml' ? 'hydra' : undefined).split('\n');
  for (const line of shown.lines) assert.ok(lines.includes(line), `${line}\nis not among\n${lines.join('\n')}`);
  const settings = { ...format, ...(shown.mode === undefined ? {} : { MODE: shown.mode }) };
  if (shown.count !== undefined) assert.equal(openImported(files, path, settings).count, shown.count);
}

/** First cells of the table on running as it is, in each section. */
function rowsOf(system: string): readonly string[] {
  const page = readFileSync(new URL('../../docs/coming-from.md', import.meta.url), 'utf8');
  const section = page.split('\n## ').find((text) => text.startsWith(`${system}\n`)) ?? '';
  const table = section.slice(section.indexOf('| their word | ours |')).split('\n\n')[0] ?? '';
  return table
    .split('\n')
    .slice(2)
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\| /, '').split(' | ')[0] ?? '');
}

for (const [system, rows] of Object.entries(ROWS)) {
  test(`every row of the table on ${system} is what happens`, () => {
    const cells = rowsOf(system);
    assert.equal(cells.length, rows.length, cells.join('\n'));
    for (const [i, [word, ...shown]] of rows.entries()) {
      assert.ok(cells[i]?.startsWith(word), `row ${i + 1} is ${cells[i]}, not ${word}`);
      assert.ok(shown.length > 0);
      for (const one of shown) check(system, one);
    }
  });
}
