// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DIALECT_RULES } from '../../scripts/lib/kconfig/dialect.ts';

test('docs/kconfig.md has the table of rules as the code has it', () => {
  const page = readFileSync(new URL('../../docs/kconfig.md', import.meta.url), 'utf8');
  const rows = Object.entries(DIALECT_RULES).map(
    ([name, rule]) => `| \`${name}\` | ${rule['6.12']} | ${rule['6.1']} |\n`,
  );
  assert.ok(page.includes(rows.join('')), 'a rule was changed in one of them only');
});
