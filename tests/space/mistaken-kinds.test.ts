// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../scripts/lib/space/build.ts';

function warningsOf(text: string): string {
  const file = parseRangeFile({ path: 'x', text }, () => ({ unreadable: 'no' }));
  assert.ok(file.value !== undefined, formatDiagnostics(file.diagnostics));
  const space = buildSpace(file.value);
  assert.ok(space.value !== undefined);
  return formatDiagnostics(space.diagnostics);
}

test('a text compared with y is warned about, and the sweep goes on', () => {
  assert.equal(
    warningsOf('CONFIG_A=y|n\nCONFIG_B=1|2 if CONFIG_A="y"\n'),
    [
      'x:2:17: warning: CONFIG_A is never "y", which is text: its value y is yes, no or module [W_NEVER_EQUAL]',
      '  CONFIG_B=1|2 if CONFIG_A="y"',
      '                  ~~~~~~~~~~~~',
      '  hint: write CONFIG_A=y',
    ].join('\n'),
  );
});

test('a number compared with text of the same digits is warned about', () => {
  assert.match(
    warningsOf('CONFIG_A="5"|"6"\nexclude if 5 != CONFIG_A\n'),
    /CONFIG_A is never 5, which is a number: its value "5" is text/,
  );
});

for (const text of [
  'CONFIG_A=y|n\nexclude if CONFIG_A=y\n',
  'CONFIG_A=y|"y"\nexclude if CONFIG_A="y"\n',
  'CONFIG_A=adam|sgd\nexclude if CONFIG_A="lamb"\n',
  'CONFIG_A=1|2\ndepends on CONFIG_A=1.0\n',
  'CONFIG_A=0:1:1e9\ndepends on CONFIG_A="5"\n',
]) {
  test(`nothing is said of ${JSON.stringify(text)}`, () => assert.equal(warningsOf(text), ''));
}
