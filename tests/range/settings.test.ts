// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';

/** The texts of the settings in a file that must be right. */
function settingsOf(text: string): Record<string, string> {
  const { value, diagnostics } = parseRangeFile({ path: 'x.range', text }, () => ({ unreadable: 'no' }));
  assert.ok(value !== undefined, formatDiagnostics(diagnostics));
  return Object.fromEntries(value.settings.map((s) => [s.name, s.text]));
}

for (const [what, line, text] of [
  [
    'bare to the end of the line',
    'SWEEP_COMMAND=python train.py --lr={{CONFIG_LR}} | tee log',
    'python train.py --lr={{CONFIG_LR}} | tee log',
  ],
  ['bare up to a comment', 'SWEEP_COMMAND=python a.py#b  # comment', 'python a.py#b'],
  ['bare with quotes in it', 'SWEEP_COMMAND=python "my file.py" \'x\'', 'python "my file.py" \'x\''],
  [
    'in double quotes with escapes',
    'SWEEP_COMMAND="say \\"hi\\" \\\\n # no comment"  # comment',
    'say "hi" \\n # no comment',
  ],
  ['raw in single quotes', 'SWEEP_METRIC_REGEX=\'acc: "(\\d+)" # x\'', 'acc: "(\\d+)" # x'],
  ['never split or ranged', 'SWEEP_COMMAND=a|b 0:1:5 if x', 'a|b 0:1:5 if x'],
  ['empty', 'SWEEP_COMMAND=', ''],
  ['a comment alone', 'SWEEP_COMMAND= # nothing', ''],
  [
    'continued bare',
    'SWEEP_COMMAND=python train.py \\\n    --config {{config}}\\\r\n\t--out {{out_dir}}',
    'python train.py --config {{config}} --out {{out_dir}}',
  ],
  ['continued in quotes', 'SWEEP_COMMAND="python train.py \\\n  --x \\"1\\""', 'python train.py --x "1"'],
  ['continued raw', "SWEEP_COMMAND='python train.py \\\n  --x'", 'python train.py --x'],
  ['with blanks around =', '  SWEEP_COMMAND = x', 'x'],
] as const) {
  test(`a setting may be ${what}`, () => assert.equal(Object.values(settingsOf(`${line}\nCONFIG_A=1\n`))[0], text));
}

test('a backslash at the end of a comment or of an escaped pair continues nothing', () => {
  assert.deepEqual(settingsOf('SWEEP_COMMAND=x # y \\\nSWEEP_SEED="a\\\\"\n'), { COMMAND: 'x', SEED: 'a\\' });
});

test('the position of a setting covers its value as it is written', () => {
  const text = 'CONFIG_A=1\nSWEEP_SEED="7"  # c\n';
  const { value } = parseRangeFile({ path: 'x', text }, () => ({ unreadable: 'no' }));
  const span = value?.settings[0]?.span ?? assert.fail();
  assert.equal(text.slice(span.offset, span.offset + span.length), '"7"');
});
