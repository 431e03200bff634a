// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Diagnostic, formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { Source } from '../../scripts/lib/core/source.ts';
import { checkLines, type KLineToCheck } from '../../scripts/lib/kconfig/check-lines.ts';
import type { KOrigin } from '../../scripts/lib/kconfig/complete.ts';
import { filesOf, goodTree } from '../rig/kconfig-tree.ts';

const FOLDER = new URL('../fixtures/kconfig/check-lines/', import.meta.url).pathname;

const TREE = `
choice
	prompt "Mode"

config MODE_SINGLE
	bool "Single"

config MODE_MANY
	bool "Many"

endchoice

config WEIGHT_DECAY
	string "Weight decay"

config WORKERS
	int "Workers"
	range 1 16

config LIMITED_SOMETIMES
	int "Limited"
	range 1 4 if MODE_MANY

config ADDRESS
	hex "Address"
	range 0x10 0xff

config FAST
	bool "Fast"
	select HIDDEN

config HIDDEN
	bool

config DERIVED
	int
	default 3

config DRIVER
	tristate "Driver"
`;

/** Lines such as `WORKERS = 4|8`; ones that start with a sign are fixed (+) or sourced (-). */
function check(text: string): readonly Diagnostic[] {
  const source: Source = { path: 'my.range', text };
  const lines: KLineToCheck[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const [left = '', right = ''] = line.split('=', 2);
    const origin: KOrigin = line.startsWith('+') ? 'fixed' : line.startsWith('-') ? 'sourced' : 'swept';
    const name = left.replace(/^[+-]/, '');
    const at = offset + left.length - name.length;
    let from = offset + left.length + 1;
    const values = right.split('|').map((value) => {
      const span = { source, offset: from, length: value.length };
      from += value.length + 1;
      return { text: value, span };
    });
    if (name !== '')
      lines.push({ name, span: { source, offset: at, length: name.length }, origin, always: true, values });
    offset += line.length + 1;
  }
  return checkLines(lines, goodTree(filesOf({ Kconfig: TREE }), '6.12'));
}

const CASES = {
  'good-lines':
    'CONFIG_MODE_SINGLE=y|n\nCONFIG_MODE_MANY=y|n\nCONFIG_WEIGHT_DECAY=0.03|1e-4|text\nCONFIG_WORKERS=1|16\nCONFIG_ADDRESS=0x10|ff\nCONFIG_DRIVER=y|m|n\nCONFIG_LIMITED_SOMETIMES=64\nlr=0.1|0.2',
  'unknown-symbol': 'CONFIG_WORKER=4|8',
  'unknown-and-far': 'CONFIG_SOMETHING_ELSE=4|8',
  'wrong-type': 'CONFIG_WORKERS=0.5|four\nCONFIG_FAST=1|m\nCONFIG_ADDRESS=xyz\nCONFIG_DRIVER=yes',
  'outside-of-range': 'CONFIG_WORKERS=4|64\nCONFIG_ADDRESS=0x100',
  'without-prompt': 'CONFIG_HIDDEN=y|n\nCONFIG_DERIVED=4',
  'two-members': 'CONFIG_MODE_SINGLE=y\nCONFIG_MODE_MANY=y',
  'lines-that-nothing-sweeps':
    '+CONFIG_WORKER=4\n-CONFIG_HIDDEN=y\n-CONFIG_WORKERS=64\n-CONFIG_FAST=maybe\n-CONFIG_A=1\n-CONFIG_B=1\n-CONFIG_WEIGHT_DECAY=0.1',
} as const;

for (const [name, text] of Object.entries(CASES)) {
  test(`lines of a range file against a tree: ${name}`, () => {
    const printed = `${formatDiagnostics(check(text))}\n`;
    const expected = join(FOLDER, `${name}.txt`);
    if (process.env.UPDATE === '1') writeFileSync(expected, printed);
    assert.equal(printed, readFileSync(expected, 'utf8'));
  });
}

test('every code of the check is shown by a case, and good lines by none', () => {
  const text = readFileSync(new URL('../../scripts/lib/kconfig/check-lines.ts', import.meta.url), 'utf8');
  const codes = new Set(text.match(/(?<=')[EW]_KCONFIG_[A-Z]+(?=')/g));
  const shown = new Set(Object.values(CASES).flatMap((each) => check(each).map(({ code }) => String(code))));
  assert.deepEqual([...codes].sort(), [...shown].sort());
  assert.deepEqual(check(CASES['good-lines']), []);
});
